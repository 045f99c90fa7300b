"""The figures as they are kept: counted as papers come, equal to a full recount, quick to read."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from kernel.db import make_engine, new_id
from kernel.work import Ground, unit_of_work
from quiz import queries
from quiz.actions.figures import count_sittings, recount, recount_if_due
from quiz.analysis.sums import counted, sheet_of
from quiz.drawing import draw
from quiz.grading import right_answers
from quiz.models import ItemActionRow, Pool, Sitting, SumsRow
from quiz.queries.figures import last_recount, sums, unexplained
from quiz.queries.pool import offered_to
from quiz.specification import ENTRY

PAPERS = 30


def papers(w, count=PAPERS, account_id="", first=0):
    """Put graded papers there; the n-th gets every question right but each (n mod 5 + 2)-th."""
    offered = offered_to(w.session, "", w.now.date()).offered
    if w.session.get(Pool, "p" * 64) is None:
        w.session.add(Pool(digest="p" * 64, items=[], enemies=[]))
        w.session.flush()
    by_ref = {item.ref: item for item in offered.items}
    for number in range(first, first + count):
        paper = draw(ENTRY, offered, (), f"{number:064x}")
        answers = right_answers(paper, by_ref)
        for place in list(answers)[:: number % 5 + 2]:
            answers[place] = ["a"] if answers[place] != ["a"] else ["b"]
        w.session.add(
            Sitting(
                account_id=account_id or new_id(),
                specification=ENTRY.name,
                seed=f"{number:064x}",
                pool="p" * 64,
                seen=[],
                paper=paper.to_json(),
                answers=answers,
                asked=30,
                started_at=w.now,
                expires_at=w.now.replace(year=w.now.year + 1),
                handed_in_at=w.now,
                score=0,
                passed=False,
            )
        )
    w.session.flush()


def by_hand(w):
    """Count every first paper anew."""
    found = w.session.scalars(sa.select(Sitting).order_by(Sitting.handed_in_at, Sitting.id))
    first = {}
    for one in found:
        first.setdefault(one.account_id, one)
    return counted(sheet_of(queries.result_of(w.session, one).graded) for one in first.values())


def test_papers_are_counted_as_they_come_and_come_to_what_a_full_count_does(work, cast, clock):
    with work() as w:
        papers(w)
        assert count_sittings(w, most=7) == 7
    with work() as w:
        while count_sittings(w, most=7):
            pass
        assert count_sittings(w) == 0
        assert sums(w.session) == by_hand(w)
    clock.move(days=1)
    with work() as w:
        papers(w, 5, first=100)
        assert count_sittings(w) == 5
        assert sums(w.session) == by_hand(w)
        done = recount(w)
        assert (done.sittings, done.equal) == (PAPERS + 5, True)
        assert sums(w.session) == by_hand(w)


def test_only_the_first_paper_of_a_member_counts(work, cast, clock):
    with work() as w:
        papers(w, 1, account_id=cast.clara.account)
        assert count_sittings(w) == 1
        before = sums(w.session)
    clock.move(days=1)
    with work() as w:
        papers(w, 3, account_id=cast.clara.account, first=10)
        assert count_sittings(w) == 3
        assert sums(w.session) == before == by_hand(w)


def test_an_open_paper_tells_nothing(work, cast):
    with work() as w:
        papers(w, 1)
        one = w.session.scalars(sa.select(Sitting)).one()
        one.handed_in_at = one.score = one.passed = None
        w.session.flush()
        assert count_sittings(w) == 0
        assert sums(w.session) == {}


def test_an_action_on_a_question_has_all_counted_anew(work, cast, clock):
    with work() as w:
        papers(w)
        count_sittings(w)
        before = sums(w.session)
        recount(w)
        assert not recount_if_due(w)
        key = max(before, key=lambda one: before[one].n)
        w.session.add(
            ItemActionRow(
                item=key[0],
                version=key[1],
                part=key[2],
                what="drop",
                accepted=[],
                why="Two are right.",
                state="applied",
                proposed_by="A-ONE",
                proposed_at=w.now,
                decided_by="A-TWO",
                decided_at=w.now - timedelta(minutes=1),  # begun earlier, ended after the recount
            )
        )
    clock.move(minutes=1)
    with work() as w:
        assert recount_if_due(w)
        assert not recount_if_due(w)
        after = sums(w.session)
        assert key not in after
        assert after == by_hand(w)


def test_once_a_day_all_is_counted_anew_and_what_differs_is_told(work, cast, clock):
    def told(w):
        return unexplained(w.session, w.now - timedelta(days=30))

    with work() as w:
        assert not recount_if_due(w), "there is nothing to check"
        papers(w, 5)
        count_sittings(w)
        assert recount_if_due(w)
        assert not recount_if_due(w)
        assert last_recount(w.session).equal
    clock.move(hours=24)
    with work() as w:
        assert recount_if_due(w)
        row = w.session.scalars(sa.select(SumsRow)).first()
        row.sums = {**row.sums, "unanswered": 4_000}  # as if somebody had written into it
    clock.move(hours=23)
    with work() as w:
        assert not recount_if_due(w)
        assert told(w) is None
    clock.move(hours=1)
    with work() as w:
        assert recount_if_due(w)
        assert not told(w).equal
        assert sums(w.session) == by_hand(w), "the full count stands"
    clock.move(days=1)
    with work() as w:
        assert recount_if_due(w)
        assert last_recount(w.session).equal
        assert told(w) is not None, "and it is not forgotten the next day"
    clock.move(days=31)
    with work() as w:
        assert told(w) is None


@pytest.mark.databases("postgresql")
def test_counts_side_by_side_lose_nothing(settings, clock, work, cast):
    with work() as w:
        papers(w, 40)
    app = Flask("race")
    engine = make_engine(settings.database)
    app.extensions["venire"] = Ground(settings, engine, clock)
    gate, failed = threading.Barrier(4), []

    def count():
        try:
            with app.app_context():
                gate.wait()
                for _time in range(6):
                    with unit_of_work() as w:
                        count_sittings(w, most=3)
        except Exception as error:  # noqa: BLE001 whatever it is, the test tells
            failed.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert failed == []
    with work() as w:
        while count_sittings(w):
            pass
        assert sums(w.session) == by_hand(w)
