"""Loading and publishing, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from audit.models import QueuedEntry
from kernel.db import Base
from kernel.errors import Conflict, Missing
from rules import queries
from rules.actions import end_clause, load_book, place_clause, publish_version, take_back
from rules.book import demo_book
from rules.clause import UNKNOWN_DAY, Dates
from rules.models import ForceRow, PlaceRow, VersionRow
from tests.clock import TestClock
from tests.conftest import OpenWork

BOOK = demo_book()


@pytest.fixture
def book(work: OpenWork) -> OpenWork:
    with work() as w:
        load_book(w)
    return work


def test_loading_twice_changes_nothing(work: OpenWork) -> None:
    with work() as w:
        assert load_book(w) == len(BOOK.versions)
        entries = w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry))
    with work() as w:
        assert load_book(w) == 0
        again = w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry))
    assert again == entries == len(BOOK.versions) + len(BOOK.terms)


def test_what_was_loaded_is_what_stands_in_the_book(book: OpenWork) -> None:
    with book() as w:
        assert {one.ref: one for one in queries.all_versions(w.session)} == {
            one.ref: one for one in BOOK.versions
        }
        assert tuple(queries.sections(w.session)) == BOOK.sections


def test_other_words_under_a_published_version_are_refused(book: OpenWork) -> None:
    versions = [replace(one, text="Other words.") for one in BOOK.versions[:1]]
    with book() as w, pytest.raises(Conflict):
        load_book(w, replace(BOOK, versions=tuple(versions)))


@pytest.mark.parametrize(
    ("day", "medication", "light_tier"),
    [
        (date(2018, 10, 16), 1, 1),
        (date(2019, 2, 28), 1, 1),
        (date(2019, 3, 1), 2, 1),
        (date(2019, 4, 30), 2, 1),
        (date(2019, 5, 1), 2, 2),
        (date(2026, 11, 23), 2, 2),
    ],
)
def test_the_book_of_a_day(book: OpenWork, day: date, medication: int, light_tier: int) -> None:
    with book() as w:
        found = queries.clauses_at(w.session, day)
    versions = {one.clause_id: one.version for one in found}
    assert len(found) == 45
    assert (versions["medication"], versions["light-tier"]) == (medication, light_tier)
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_there_is_no_book_before_the_first_day(book: OpenWork) -> None:
    with book() as w:
        assert queries.clauses_at(w.session, date(2018, 10, 15)) == []


def test_a_version_published_ends_the_one_before_on_its_first_day(book: OpenWork) -> None:
    with book() as w:
        stay = queries.versions_of(w.session, "hospital-stay")[0]
        first_day = date(2027, 1, 1)
        publish_version(w, replace(stay, version=2, text="Not at all.", in_force_from=first_day))
    with book() as w:
        old, new = queries.versions_of(w.session, "hospital-stay")
        assert (old.in_force_until, new.in_force_until) == (first_day, None)
        assert old.digest == stay.digest
        assert queries.scheduled(w.session, w.now.date()) == [new]
        assert queries.scheduled(w.session, first_day) == []


def test_a_version_that_overlaps_or_comes_too_soon_is_refused(book: OpenWork) -> None:
    with book() as w:
        stay = queries.versions_of(w.session, "hospital-stay")[0]
        following = replace(stay, version=2, in_force_from=date(2027, 1, 1))
        publish_version(w, following)
    with book() as w:
        for day in (date(2027, 1, 1), date(2026, 12, 31)):
            with pytest.raises(Conflict):
                publish_version(w, replace(following, version=3, in_force_from=day))
        with pytest.raises(Conflict):
            publish_version(w, replace(stay, clause_id="brand-new", in_force_from=w.now.date()))


def test_what_governs_is_told_in_the_order_asked(book: OpenWork) -> None:
    dates = Dates(joined=date(2018, 10, 31), event=date(2019, 5, 1))
    with book() as w:
        wanted = ["light-tier", "medication", "dispute"]
        found = queries.governing(w.session, wanted, dates)
        assert [one.clause_id for one in found] == wanted
        assert [one.version.ref for one in found if one.version] == ["light-tier/2", "medication/1"]
        assert found[2].reason == UNKNOWN_DAY
        with pytest.raises(Missing):
            queries.governing(w.session, ["medication", "no-such-clause"], dates)


def test_what_is_not_there_is_missing(book: OpenWork) -> None:
    with book() as w:
        assert queries.version(w.session, "medication", 2).version == 2
        for ask in (
            lambda: queries.version(w.session, "medication", 3),
            lambda: queries.version(w.session, "no-such-clause", 1),
            lambda: queries.versions_of(w.session, "no-such-clause"),
        ):
            with pytest.raises(Missing):
                ask()


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        (ForceRow, {"in_force_until": date(2018, 10, 15)}),
        (ForceRow, {"in_force_from": date(2018, 10, 16), "in_force_until": date(2018, 10, 16)}),
        (ForceRow, {"version": 9}),
        (ForceRow, {"known_until": datetime(2000, 1, 1, tzinfo=UTC)}),
        (PlaceRow, {"section": "no-such-section"}),
        (PlaceRow, {"in_force_until": date(2018, 10, 15)}),
        (VersionRow, {"governs_by": "whim"}),
        (VersionRow, {"version": 0}),
    ],
)
def test_the_database_refuses_what_cannot_be(
    book: OpenWork, table: type[Base], broken: dict[str, object]
) -> None:
    with book() as w:
        found = sa.select(table).where(table.clause_id == "quorum")
        row = w.session.scalars(found).one()
        copy = {column.name: getattr(row, column.name) for column in table.__table__.columns}
        days = {"in_force_from": date(2018, 10, 15), "in_force_until": date(2018, 10, 16)}
        copy |= {"id": "x", **days} if "id" in copy else {"version": 9}
        w.session.execute(sa.insert(table).values(copy))  # only what is broken is refused
        w.session.rollback()
        with pytest.raises(IntegrityError):
            w.session.execute(sa.insert(table).values({**copy, **broken}))
        w.session.rollback()


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize("table", [ForceRow, PlaceRow])
def test_postgresql_itself_refuses_two_at_once(book: OpenWork, table: type[Base]) -> None:
    with book() as w:
        row = w.session.scalars(sa.select(table).where(table.clause_id == "quorum")).one()
        copy = {column.name: getattr(row, column.name) for column in table.__table__.columns}
        copy |= {"id": "x", "in_force_from": date(2030, 1, 1)}
        with pytest.raises(IntegrityError, match="never_twice"):
            w.session.execute(sa.insert(table).values(copy))
        w.session.rollback()


@pytest.mark.databases("postgresql")
def test_postgresql_itself_refuses_a_number_twice(book: OpenWork) -> None:
    with pytest.raises(IntegrityError, match="number_taken"), book() as w:
        place_clause(w, "quorum", "jury", "6.8", date(2027, 1, 1))  # of the threshold


def test_two_clauses_may_change_places(book: OpenWork) -> None:
    day = date(2027, 1, 1)
    with book() as w:
        place_clause(w, "quorum", "jury", "6.8", day)
        place_clause(w, "threshold", "jury", "6.7", day)
    with book() as w:
        there = {one.clause_id: one for one in queries.clauses_at(w.session, day)}
        assert (there["quorum"].number, there["threshold"].number) == ("6.8", "6.7")
        assert there["quorum"].version == 1
        before = {one.clause_id: one.number for one in queries.clauses_at(w.session, w.now.date())}
        assert (before["quorum"], before["threshold"]) == ("6.7", "6.8")


def test_what_was_known_on_a_day_can_be_asked(book: OpenWork, clock: TestClock) -> None:
    first_day = date(2027, 1, 1)
    today = clock().date()
    clock.move(days=3)
    with book() as w:
        stay = queries.version(w.session, "hospital-stay", 1)
        publish_version(w, replace(stay, version=2, text="Not at all.", in_force_from=first_day))
    clock.move(days=3)
    with book() as w:
        end_clause(w, "quorum", first_day)

    def known(on: date | None) -> dict[str, int]:
        with book() as w:
            found = queries.clauses_at(w.session, first_day, on)
        return {one.clause_id: one.version for one in found}

    assert (known(today)["hospital-stay"], known(today)["quorum"]) == (1, 1)
    later = known(today + timedelta(days=3))
    assert (later["hospital-stay"], later["quorum"]) == (2, 1)
    assert "quorum" not in known(None)
    assert known(today - timedelta(days=1)) == {}


def test_what_has_not_come_can_be_taken_back(book: OpenWork) -> None:
    day = date(2027, 1, 1)
    with book() as w:
        stay = queries.version(w.session, "hospital-stay", 1)
        publish_version(w, replace(stay, version=2, text="Not.", number="2.20", in_force_from=day))
        end_clause(w, "quorum", day)
    with book() as w:
        take_back(w, "hospital-stay", day)
        take_back(w, "quorum", day)
    with book() as w:
        (only,) = queries.versions_of(w.session, "hospital-stay")
        assert (only.version, only.in_force_until) == (1, None)
        there = {one.clause_id: one.number for one in queries.clauses_at(w.session, day)}
        assert (there["hospital-stay"], there["quorum"]) == ("2.4", "6.7")
        with pytest.raises(Conflict):
            take_back(w, "quorum", w.now.date())
        # Its number was given: the next version gets another.
        with pytest.raises(Conflict, match="number 3"):
            publish_version(w, replace(only, version=2, in_force_from=day))
        publish_version(w, replace(only, version=3, in_force_from=day))


def test_what_something_later_rests_on_is_not_taken_back(book: OpenWork) -> None:
    with book() as w:
        stay = queries.version(w.session, "hospital-stay", 1)
        for number, day in ((2, date(2027, 1, 1)), (3, date(2027, 2, 1))):
            publish_version(w, replace(stay, version=number, text=str(day), in_force_from=day))
    with book() as w, pytest.raises(Conflict, match="later version"):
        take_back(w, "hospital-stay", date(2027, 1, 1))
