"""Two editors at once: no two versions of a clause are ever in force on the same day."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Conflict, Missing
from rules import queries
from rules.actions import load_book, publish_version
from rules.clause import ClauseVersion
from rules.models import VersionRow
from tests.conftest import OpenWork

DAYS = [date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 1), date(2026, 12, 1)]


def publish_at_once(work: OpenWork, versions: list[ClauseVersion]) -> list[Exception | None]:
    """Publish each in a thread and a transaction of its own; return what each raised."""
    gate = Barrier(len(versions))
    raised: list[Exception | None] = [None] * len(versions)

    def run(place: int) -> None:
        gate.wait()
        try:
            with work() as w:
                publish_version(w, versions[place])
        except Exception as error:  # noqa: BLE001 the test looks at all of them
            raised[place] = error

    threads = [Thread(target=run, args=(place,)) for place in range(len(versions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def never_two_at_once(work: OpenWork, clause_id: str) -> list[ClauseVersion]:
    with work(writing=False) as w:
        versions = queries.versions_of(w.session, clause_id)
    for earlier, later in pairwise(versions):
        assert earlier.in_force_until == later.in_force_from
    return versions


@pytest.fixture
def stay(work: OpenWork) -> ClauseVersion:
    with work() as w:
        load_book(w)
        return queries.version(w.session, "hospital-stay", 1)


def test_of_publishers_at_once_one_wins(work: OpenWork, stay: ClauseVersion) -> None:
    raised = publish_at_once(
        work, [replace(stay, version=2, text=str(day), in_force_from=day) for day in DAYS]
    )
    assert [type(one) for one in raised if one] == [Conflict] * 3
    assert len(never_two_at_once(work, "hospital-stay")) == 2


def test_of_publishers_of_a_new_clause_one_wins(work: OpenWork, stay: ClauseVersion) -> None:
    new = replace(stay, clause_id="brand-new", number="9.9")
    raised = publish_at_once(work, [replace(new, in_force_from=day) for day in DAYS])
    assert [type(one) for one in raised if one] == [Conflict] * 3
    assert len(never_two_at_once(work, "brand-new")) == 1


@pytest.mark.databases("postgresql")  # on SQLite the second transaction waits for the first
def test_an_end_set_meanwhile_is_seen(work: OpenWork, stay: ClauseVersion) -> None:
    second = replace(stay, version=2, in_force_from=date(2027, 1, 1))
    third = replace(stay, version=3, in_force_from=date(2027, 3, 1))
    with work() as w:
        held = list(w.session.scalars(sa.select(VersionRow)))
        with work() as other:
            publish_version(other, second)
        publish_version(w, third)
        assert held
    assert len(never_two_at_once(work, "hospital-stay")) == 3


@pytest.mark.parametrize(
    "clause_id", ["", "a\0", "medication\n", "médication", "\ud800", "x" * 41, "Medication", "١"]
)
def test_what_is_no_id_is_missing_before_anything_is_asked(clause_id: str) -> None:
    nothing_to_ask = Session()
    with pytest.raises(Missing):
        queries.versions_of(nothing_to_ask, clause_id)
    with pytest.raises(Missing):
        queries.version(nothing_to_ask, clause_id, 1)
