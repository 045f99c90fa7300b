"""A flawed question: two editors decide, papers are graded anew, nobody loses a pass."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from kernel.actor import Role
from kernel.db import make_engine
from kernel.errors import Conflict, Malformed, Missing
from kernel.work import Ground, unit_of_work
from members.queries import actor_of, holds_certificate
from quiz import actions, queries
from quiz.actions.figures import count_sittings
from quiz.bank import demo_bank
from quiz.drawing import draw
from quiz.grading import grade, right_answers
from quiz.item import Kind
from quiz.itemaction import ItemAction, What, faults
from quiz.models import Rescore, Sitting
from quiz.offered import Offered
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref
from quiz.reading.regrade import preview_of, waiting_actions
from quiz.reading.results import rescores_of
from quiz.regrade import Flip, preview
from quiz.specification import ENTRY
from tests.markup import elements
from tests.village import PASSWORD, begin_paper, person

BANK = demo_bank()
ITEMS = {item.ref: item for item in BANK.items}
PAPER = draw(ENTRY, Offered(BANK.items, BANK.enemies), (), "07" * 32)
RIGHT = right_answers(PAPER, ITEMS)


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


def sit(open_work, actor, wrong):
    """Sit a paper and answer the first `wrong` questions wrongly that are in no must topic."""
    with open_work(actor) as w:
        one = begin_paper(w)
        paper = Paper.from_json(one.paper)
        items = items_by_ref(w.session, paper.refs)
        answers = right_answers(paper, items)
        left = wrong
        for place, question in enumerate(paper.questions, start=1):
            part = items[question.ref].parts[question.part]
            if left and part.topic not in ENTRY.must and part.kind is Kind.SINGLE:
                answers[str(place)] = [] if answers[str(place)] == ["a"] else ["a"]
                left -= 1
        actions.save_answers(w, one.id, answers)
        actions.hand_in(w, one.id)
        return one.id


def wrong_one(work, actor, sitting_id):
    """Return a question that was answered wrongly."""
    with work(writing=False) as w:
        mine = queries.sitting(w.session, sitting_id, actor.account)
        return queries.result_of(w.session, mine).wrong[0].question


def statements_of(w, read):
    """Return the statements that reading something takes."""
    sent, connection = [], w.session.connection()

    def look(_connection, _cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(connection, "before_cursor_execute", look)
    read()
    sa.event.remove(connection, "before_cursor_execute", look)
    return sent


def test_what_can_be_proposed():
    single = next(item for item in BANK.items if item.kind is Kind.SINGLE)
    part = single.parts[0]
    other = next(place for place in range(len(part.options)) if place not in part.key)
    good = ItemAction(single.item, 1, 0, What.ACCEPT, ((other,),))
    assert faults(part, good) == []
    assert faults(part, ItemAction(single.item, 1, 0, What.DROP)) == []
    for accepted in ((), (part.key,), ((other, part.key[0]),), ((9,),), ((),)):
        assert faults(part, ItemAction(single.item, 1, 0, What.ACCEPT, accepted)), accepted
    assert faults(part, ItemAction(single.item, 1, 0, What.DROP, ((other,),)))
    ordering = next(item for item in BANK.items if item.kind is Kind.ORDERING).parts[0]
    turned = tuple(reversed(range(len(ordering.options))))
    assert faults(ordering, ItemAction("x", 1, 0, What.ACCEPT, (turned,))) == []
    assert faults(ordering, ItemAction("x", 1, 0, What.ACCEPT, ((0, 1),)))


places = st.sets(st.sampled_from(sorted(RIGHT, key=int)), max_size=12)


@given(places, st.integers(0, 29), st.sampled_from((What.DROP, What.CREDIT)))
def test_credit_lowers_nobody_and_a_drop_never_asks_for_a_greater_share(wrong, place, what):
    answers = {key: ([] if key in wrong else answer) for key, answer in RIGHT.items()}
    question = PAPER.questions[place]
    action = ItemAction(question.item, question.version, question.part, what)
    before = grade(ENTRY, PAPER, ITEMS, answers)
    after = grade(ENTRY, PAPER, ITEMS, answers, {action.key: action})
    assert after == grade(ENTRY, PAPER, ITEMS, answers, {action.key: action})
    if what is What.CREDIT:
        assert after.score >= before.score
        assert after.passed or not before.passed
    else:
        assert after.asked == 29
        assert after.cut == 24  # 24 of 30 are four fifths; four fifths of 29, rounded up
        assert question.key not in {one.question.key for one in after.wrong}
    assert grade(ENTRY, PAPER, ITEMS, answers, {}) == before


def test_a_preview_tells_numbers():
    flips = [Flip(23, 24, False, True), Flip(24, 23, True, False), Flip(10, 10, False, False)]
    told = preview(flips)
    assert (told.papers, told.pass_now, told.stay) == (3, 1, 1)
    assert told.by_points == ((-1, 1), (0, 1), (1, 1))
    assert flips[1].passed_after


def test_whoever_would_pass_by_it_does_not_decide(work, cast, emil):
    one = sit(work, emil, 7)
    question = wrong_one(work, emil, one)
    action = ItemAction(question.item, question.version, question.part, What.CREDIT)
    with work(cast.edith) as w:
        row = actions.propose_action(w, action, "Both answers are right.")
    with pytest.raises(Conflict, match="Your own paper would pass"), work(emil) as w:
        actions.apply_action(w, row.id)
    with work(writing=False) as w:
        assert not holds_certificate(w.session, emil.account)
        assert w.session.get_one(Sitting, one).passed is False
        assert [one.id for one in waiting_actions(w.session, emil.ref)] == [row.id]


def test_whoever_passes_by_the_new_count_is_certified(work, cast, emil, clock):
    one = sit(work, cast.clara, 7)
    question = wrong_one(work, cast.clara, one)
    action = ItemAction(question.item, question.version, question.part, What.CREDIT)
    with work(cast.edith) as w:
        assert not holds_certificate(w.session, cast.clara.account)
        row = actions.propose_action(w, action, "Both answers are right.")
        assert waiting_actions(w.session, cast.edith.ref) == []
        assert [one.id for one in waiting_actions(w.session, emil.ref)] == [row.id]
        with pytest.raises(Conflict, match="You proposed it"):
            actions.apply_action(w, row.id)
    with work(emil) as w:
        told = preview_of(w.session, action)
        assert (told.papers, told.pass_now) == (1, 1)
        assert actions.apply_action(w, row.id) == 1
        mine = w.session.get_one(Sitting, one)
        assert (mine.score, mine.passed) == (24, True)
        assert holds_certificate(w.session, cast.clara.account)
        [rescored] = rescores_of(w.session, one)
        assert (rescored.rescore.score_before, rescored.rescore.score_after) == (23, 24)
        assert (rescored.rescore.passed_before, rescored.rescore.passes_by_count) == (False, True)
        assert rescored.why == "Both answers are right."
        assert queries.result_of(w.session, mine).score == 24, "grading again comes to the same"
    with pytest.raises(Conflict, match="decided already"), work(emil) as w:
        actions.apply_action(w, row.id)


def test_nobody_loses_a_pass(work, cast, emil):
    one = sit(work, cast.clara, 6)
    with work(writing=False) as w:
        mine = w.session.get_one(Sitting, one)
        assert mine.passed
        right = next(
            each
            for each in queries.result_of(w.session, mine).graded
            if each.right and each.part.topic not in ENTRY.must
        ).question
    action = ItemAction(right.item, right.version, right.part, What.DROP)
    with work(cast.edith) as w:
        row = actions.propose_action(w, action, "It asks about nothing.")
    with work(emil) as w:
        told = preview_of(w.session, action)
        assert (told.stay, told.pass_now) == (1, 0)
        actions.apply_action(w, row.id)
        mine = w.session.get_one(Sitting, one)
        assert (mine.score, mine.passed) == (23, True)
        assert not queries.result_of(w.session, mine).passed
        [kept] = rescores_of(w.session, one)
        assert (kept.rescore.passed_after, kept.rescore.passes_by_count) == (True, False)
        assert holds_certificate(w.session, cast.clara.account)


def test_a_preview_is_what_applying_does(work, cast, emil):
    asked = {}
    for number, actor in enumerate((cast.clara, cast.olive, cast.oscar, cast.aaron)):
        asked[actor.account] = sit(work, actor, 5 + number)
    question = wrong_one(work, cast.aaron, asked[cast.aaron.account])
    action = ItemAction(question.item, question.version, question.part, What.DROP)
    with work(cast.edith) as w:
        row = actions.propose_action(w, action, "Unclear.")
        told = preview_of(w.session, action)
        assert len(statements_of(w, lambda: preview_of(w.session, action))) == 3, "for any number"
    with work(emil) as w:
        changed = actions.apply_action(w, row.id)
        rows = list(w.session.scalars(sa.select(Rescore)))
    assert changed == len(rows)
    assert sum(row.passed_after and not row.passed_before for row in rows) == told.pass_now
    assert told.papers >= changed


def test_one_thing_at_a_time_is_decided_about_a_question(work, cast, emil):
    one = sit(work, cast.clara, 7)
    question = wrong_one(work, cast.clara, one)
    drop = ItemAction(question.item, question.version, question.part, What.DROP)
    with work(cast.edith) as w:
        with pytest.raises(Malformed, match="at most 1,000"):
            actions.propose_action(w, drop, "x" * 1_001)
        row = actions.propose_action(w, drop, "Unclear.")
        with pytest.raises(Conflict, match="proposed to drop this question"):
            actions.propose_action(w, drop, "Again.")
        with pytest.raises(Malformed):
            actions.propose_action(w, ItemAction(question.item, 1, 7, What.DROP), "No such part.")
        with pytest.raises(Missing):
            actions.propose_action(w, ItemAction("nobody", 1, 0, What.DROP), "No such item.")
    with work(emil) as w:
        actions.refuse_action(w, row.id)
        actions.propose_action(w, drop, "It is unclear after all.")


def test_four_decisions_at_once_are_one(settings, clock, work, cast, emil):
    one = sit(work, cast.clara, 7)
    question = wrong_one(work, cast.clara, one)
    credit = ItemAction(question.item, question.version, question.part, What.CREDIT)
    with work(cast.edith) as w:
        row_id = actions.propose_action(w, credit, "Two are right.").id
    app = Flask("race")
    engine = make_engine(settings.database)
    app.extensions["venire"] = Ground(settings, engine, clock)
    gate, done, refused = threading.Barrier(4), [], []

    def decide():
        with app.app_context():
            gate.wait()
            try:
                with unit_of_work(emil) as w:
                    done.append(actions.apply_action(w, row_id))
            except Conflict as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=decide) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert (done, len(refused)) == ([1], 3)
    with work(writing=False) as w:
        assert w.session.scalar(sa.select(sa.func.count()).select_from(Rescore)) == 1


def test_the_pages_of_it(work, cast, emil, client, visit):
    one = sit(work, cast.clara, 7)
    with work() as w:
        count_sittings(w)
    question = wrong_one(work, cast.clara, one)
    where = f"/quiz/items/{question.item}/{question.version}/actions"
    client.sign_in("edith@village.example", PASSWORD)
    page = client.get(f"{where}/{question.part}")
    page = page.form("Propose it").send("Propose it", status=422)
    assert "Say what shall be done." in page.text
    page = page.form("Propose it").fill(what="credit", why="Two are right.").send("Look at what")
    assert "1 graded paper asked it." in page.text
    assert page.form("Propose it").values["why"] == ["Two are right."]
    page = page.form("Propose it").send("Propose it")
    assert "another editor decides" in page.text
    other = visit()
    other.sign_in("emil@village.example", PASSWORD)
    page = other.get("/quiz/reports/").click("counted right for everybody")
    assert "graded paper" not in page.text
    page = page.click("Look at what it would do to papers")
    assert "1 graded paper asked it. 1 would pass that had failed." in page.text
    page = page.press("Apply, and grade the papers anew")
    assert "Applied. 1 papers changed." in page.text
    member = visit()
    member.sign_in("clara@village.example", PASSWORD)
    page = member.get(f"/quiz/sittings/{one}")
    assert "graded again: 23 right answers became 24. Two are right." in page.text
    member.get(where, status=403)


def tags(page):
    """Return the tags of a page, each with its tone."""
    spans = [(span.text, span.get("class", "")) for span in elements(page.body, "span")]
    return [(text, name.split()[1]) for text, name in spans if name.startswith("tag ")]


def test_a_further_answer_that_was_accepted_is_marked_right(work, cast, emil, client):
    one = sit(work, cast.clara, 12)
    with work(writing=False) as w:
        wrong = queries.result_of(w.session, queries.sitting(w.session, one, cast.clara.account))
        place, untouched = [each for each in wrong.wrong if each.chosen][:2]
    asked = place.question
    client.sign_in("clara@village.example", PASSWORD)
    where = f"/quiz/sittings/{one}/questions/{place.position}"
    assert "accepted" not in client.get(where).text
    with work(cast.edith) as w:
        accept = ItemAction(asked.item, asked.version, asked.part, What.ACCEPT, (place.chosen,))
        row = actions.propose_action(w, accept, "Both can be read from the clause.")
    with work(emil) as w:
        actions.apply_action(w, row.id)
    page = client.get(where)
    assert ("accepted", "good") in tags(page)
    assert ("your answer", "good") in tags(page)
    chosen = place.part.options[place.chosen[0]]
    assert f"Accepted too{chosen}" in page.text
    page = client.get(f"/quiz/sittings/{one}/questions/{untouched.position}")
    assert ("your answer", "warn") in tags(page)


def test_reports_are_answered_without_a_name(work, cast, client, visit):
    one = sit(work, cast.clara, 7)
    with work(cast.clara) as w:
        actions.report_question(w, one, 2, "item", "Two of them are right.")
        actions.report_question(w, one, 2, "clause", "From which day?")
    client.sign_in("edith@village.example", PASSWORD)
    page = client.get("/quiz/reports/")
    assert "Two of them are right." in page.text
    assert "From which day?" in page.text
    assert "Clara" not in page.html
    form = next(f for f in page.forms if "answer" in f.values)
    page = form.send("Answer", status=422)
    assert "Say what was done about it" in page.text
    form = next(f for f in page.forms if "answer" in f.values)
    page = form.fill(answer="One was taken out.").send("Answer")
    assert "Answered." in page.text
    member = visit()
    member.sign_in("clara@village.example", PASSWORD)
    assert "One was taken out." in member.get(f"/quiz/sittings/{one}/questions/2").text
