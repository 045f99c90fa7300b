"""The computed dates, at every edge that the domain names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import dates
from claims.dates import ALLOWED, BARRED, LEFT_OPEN, OLDER, YOUNGER, KnownDates, date_lines

JOINED = date(2018, 10, 31)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
REFS = {
    "counting-days": "counting-days/1",
    "waiting-period": "waiting-period/1",
    "accident-exempt": "accident-exempt/1",
    "age-date": "age-date/1",
    "age-bands": "age-bands/1",
    "medication": "medication/1",
    "hospital-stay": "hospital-stay/1",
}


def test_the_day_after_joining_is_day_1():
    assert dates.day_number(JOINED, JOINED) == 0
    assert dates.day_number(JOINED, date(2018, 11, 1)) == 1
    assert dates.day_number(JOINED, date(2018, 12, 29)) == 59  # as the clause itself says


@pytest.mark.parametrize(("day", "within"), [(1, True), (89, True), (90, True), (91, False)])
def test_day_90_waits_and_day_91_does_not(day, within):
    assert dates.in_waiting_period(JOINED, JOINED + timedelta(days=day)) is within


@given(DAYS, st.integers(0, 2000))
def test_waiting_ends_on_the_day_it_says(joined, number):
    day = joined + timedelta(days=number)
    assert dates.in_waiting_period(joined, day) is (day < dates.waiting_over_on(joined))
    assert not dates.in_waiting_period(joined, day, accident=True)


@pytest.mark.parametrize(
    ("born", "exact", "band"),
    [
        (date(1979, 1, 1), (39, 364), YOUNGER),
        (date(1978, 12, 31), (40, 0), OLDER),
        (date(1959, 1, 1), (59, 364), OLDER),
        (date(1958, 12, 31), (60, 0), None),
    ],
)
def test_the_edges_of_the_age_bands(born, exact, band):
    years, days = dates.exact_age(born, date(2018, 12, 31))
    assert (years, days) == exact
    assert dates.age_band(years) == band


@pytest.mark.parametrize(("days", "may"), [(29, False), (30, True)])
def test_a_child_may_join_at_thirty_days(days, may):
    assert dates.may_join(JOINED - timedelta(days=days), JOINED) is may


@pytest.mark.parametrize(("born", "may"), [(date(1958, 11, 1), True), (date(1958, 10, 31), False)])
def test_one_may_join_up_to_the_day_before_the_sixtieth_birthday(born, may):
    assert dates.may_join(born, JOINED) is may


@given(DAYS, st.integers(0, 40_000))
def test_an_exact_age_is_consistent(born, lived):
    years, days = dates.exact_age(born, min(born + timedelta(days=lived), date(2190, 1, 1)))
    assert years >= 0
    assert 0 <= days <= 365


@pytest.mark.parametrize(
    ("days", "version", "finding"),
    [
        (29, 1, ALLOWED),
        (30, 1, LEFT_OPEN),
        (31, 1, BARRED),
        (30, 2, ALLOWED),
        (31, 2, BARRED),
    ],
)
def test_thirty_days_of_medication_by_the_old_and_the_new_wording(days, version, finding):
    assert dates.medication_finding(days, version) == finding


@pytest.mark.parametrize(("days", "finding"), [(15, ALLOWED), (16, BARRED)])
def test_fifteen_days_of_stay_pass(days, finding):
    assert dates.stay_finding(days) == finding


def test_looking_back_from_a_leap_day():
    assert dates.years_before(date(2020, 2, 29), 2) == date(2018, 3, 1)
    assert dates.years_before(date(2020, 2, 29), 4) == date(2016, 2, 29)


def values(known: KnownDates, disputed=(), refs=REFS) -> dict[str, str]:
    return {line.label: line.value for line in date_lines(known, disputed, refs)}


def test_the_old_wording_shows_both_readings_of_its_two_years():
    known = KnownDates(joined=JOINED, event=date(2018, 12, 29), accident=True, medication_days=30)
    shown = values(known, ["medication"])
    window = shown["The two years of the medication clause"]
    assert "31 October 2016 if counted back from joining" in window
    assert "29 December 2016 if counted back from the accident" in window
    assert "left open" in shown["Longest single order of medication"]
    assert shown["Waiting period"] == "none, since there is none for accidents"


def test_the_new_wording_counts_from_joining_alone():
    known = KnownDates(joined=date(2019, 3, 1), diagnosed=date(2019, 9, 1))
    refs = REFS | {"medication": "medication/2"}
    window = values(known, ["medication"], refs)["The two years of the medication clause"]
    assert window == "from 1 March 2017 up to the day of joining"


def test_a_line_names_the_version_it_rests_on_and_none_that_is_unknown():
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 5, 1), born=date(1990, 1, 1))
    lines = {line.label: line.rests_on for line in date_lines(known, (), REFS)}
    assert lines["Age on that day"] == "age-date/1"
    assert lines["Day of joining"] == ""
    assert {line.rests_on for line in date_lines(known, ["medication"], {})} == {""}


def test_the_date_of_birth_is_shown_as_an_age_only():
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 5, 1), born=date(1987, 6, 5))
    shown = values(known)
    assert shown["Age on that day"] == "31 years"
    assert "1987" not in str(shown)


def test_what_both_sides_agree_on_is_not_computed_away():
    known = KnownDates(joined=JOINED, diagnosed=date(2018, 11, 1))
    assert "within the 90 days" in values(known)["Waiting period"]
    agreed = KnownDates(joined=JOINED, diagnosed=date(2018, 11, 1), waiting_agreed=True)
    assert "both sides agree" in values(agreed)["Waiting period"]


def test_without_the_day_of_joining_nothing_is_guessed():
    assert date_lines(KnownDates(diagnosed=JOINED), ["medication"], REFS) == ()
