"""What a change of the rules does to the bank, and when the exam speaks against a clause."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.db import new_id
from quiz.actions import load_bank
from quiz.bank import demo_bank
from quiz.drawing import draw
from quiz.grading import right_answers
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.queries import items_by_ref, live_items
from quiz.reading import impact
from quiz.reading.impact import items_hit, wrong_in_the_exam
from quiz.specification import ENTRY
from rules.consolidation import Change
from rules.impact import Hit, Touched, impacts
from rules.queries import version
from rules.signals import Source
from rules.text.weight import Weight

CLAUSE = "quorum"
PAPERS = 30


def hit(work, weight, clause_id=CLAUSE, number=1, **changed):
    with work(writing=False) as w:
        old = version(w.session, clause_id, number)
        after = replace(old, **changed) if changed else None
        found = impacts([items_hit], w.session, [Touched(Change(old, after), weight)])
    assert all(one.clause_id == clause_id and one.count == len(one.names) for one in found)
    return {one.hit: set(one.names) for one in found}


def resting(clause_id=CLAUSE, number=1):
    return {
        item.item: item
        for item in demo_bank()
        if (item.anchor.clause, item.anchor.version) == (clause_id, number) and not item.dated
    }


@pytest.fixture
def text(work, cast):
    with work(writing=False) as w:
        return version(w.session, CLAUSE, 1).text


def test_items_are_pulled_when_what_they_quote_changes_and_else_looked_at(work, cast, text):
    items = resting()
    assert len(items) > 1
    one = next(iter(items.values()))
    new = text.replace(one.anchor.quote, "Other words stand here.")
    gone = {name for name, item in items.items() if item.anchor.quote not in new}
    expected = {Hit.ITEMS_PULLED: gone, Hit.ITEMS_TO_REVIEW: items.keys() - gone}
    found = hit(work, Weight.NUMBER, text=new)
    assert found == {one: names for one, names in expected.items() if names}


def test_what_stands_beside_the_quotes_only_asks_for_a_look(work, cast, text):
    found = hit(work, Weight.PASSAGE, text=f"{text} And a sentence more.")
    assert found == {Hit.ITEMS_TO_REVIEW: set(resting())}


@pytest.mark.parametrize(
    ("weight", "found"), [(Weight.SPELLING, {}), (Weight.WORDING, {Hit.ITEMS_TO_REVIEW})]
)
def test_a_light_change_pulls_nothing(work, cast, weight, found):
    assert hit(work, weight, text="Quite other words.").keys() == set(found)


def test_a_clause_that_ends_takes_its_items_along(work, cast):
    assert hit(work, Weight.PASSAGE) == {Hit.ITEMS_PULLED: set(resting())}
    assert hit(work, Weight.SPACE) == {Hit.ITEMS_TO_REVIEW: set(resting())}


def test_a_clause_that_moves_hits_nothing(work, cast):
    assert hit(work, Weight.PASSAGE, number=1, section="jury") == {}


def test_items_on_another_version_or_on_a_wording_they_name_are_left_out(work, cast):
    found = hit(work, Weight.NUMBER, "medication", 2, text="Other words.")
    assert found == {Hit.ITEMS_PULLED: set(resting("medication", 2))}
    dated = [replace(one, dated=True) for one in resting().values()]
    with work() as w:
        load_bank(w, dated)
        assert {one.dated for one in live_items(w.session) if one.anchor.clause == CLAUSE} == {True}
    assert hit(work, Weight.PASSAGE) == {}


def hand_in(w, number, wrong=(), account_id="", left_open=()):
    """Put a graded paper there: the answers on `wrong` clauses wrong, on `left_open` none."""
    paper = draw(ENTRY, live_items(w.session), (), f"{number:064x}")
    items = items_by_ref(w.session, paper.refs)
    answers = right_answers(paper, items)
    for place, question in enumerate(paper.questions, start=1):
        clause = items[question.ref].anchor.clause
        if clause in wrong:
            others = {"a", "b"} - set(answers[str(place)])
            answers[str(place)] = sorted(others)[:1] or ["a"]
        if clause in left_open:
            del answers[str(place)]
    at = w.now - timedelta(days=100) + timedelta(minutes=number)
    w.session.add(
        Sitting(
            account_id=account_id or new_id(),
            specification=ENTRY.name,
            seed=f"{number:064x}",
            drawn_from={},
            paper=paper.to_json(),
            answers=answers,
            asked=len(paper.questions),
            started_at=at,
            expires_at=at + timedelta(hours=24),
            handed_in_at=at,
            score=0,
            passed=False,
        )
    )
    return Counter(items[one.ref].anchor.clause for one in paper.questions)


def common(session):
    """Return the clause that most papers ask about."""
    asked = Counter()
    for paper in session.scalars(sa.select(Sitting.paper)):
        questions = Paper.from_json(paper).questions
        items = items_by_ref(session, (one.ref for one in questions))
        asked.update(items[one.ref].anchor.clause for one in questions)
    return asked.most_common(1)[0]


@pytest.mark.parametrize(("wrong", "flagged"), [(PAPERS, True), (PAPERS // 2, True), (3, False)])
def test_a_clause_that_many_get_wrong_is_flagged(work, cast, wrong, flagged):
    with work() as w:
        for number in range(PAPERS):
            hand_in(w, number)
        w.session.flush()
        clause, _times = common(w.session)
        w.session.execute(sa.delete(Sitting))
        asked, missed = 0, 0
        for number in range(PAPERS):
            count = hand_in(w, number, {clause} if number < wrong else ())[clause]
            asked, missed = asked + count, missed + (count if number < wrong else 0)
        w.session.flush()
        found = wrong_in_the_exam(w.session)
    assert asked >= impact.LEAST
    told = [(one.clause_id, one.source, one.count, one.of) for one in found]
    assert told == ([(clause, Source.EXAM, missed, asked)] if flagged else [])


def test_few_answers_and_questions_left_open_say_nothing(work, cast):
    with work() as w:
        every = {one.anchor.clause for one in live_items(w.session)}
        for number in range(5):
            hand_in(w, number, every)
        w.session.flush()
        assert wrong_in_the_exam(w.session) == []
        for number in range(5, PAPERS):
            hand_in(w, number, left_open=every)
        w.session.flush()
        assert wrong_in_the_exam(w.session) == []


def test_only_the_first_paper_of_a_member_counts(work, cast):
    with work() as w:
        every = {one.anchor.clause for one in live_items(w.session)}
        hand_in(w, 0, account_id=cast.clara.account)
        for number in range(1, PAPERS):
            hand_in(w, number, every, cast.clara.account)
        w.session.flush()
        assert wrong_in_the_exam(w.session) == []


def test_the_papers_looked_at_are_the_latest(work, cast, monkeypatch):
    monkeypatch.setattr(impact, "PAPERS", PAPERS)
    with work() as w:
        every = {one.anchor.clause for one in live_items(w.session)}
        for number in range(2 * PAPERS):
            hand_in(w, number, every if number < PAPERS else ())
        w.session.flush()
        assert wrong_in_the_exam(w.session) == []
