"""The exam on PostgreSQL: thousands begin within a minute; the figures of a million answers."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.ground import app_of_its_own
from kernel.actor import Actor
from kernel.db import new_id
from kernel.jobs import keep_loaded
from kernel.work import unit_of_work
from quiz.actions import start_sitting
from quiz.actions.figures import recount
from quiz.actions.steps import keep_pool
from quiz.drawing import draw
from quiz.grading import right_answers
from quiz.models import Sitting
from quiz.queries.pool import Start, offered_to
from quiz.reading.figures import flagged_items, heat_map
from quiz.specification import ENTRY
from tests.village import open_the_books

Pair = tuple[Callable[[], object], Callable[[], object]]


@contextmanager
def _app() -> Iterator[Flask]:
    """An app on a server and a database of its own, with the demo's book and bank."""
    with app_of_its_own() as app:
        with app.app_context(), unit_of_work() as work:
            open_the_books(work)
        yield app


@contextmanager
def starts(size: int) -> Iterator[Pair]:
    """`size` members begin, each in a transaction: the whole action with its draw and its record,
    against a transaction that only inserts such a row, already made."""
    with _app() as app:
        with app.app_context(), unit_of_work(_somebody()) as work:
            drawn = work.session.get_one(Sitting, start_sitting(work).id)
            columns = Sitting.__table__.columns
            row = {column.key: getattr(drawn, column.key) for column in columns}
        insert = sa.insert(Sitting.__table__)  # type: ignore[arg-type]

        def begin() -> None:
            with app.app_context():
                for actor in _people(size):
                    with unit_of_work(actor) as work:
                        start_sitting(work)

        def bare() -> None:
            with app.app_context():
                for _ in range(size):
                    with unit_of_work() as work:
                        work.session.execute(
                            insert, {**row, "id": new_id(), "account_id": new_id()}
                        )

        yield begin, bare


def _people(count: int) -> Iterator[Actor]:
    return (_somebody() for _ in range(count))


def _somebody() -> Actor:
    return Actor(new_id(), f"A-{secrets.token_hex(4)}")


RECOUNT_LIMIT = 10.0  # seconds for a million answers
PAGE_LIMIT = 0.05  # seconds for the figures, however many answers there were
MILLION = 1_000_000
DIFFERENT = 200  # papers; the rest are copies


@contextmanager
def recounted(size: int) -> Iterator[Pair]:
    """A full recount of `size` answers, against the time that we allow for it."""
    with _app() as app:
        _answered(app, size)
        keep_loaded()  # as the worker does, by which this is counted

        def count() -> None:
            with app.app_context(), unit_of_work() as work:
                if not recount(work).equal:
                    raise AssertionError("the sums that stood were others")

        with app.app_context(), unit_of_work() as work:
            recount(work)
        yield count, lambda: spend(RECOUNT_LIMIT * size / MILLION)


@contextmanager
def read(size: int) -> Iterator[Pair]:
    """What the page of the figures reads after `size` answers, against the time we allow it."""
    with _app() as app:
        _answered(app, size)
        with app.app_context(), unit_of_work() as work:
            recount(work)

        def page() -> None:
            with app.app_context(), unit_of_work(writing=False) as work:
                heat_map(work.session, work.now.date())
                flagged_items(work.session)

        yield page, lambda: spend(PAGE_LIMIT)


def _answered(app: Flask, answers: int) -> None:
    """Put graded first papers there that hold so many answers."""
    with app.app_context(), unit_of_work(_somebody()) as work:
        offered = offered_to(work.session, "", work.now.date())
        keep_pool(work, offered.digest, offered.offered)
        rows = [_graded(number, offered, work.now) for number in range(DIFFERENT)]
        for first in range(0, answers // ENTRY.count, DIFFERENT):
            left = answers // ENTRY.count - first
            batch = [{**row, "id": new_id(), "account_id": new_id()} for row in rows[:left]]
            work.session.execute(sa.insert(Sitting.__table__), batch)  # type: ignore[arg-type]


def _graded(number: int, start: Start, now: datetime) -> dict[str, Any]:
    """Return a graded paper; every so many-th question of it is answered wrongly."""
    bank = start.offered
    paper = draw(ENTRY, bank, (), f"{number:064x}")
    answers = right_answers(paper, {item.ref: item for item in bank.items})
    for place in list(answers)[:: number % 7 + 2]:
        answers[place] = ["a"] if answers[place] != ["a"] else ["b"]
    return {
        "specification": ENTRY.name,
        "seed": f"{number:064x}",
        "pool": start.digest,
        "seen": [],
        "paper": paper.to_json(),
        "answers": answers,
        "asked": ENTRY.count,
        "started_at": now,
        "expires_at": now + timedelta(hours=24),
        "handed_in_at": now,
        "score": 0,
        "passed": False,
        "counted_at": now,
    }


def spend(seconds: float) -> None:
    """Keep the CPU busy for as long as it has `seconds` of its time for us."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
