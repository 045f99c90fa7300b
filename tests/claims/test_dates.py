"""The computed dates, at every edge that the domain names, with the numbers of the book."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import dates
from claims.datelines import RESTS_ON, date_lines
from claims.dates import KnownDates
from rules.book import demo_book
from rules.computed.criterion import AgeBands, Band, DayLimit, LookBack, Measure

JOINED = date(2018, 10, 31)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
BOOK = {one.ref: one for one in demo_book().versions}
GOVERNING = {clause_id: BOOK[f"{clause_id}/1"] for clause_id in RESTS_ON}
NEW_WORDING = GOVERNING | {"medication": BOOK["medication/2"]}
WAITING = dates.limit_of(BOOK["waiting-period/1"], Measure.WAITING)
YOUNGER, OLDER = BANDS = BOOK["age-bands/1"].criteria[0].bands


def test_the_day_after_joining_is_day_1():
    assert dates.day_number(JOINED, JOINED) == 0
    assert dates.day_number(JOINED, date(2018, 11, 1)) == 1
    assert dates.day_number(JOINED, date(2018, 12, 29)) == 59  # as the clause itself says


def waits(joined, day, **more):
    """Whether what happens on a day is kept out by the waiting period of the book."""
    facts = dates.facts_of(KnownDates(joined=joined, event=day, diagnosed=day, **more))
    return dates.finding(BOOK["waiting-period/1"], Measure.WAITING, facts) == "barred"


@pytest.mark.parametrize(("day", "within"), [(1, True), (89, True), (90, True), (91, False)])
def test_day_90_waits_and_day_91_does_not(day, within):
    assert waits(JOINED, JOINED + timedelta(days=day)) is within


@given(DAYS, st.integers(0, 2000))
def test_waiting_ends_on_the_day_it_says(joined, number):
    day = joined + timedelta(days=number)
    assert waits(joined, day) is (day < dates.waiting_over_on(WAITING, joined))
    assert not waits(joined, day, accident=True)


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
    assert AgeBands(BANDS).band_of(years) == band


@given(DAYS, st.integers(0, 40_000))
def test_an_exact_age_is_consistent(born, lived):
    years, days = dates.exact_age(born, min(born + timedelta(days=lived), date(2190, 1, 1)))
    assert years >= 0
    assert 0 <= days <= 365


@pytest.mark.parametrize(
    ("days", "version", "finding"),
    [
        (29, 1, "allowed"),
        (30, 1, "left open"),
        (31, 1, "barred"),
        (30, 2, "allowed"),
        (31, 2, "barred"),
    ],
)
def test_thirty_days_of_medication_by_the_old_and_the_new_wording(days, version, finding):
    facts = dates.facts_of(KnownDates(medication_days=days))
    assert dates.finding(BOOK[f"medication/{version}"], Measure.MEDICATION, facts) == finding


@pytest.mark.parametrize(("days", "finding"), [(15, "allowed"), (16, "barred")])
def test_fifteen_days_of_stay_pass(days, finding):
    facts = dates.facts_of(KnownDates(stay_days=days))
    assert dates.finding(BOOK["hospital-stay/1"], Measure.STAY, facts) == finding


@pytest.mark.parametrize(
    ("band", "words"), [(YOUNGER, "up to and including 39"), (OLDER, "40 to 59"), (None, "none")]
)
def test_age_bands_in_words(band, words):
    assert dates.band_in_words(band) == words


def test_looking_back_from_a_leap_day():
    assert dates.years_before(date(2020, 2, 29), 2) == date(2018, 3, 1)
    assert dates.years_before(date(2020, 2, 29), 4) == date(2016, 2, 29)


def values(known: KnownDates, disputed=(), governing=GOVERNING) -> dict[str, str]:
    return {line.label: line.value for line in date_lines(known, disputed, governing)}


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
    window = values(known, ["medication"], NEW_WORDING)["The two years of the medication clause"]
    assert window == "from 1 March 2017 up to the day of joining"


def test_a_line_names_the_version_it_rests_on_and_none_that_is_unknown():
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 5, 1), born=date(1990, 1, 1))
    lines = {line.label: line.rests_on for line in date_lines(known, (), GOVERNING)}
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
    assert date_lines(KnownDates(diagnosed=JOINED), ["medication"], GOVERNING) == ()


def governing_with(clause_id, *criteria):
    """What governs, with other numbers in one clause."""
    return GOVERNING | {clause_id: replace(GOVERNING[clause_id], criteria=criteria)}


def test_a_revised_number_of_days_is_really_applied():
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 1, 8), medication_days=45, stay_days=20)
    medication = governing_with("medication", DayLimit(Measure.MEDICATION, ">", 60))
    assert "by itself barred by version 1" in str(values(known, ["medication"]))
    assert "by itself allowed by version 1" in str(values(known, ["medication"], medication))
    stay = governing_with("hospital-stay", DayLimit(Measure.STAY, ">=", 21))
    assert values(known, ["hospital-stay"], stay)["Longest hospital stay"] == "20 days: allowed"
    shorter = governing_with("waiting-period", DayLimit(Measure.WAITING, "<", 60))
    assert "within the 90 days" in values(known)["Waiting period"]
    assert values(known, (), shorter)["Waiting period"] == "over since 30 December 2018"
    unclear = governing_with("waiting-period", DayLimit(Measure.WAITING, "<=", 69, True))
    assert values(known, (), unclear)["Waiting period"] == "day 69 is left open"


def test_a_revised_band_is_really_applied():
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 5, 1), born=date(1958, 1, 1))
    older = governing_with("age-bands", AgeBands((Band(0, 49, 3), Band(50, 65, 1))))
    assert values(known)["Age on that day"] == "61 years"
    assert values(known)["Age band"] == "none"
    assert values(known, (), older)["Age band"] == "50 to 65"


@pytest.mark.parametrize(
    ("look_back", "label", "window"),
    [
        (LookBack(3, "joining"), "three years", "from 31 October 2015 up to the day of joining"),
        (LookBack(1, "event"), "one year", "from 1 May 2018 up to the day of the diagnosis"),
        (
            LookBack(12, None),
            "12 years",
            "from 31 October 2006 if counted back from joining, from 1 May 2007 if counted back "
            "from the diagnosis; the wording names no day",
        ),
    ],
)
def test_a_revised_window_is_really_applied(look_back, label, window):
    known = KnownDates(joined=JOINED, diagnosed=date(2019, 5, 1))
    shown = values(known, ["hospital-stay"], governing_with("hospital-stay", look_back))
    assert shown[f"The {label} of the stay clause"] == window


def test_a_window_before_a_day_that_nobody_knows_is_not_shown():
    stay = governing_with("hospital-stay", LookBack(2, "event"))
    assert list(values(KnownDates(joined=JOINED), ["hospital-stay"], stay)) == ["Day of joining"]


def test_what_no_criterion_computes_has_no_line():
    known = KnownDates(
        joined=JOINED,
        diagnosed=date(2019, 5, 1),
        born=date(1990, 1, 1),
        medication_days=45,
        stay_days=20,
    )
    bare = {name: replace(one, criteria=()) for name, one in GOVERNING.items()}
    labels = list(values(known, ["medication", "hospital-stay"], bare))
    assert labels == ["Day of joining", "Day of the first diagnosis", "Age on that day"]
    assert dates.finding(bare["medication"], Measure.MEDICATION, dates.facts_of(known)) == ""
    assert dates.limit_of(None, Measure.STAY) is None


def test_the_facts_for_a_draft_hold_no_day_of_birth():
    known = KnownDates(
        joined=JOINED, diagnosed=date(2019, 5, 1), born=date(2018, 9, 1), medication_days=45
    )
    facts = dates.facts_of(known, "C-2026-0001")
    assert facts.label == "C-2026-0001"
    assert (facts.joined, facts.event, facts.medication_days) == (JOINED, known.diagnosed, 45)
    assert (facts.age_years, facts.age_days_at_joining) == (0, None)
    assert dates.facts_of(replace(known, born=date(2020, 1, 1))).age_years is None
