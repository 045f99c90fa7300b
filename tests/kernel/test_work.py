from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from kernel.errors import Conflict
from members.models import Account, DoorTry
from tests.village import person


def test_the_work_commits_at_its_end(work):
    with work() as w:
        person(w, "Mira")
    with work(writing=False) as w:
        assert w.session.scalar(sa.select(Account.name)) == "Mira"


def test_a_refused_work_leaves_nothing(work):
    def refused():
        with work() as w:
            person(w, "Mira")
            raise Conflict("refused")

    with pytest.raises(Conflict):
        refused()
    with work(writing=False) as w:
        assert w.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 0


def test_times_come_back_aware_and_naive_ones_are_refused(work, clock):
    with work() as w:
        w.session.add(DoorTry(door="join", email="a", address="b", at=w.now))
    with work(writing=False) as w:
        assert w.session.scalar(sa.select(DoorTry.at)) == clock()
    with pytest.raises(StatementError, match="without a zone"), work() as w:
        w.session.add(DoorTry(door="join", email="a", address="b", at=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.databases("sqlite")
def test_sqlite_keeps_what_it_confirmed(work):
    with work(writing=False) as w:
        assert w.session.scalar(sa.text("PRAGMA synchronous")) == 2
        assert w.session.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert w.session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
