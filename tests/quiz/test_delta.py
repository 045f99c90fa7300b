"""What a juror owes after the rules changed, and how a delta paper comes to an end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.errors import Conflict, Missing
from members.queries import qualification
from quiz import actions
from quiz.delta import asked_of
from quiz.models import DeltaSitting
from quiz.queries.bank import items_by_ref
from quiz.queries.delta import debt, steps_of
from rules.actions import publish_version
from rules.queries import version
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


def beside(work, clock):
    """Add a sentence of substance beside the words that the items quote: they stay in papers."""
    revise(work, clock, "Without a quorum", "No ballot may be counted twice. Without a quorum")


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
    assert asked_of({}) == {}
    assert asked_of({"a": 2}) == {"a": 3}
    assert asked_of({"a": 2, "b": 1}) == {"a": 2, "b": 2}
    assert set(asked_of(dict.fromkeys("abc", 1)).values()) == {1}
    assert len(asked_of(dict.fromkeys("abcdefghijkl", 1))) == 8


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
    beside(work, clock)
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
    beside(work, clock)
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
    beside(work, clock)
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
    beside(work, clock)
    with work(juror) as w:
        one = actions.start_delta(w).id
    revise(work, clock, "counted twice", "counted three times", number=2)
    with work(juror) as w:
        other = actions.start_delta(w)
        assert other.id != one
        assert other.owed == {CLAUSE: 3}
        assert w.session.get_one(DeltaSitting, one).ended_at == w.now


def test_a_juror_reads_what_changed_and_learns_it(cast, juror, work, clock, client):
    beside(work, clock)
    client.sign_in("juror.001@village.example", PASSWORD)
    page = client.get("/quiz/").click("See what changed")
    assert "No ballot may be counted twice." in page.text
    page = page.press("Begin")
    while "Answer" in [label for form in page.forms for label in form.buttons]:
        with work(writing=False) as w:
            sitting = w.session.get_one(DeltaSitting, page.path.split("/")[-1])
            question = steps_of(sitting)[-1].question
            part = items_by_ref(w.session, {question.ref})[question.ref].parts[question.part]
            right = list(question.answer(part, part.key))
        name = next(n for n in page.form("Answer").values if n.startswith("q-"))
        page = page.form("Answer").fill({name: right if len(right) > 1 else right[0]}).send()
        assert "Right." in page.text
        if "Next question" in [label for form in page.forms for label in form.buttons]:
            page = page.press("Next question")
    assert "You know what changed." in page.text
    assert "You know every clause" in client.get("/quiz/delta/").text
