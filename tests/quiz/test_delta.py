"""What a juror owes after the rules changed, and how a delta paper comes to an end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.errors import Conflict, Missing
from members.queries import qualification
from quiz import actions
from quiz.actions import load_bank, reaffirm
from quiz.bank import Bank
from quiz.delta import Offer, Step, asked_of, first_of, next_question, progress
from quiz.item import TRUE_FALSE, Anchor, ItemVersion, Kind, Part
from quiz.itemaction import ItemAction, What
from quiz.models import DeltaSitting, Pool
from quiz.paper import Question
from quiz.queries.bank import items_by_ref
from quiz.queries.delta import debt, offers, progress_of, steps_of
from quiz.topic import Topic
from rules.actions import publish_version
from rules.queries import history, version
from tests.village import PASSWORD

CLAUSE = "quorum"


@pytest.fixture
def juror(cast):
    return cast.jurors[0]


def revise(work, clock, old_words, new_words, clause=CLAUSE, number=1):
    """Give a clause other words from tomorrow on, and let the day come."""
    with work() as w:
        old = version(w.session, clause, number)
        text = old.text.replace(old_words, new_words)
        assert text != old.text
        day = w.now.date() + timedelta(days=1)
        publish_version(w, replace(old, version=number + 1, text=text, in_force_from=day))
    clock.move(days=1)


def owes(work, actor):
    with work(writing=False) as w:
        return debt(w.session, actor.account, w.now.date())


NEW = "No ballot may be counted twice."


def change(work, clock, questions=3):
    """Add a sentence of substance beside the words that the items quote; ask about it."""
    revise(work, clock, "Without a quorum", f"{NEW} Without a quorum")
    ask(work, *(f"twice-{number}" for number in range(questions)))


def ask(work, *names, number=2, quote=NEW):
    """Bring questions in that rest on the new sentence."""
    anchor = Anchor(CLAUSE, number, quote)
    part = Part(
        Topic.QUORUM, Kind.TRUE_FALSE, "A stem.", TRUE_FALSE, (1,), "Twice is not.", (anchor,)
    )
    items = [
        ItemVersion(name, 1, (replace(part, stem=f"{name}: a ballot may count twice."),))
        for name in names
    ]
    with work() as w:
        load_bank(w, Bank(tuple(items), frozenset()))


def on_offer(work, clauses):
    with work(writing=False) as w:
        found = offers(w.session, clauses, history(w.session), w.now.date())
    return {one.item.item: one for one in found}


def answer(open_work, actor, sitting_id, *, rightly=True):
    """Answer the open question; return its item."""
    with open_work(actor) as w:
        one = w.session.get_one(DeltaSitting, sitting_id)
        steps = steps_of(one)
        question = steps[-1].question
        part = items_by_ref(w.session, {question.ref})[question.ref].parts[question.part]
        right = question.answer(part, part.key)
        wrong = tuple(letter for letter in "ab" if letter not in right)[:1] or ("c",)
        actions.answer_delta(w, sitting_id, len(steps), right if rightly else wrong)
    with open_work(actor) as w:
        actions.go_on(w, sitting_id)
    return question.item


def test_how_many_right_answers_a_clause_takes():
    assert [asked_of("abcdefgh"[:count]) for count in range(1, 9)] == [3, 2, 1, 1, 1, 1, 1, 1]


def test_a_paper_asks_about_eight_clauses_at_most():
    assert first_of(dict.fromkeys("lkjihgfedcba", 2)) == dict.fromkeys("abcdefgh", 2)


def test_only_what_was_written_on_the_change_or_found_right_since_is_asked(work, cast, clock):
    revise(work, clock, "Without a quorum", f"{NEW} Without a quorum")
    assert on_offer(work, {CLAUSE: 2}) == {}, "their clause changed beside their words"
    with work(cast.edith) as w:
        reaffirm(w, "twenty-four-cast", w.now.date())
    ask(work, "twice")
    found = on_offer(work, {CLAUSE: 2})
    assert {name: one.for_this for name, one in found.items()} == {
        "twenty-four-cast": False,
        "twice": True,
    }
    assert found["twenty-four-cast"].anchor.version == 2
    assert found["twice"].anchor == Anchor(CLAUSE, 2, NEW)


def test_an_editorial_change_since_leaves_a_question_on_offer(work, cast, clock):
    change(work, clock, questions=1)
    revise(work, clock, "20 are too few, and 21", "20 are too few and 21", number=2)
    [one] = on_offer(work, {CLAUSE: 3}).values()
    assert one.anchor == Anchor(CLAUSE, 3, NEW)


def test_cases_are_for_the_exam_and_for_practice(work, cast, bank):
    [case] = [one for one in bank.items if one.item == "case-report-at-the-desk"]
    clause = case.parts[0].basis.clause
    with work(writing=False) as w:
        today = history(w.session).versions_on(w.now.date())
    found = on_offer(work, {clause: today[clause]})
    assert found
    assert not any(one.item.is_case for one in found.values())


@pytest.mark.parametrize("what", [What.DROP, What.CREDIT])
def test_a_flawed_question_is_asked_no_more_and_shows_nothing(work, cast, juror, clock, what):
    change(work, clock, questions=2)
    with work(juror) as w:
        one = actions.start_delta(w).id
    name = answer(work, juror, one)
    with work(cast.edith) as w:
        action = actions.propose_action(w, ItemAction(name, 1, 0, what), "It can be misread.").id
    with work(cast.agnes) as w:
        actions.apply_action(w, action)
    assert name not in on_offer(work, {CLAUSE: 2})
    with work(writing=False) as w:
        sitting = w.session.get_one(DeltaSitting, one)
        offered = offers(w.session, sitting.owed, history(w.session), w.now.date())
        assert progress_of(w.session, sitting, offered).takes(CLAUSE) == 1


def test_every_question_can_be_chosen_again_from_what_was_kept(work, juror, clock):
    change(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
    answer(work, juror, one, rightly=False)
    ask(work, "came-meanwhile")
    answer(work, juror, one, rightly=False)
    with work(writing=False) as w:
        sitting = w.session.get_one(DeltaSitting, one)
        steps = steps_of(sitting)
        book = history(w.session)
        now = offers(w.session, sitting.owed, book, w.now.date())
        for place, step in enumerate(steps):
            kept = w.session.get_one(Pool, step.pool).items
            then = [offer for offer in now if offer.item.ref in kept]
            how_far = progress_of(w.session, sitting, then)
            assert next_question(then, steps[:place], how_far, sitting.seed) == step.question
        assert steps[2].pool != steps[0].pool


def offered(*names, clause="a"):
    part = Part(Topic.QUORUM, Kind.TRUE_FALSE, "Stem.", TRUE_FALSE, (0,), "Why.", ())
    anchor = Anchor(clause, 2, "Words.")
    return [
        Offer(ItemVersion(name, 1, (replace(part, anchors=(anchor,)),)), anchor) for name in names
    ]


def asked_next(offers, *asked, right=(), clauses="a"):
    """Return which item follows these, none of which but `right` was answered rightly."""
    items = {one.item.ref: one.item for one in offers}
    order = (0, 1)
    steps = [
        Step(Question(name, 1, order), "", ("a",) if name in right else ("b",)) for name in asked
    ]
    how_far = progress(dict.fromkeys(clauses, 2), steps, items, {}, offers)
    found = next_question(offers, steps, how_far, "5" * 64)
    return found and found.item


def test_each_question_comes_once_before_any_comes_again():
    three = offered("p", "q", "r")
    first = asked_next(three)
    second = asked_next(three, first)
    third = asked_next(three, first, second)
    assert {first, second, third} == {"p", "q", "r"}
    assert asked_next(three, first, second, third) == first


def test_what_was_explained_just_now_is_not_asked_at_once_while_another_clause_is_left():
    both = [*offered("p"), *offered("q", clause="b")]
    assert asked_next(both, "p", clauses="ab") == "q"
    assert asked_next(offered("p"), "p") == "p", "there is no other"


def test_what_was_written_on_the_change_comes_first():
    old = [replace(one, for_this=False) for one in offered("a-old", "b-old", "z-old")]
    assert asked_next([*old, *offered("new")]) == "new"


def test_a_new_certificate_owes_nothing_and_neither_does_an_editorial_change(
    work, cast, juror, clock
):
    assert owes(work, juror).clauses == {}
    assert owes(work, cast.clara).clauses == {}
    revise(work, clock, "20 are too few, and 21", "20 are too few and 21")
    assert owes(work, juror).clauses == {}
    with pytest.raises(Conflict, match="nothing to learn"), work(juror) as w:
        actions.start_delta(w)


def test_a_change_of_substance_is_owed_from_its_day_on(work, juror, clock):
    with work() as w:
        old = version(w.session, CLAUSE, 1)
        day = w.now.date() + timedelta(days=1)
        text = old.text.replace("at least 21", "at least 22")
        publish_version(w, replace(old, version=2, text=text, in_force_from=day))
    assert owes(work, juror).clauses == {}
    clock.move(days=1)
    assert owes(work, juror).clauses == {CLAUSE: 2}


def test_what_the_bank_cannot_ask_yet_waits_for_the_editors(work, juror, clock):
    with work() as w:
        old = version(w.session, CLAUSE, 1)
        day = w.now.date() + timedelta(days=1)
        publish_version(w, replace(old, version=2, text="Other words.", in_force_from=day))
    clock.move(days=1)
    what = owes(work, juror)
    assert (what.clauses, what.to_ask) == ({CLAUSE: 2}, {})
    with pytest.raises(Conflict, match="no question yet"), work(juror) as w:
        actions.start_delta(w)


def test_right_answers_make_the_clause_known_and_nothing_else(work, juror, clock):
    with work(writing=False) as w:
        before = dict(qualification(w.session, juror.account).clause_versions)
        granted = qualification(w.session, juror.account).granted_at
    change(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
        assert actions.start_delta(w).id == one
    asked = []
    while True:
        asked.append(answer(work, juror, one))
        with work(writing=False) as w:
            if w.session.get_one(DeltaSitting, one).ended_at is not None:
                break
    assert len(asked) == len(set(asked)) >= 2
    with work(writing=False) as w:
        held = qualification(w.session, juror.account)
        assert held.clause_versions == {**before, CLAUSE: 2}
        assert held.granted_at == granted, "the roll keeps its order"
    assert owes(work, juror).clauses == {}


def test_a_wrong_answer_brings_another_question_on_the_same_clause(work, juror, clock):
    change(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
    first = answer(work, juror, one, rightly=False)
    with work(writing=False) as w:
        steps = steps_of(w.session.get_one(DeltaSitting, one))
        assert len(steps) == 2
        assert steps[1].question.item != first
        question = steps[1].question
        item = items_by_ref(w.session, {question.ref})[question.ref]
        assert item.parts[question.part].basis.clause == CLAUSE
    assert owes(work, juror).clauses == {CLAUSE: 2}
    for _time in range(20):
        with work(writing=False) as w:
            if w.session.get_one(DeltaSitting, one).ended_at is not None:
                break
        answer(work, juror, one)
    assert owes(work, juror).clauses == {}


def test_a_question_is_answered_once(work, cast, juror, clock):
    change(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
        actions.answer_delta(w, one, 1, ["a"])
        actions.answer_delta(w, one, 1, ["a"])
        with pytest.raises(Conflict, match="answered before"):
            actions.answer_delta(w, one, 1, ["b"])
        with pytest.raises(Conflict, match="not open"):
            actions.answer_delta(w, one, 2, ["b"])
        assert len(one and steps_of(actions.go_on(w, one))) == 2
        assert len(steps_of(actions.go_on(w, one))) == 2
    with pytest.raises(Missing), work(cast.clara) as w:
        actions.answer_delta(w, one, 2, ["a"])


def test_rules_that_change_again_end_the_paper_and_begin_another(work, juror, clock):
    change(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
    revise(work, clock, "counted twice", "counted three times", number=2)
    ask(work, "thrice", number=3, quote="No ballot may be counted three times.")
    with work(juror) as w:
        other = actions.start_delta(w)
        assert other.id != one
        assert other.owed == {CLAUSE: 3}
        assert w.session.get_one(DeltaSitting, one).ended_at == w.now


def test_a_juror_reads_what_changed_and_learns_it(cast, juror, work, clock, client):
    change(work, clock)
    client.sign_in("juror.001@village.example", PASSWORD)
    page = client.get("/quiz/").click("See what changed")
    assert "No ballot may be counted twice." in page.text
    page = page.press("Begin")
    assert "takes 3 more right answers" in page.text
    told = page.form("Answer").send(status=422).text
    assert "Choose an answer" in told, "nobody loses a question by a slip"
    while "Answer" in [label for form in page.forms for label in form.buttons]:
        with work(writing=False) as w:
            sitting = w.session.get_one(DeltaSitting, page.path.split("/")[-1])
            question = steps_of(sitting)[-1].question
            part = items_by_ref(w.session, {question.ref})[question.ref].parts[question.part]
            right = list(question.answer(part, part.key))
        name = next(n for n in page.form("Answer").values if n.startswith("q-"))
        page = page.form("Answer").fill({name: right if len(right) > 1 else right[0]}).send()
        assert "Right." in page.text
        assert "version 2" in page.text
        if "Next question" in [label for form in page.forms for label in form.buttons]:
            page = page.press("Next question")
    assert "You know what changed." in page.text
    assert "You know every clause" in client.get("/quiz/delta/").text


def test_an_answer_that_is_accepted_too_is_told_as_right(cast, juror, work, clock, client):
    change(work, clock, questions=2)
    with work(juror) as w:
        one = actions.start_delta(w)
        [step] = steps_of(one)
        asked = step.question
        part = items_by_ref(w.session, {asked.ref})[asked.ref].parts[asked.part]
    other = next(place for place in range(len(part.options)) if place not in part.key)
    with work(cast.edith) as w:
        accept = ItemAction(asked.item, asked.version, asked.part, What.ACCEPT, ((other,),))
        row = actions.propose_action(w, accept, "Both can be read from the clause.").id
    with work(cast.oscar) as w:
        actions.apply_action(w, row)
    with work(juror) as w:
        actions.answer_delta(w, one.id, 1, asked.answer(part, (other,)))
    client.sign_in("juror.001@village.example", PASSWORD)
    page = client.get(f"/quiz/delta/{one.id}")
    assert "Right." in page.text
    assert f"Accepted too{part.options[other]}" in page.text
