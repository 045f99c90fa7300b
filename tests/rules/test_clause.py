"""Which version governs: on its first day, on the day before, and when nobody knows the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict
from rules.clause import (
    NOT_IN_FORCE,
    UNKNOWN_DAY,
    WHICH_FAVOURS,
    ClauseVersion,
    Dates,
    GovernsBy,
    check_next,
    resolve,
)

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
FIRST, CHANGE = date(2018, 10, 16), date(2019, 3, 1)

OLD = ClauseVersion(
    clause_id="medication",
    version=1,
    number="2.3",
    section="joining",
    title="Medication",
    text="No medication for 30 days.",
    in_force_from=FIRST,
    in_force_until=CHANGE,
    governs_by=GovernsBy.JOINING,
)
NEW = replace(OLD, version=2, text="Not more.", in_force_from=CHANGE, in_force_until=None)


def favourable(version: ClauseVersion) -> ClauseVersion:
    return replace(version, governs_by=GovernsBy.FAVOURABLE)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (FIRST - timedelta(days=1), None),
        (FIRST, OLD),
        (CHANGE - timedelta(days=1), OLD),
        (CHANGE, NEW),
        (date(2026, 11, 23), NEW),
    ],
)
def test_the_first_day_is_in_and_the_last_is_out(day: date, version: ClauseVersion | None) -> None:
    governing = resolve([OLD, NEW], Dates(joined=day))
    assert governing.version == version
    assert governing.date == day
    assert governing.anchor is GovernsBy.JOINING
    assert (governing.reason == NOT_IN_FORCE) is (version is None)


def test_an_unknown_day_goes_to_the_panel_whatever_else_is_known() -> None:
    known = Dates(joined=None, event=CHANGE, filed=CHANGE, period=CHANGE)
    governing = resolve([OLD, NEW], known)
    assert governing.version is None
    assert governing.date is None
    assert governing.reason == UNKNOWN_DAY
    assert governing.candidates == (OLD, NEW)


@pytest.mark.parametrize(
    ("anchor", "field"),
    [
        (GovernsBy.JOINING, "joined"),
        (GovernsBy.EVENT, "event"),
        (GovernsBy.FILING, "filed"),
        (GovernsBy.PERIOD, "period"),
    ],
)
@given(days=st.tuples(DAYS, DAYS, DAYS, DAYS))
def test_only_the_day_that_the_clause_names_decides(
    anchor: GovernsBy, field: str, days: tuple[date, date, date, date]
) -> None:
    dates = Dates(*days)
    versions = [replace(OLD, governs_by=anchor), replace(NEW, governs_by=anchor)]
    governing = resolve(versions, dates)
    assert governing.date == getattr(dates, field)
    expected = [one for one in versions if one.in_force_on(getattr(dates, field))]
    assert [governing.version] == (expected or [None])
    alone = resolve(versions, Dates(**{field: getattr(dates, field)}))
    assert alone == governing


def test_the_more_favourable_of_one_version_is_that_version() -> None:
    governing = resolve([favourable(OLD), favourable(NEW)], Dates(joined=CHANGE, event=CHANGE))
    assert governing.version == favourable(NEW)


def test_the_more_favourable_of_two_versions_is_a_question_for_the_panel() -> None:
    governing = resolve([favourable(OLD), favourable(NEW)], Dates(joined=FIRST, event=CHANGE))
    assert governing.version is None
    assert governing.reason == WHICH_FAVOURS
    assert governing.candidates == (favourable(OLD), favourable(NEW))
    half = resolve([favourable(OLD), favourable(NEW)], Dates(joined=FIRST))
    assert half.reason == UNKNOWN_DAY


def test_versions_of_two_clauses_or_of_two_minds_are_no_question() -> None:
    with pytest.raises(ValueError, match="one clause"):
        resolve([OLD, replace(NEW, clause_id="hospital-stay")], Dates())
    with pytest.raises(ValueError, match="one clause"):
        resolve([OLD, replace(NEW, governs_by=GovernsBy.EVENT)], Dates())
    with pytest.raises(ValueError, match="one clause"):
        resolve([], Dates())


def test_the_digest_holds_what_is_said_and_neither_its_days_nor_its_place() -> None:
    assert replace(NEW, in_force_until=date(2027, 1, 1)).digest == NEW.digest
    assert replace(NEW, in_force_from=date(2019, 3, 2)).digest == NEW.digest
    assert replace(NEW, number="2.4", section="claims").digest == NEW.digest
    changed = (
        replace(NEW, text=NEW.text + " "),
        replace(NEW, title="Medicine"),
        replace(NEW, version=3),
        replace(NEW, clause_id="medicine"),
        replace(NEW, governs_by=GovernsBy.EVENT),
    )
    assert len({NEW.digest, *(one.digest for one in changed)}) == len(changed) + 1


def test_numbers_sort_as_numbers() -> None:
    numbers = ["6.10", "6.9", "10.1", "6.1"]
    ordered = sorted((replace(OLD, number=one) for one in numbers), key=lambda one: one.place)
    assert [one.number for one in ordered] == ["6.1", "6.9", "6.10", "10.1"]


@pytest.mark.parametrize(
    "change",
    [
        {"clause_id": "Medication"},
        {"clause_id": "a b"},
        {"version": 0},
        {"number": "2."},
        {"number": "02"},
        {"in_force_until": FIRST},
        {"in_force_until": FIRST - timedelta(days=1)},
    ],
)
def test_what_cannot_be_a_version_is_none(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(OLD, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"version": 3},
        {"version": 1},
        {"in_force_from": CHANGE - timedelta(days=1)},
        {"in_force_from": FIRST},
        {"in_force_from": FIRST - timedelta(days=1), "in_force_until": FIRST},
        {"governs_by": GovernsBy.EVENT},
    ],
)
def test_a_version_that_does_not_follow_is_refused(change: dict[str, object]) -> None:
    check_next(NEW, [OLD])
    with pytest.raises(Conflict):
        check_next(replace(NEW, **change), [OLD])  # type: ignore[arg-type]


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS)
def test_of_versions_that_may_follow_one_another_at_most_one_is_in_force(
    starts: list[date], day: date
) -> None:
    published: list[ClauseVersion] = []
    for count, start in enumerate(sorted(starts), start=1):
        following = replace(NEW, version=count, in_force_from=start)
        check_next(following, published)
        if published:
            published[-1] = replace(published[-1], in_force_until=start)
        published.append(following)
    assert sum(one.in_force_on(day) for one in published) == (day >= min(starts))
