"""Which clauses are offered first: cited by number or title, touched by days; none is left out."""

from datetime import date

import pytest

from claims.dates import KnownDates
from claims.suggestion import cited_in, shelve, touched
from rules.book import demo_book

BOOK = [one for one in demo_book().versions if one.in_force_until is None]
GOVERNING = {one.clause_id: one for one in BOOK}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Clause 2.3 does not say that.", {"medication"}),
        ("By clauses 2.3, 3.1 and 6.10 it is covered.", {"medication", "waiting-period"}),
        ("§ 5.3 helps me; see rule 4.6.", {"impossible-evidence", "numeric-limits"}),
        ("根据第2.4条", {"hospital-stay"}),
        ("The tumour was of 2.3 cm, sodium 3.1, on 4.5.2026.", set()),
        ("clause 2.34 and clause 12.3 are in no book", set()),
        ("My hospital stay was for a tooth, and the medication helped.", set()),
        ("The hospital stay clause asks for 16 days.", {"hospital-stay"}),
        ("You cite the rule on medication, and “Health disclosure”.", None),
        ("It rests on [[age-date]].", {"age-date"}),
        ("The Waiting  Period", set()),
        ("", set()),
    ],
)
def test_a_clause_is_cited_by_its_number_or_its_title(text, cited):
    if cited is None:
        cited = {"medication", "health-disclosure"}
    if "6.10" in text:
        cited = cited | {"own-interest"}
    assert cited_in(text, BOOK) == cited


def test_the_days_touch_what_they_compute_and_nothing_else():
    ill = KnownDates(joined=date(2025, 3, 1), born=date(1980, 1, 1), diagnosed=date(2026, 1, 2))
    found = touched(ill, GOVERNING)
    assert list(found) == ["counting-days", "waiting-period", "age-date", "age-bands"]
    assert found["waiting-period"] == ["Waiting period: over since 31 May 2025"]
    more = KnownDates(joined=date(2025, 3, 1), event=date(2025, 3, 2), accident=True, stay_days=17)
    assert list(touched(more, GOVERNING)) == ["counting-days", "accident-exempt", "hospital-stay"]
    assert touched(KnownDates(), GOVERNING) == touched(ill, {}) == {}


OFFERED = {
    "a": "1.1 Alpha, of a stay",
    "b": "1.2 Beta",
    "c": "1.3 Gamma of a STAY",
    "d": "1.4 Delta",
}


@pytest.mark.parametrize(
    ("words", "rest", "left_out"),
    [("", ["c", "d"], 0), ("stay", ["c"], 1), ("Stay gamma", ["c"], 1), ("x", [], 2)],
)
def test_words_leave_out_of_the_rest_alone(words, rest, left_out):
    shelf = shelve(OFFERED, {"a", "gone"}, {"b": ["a day"], "a": ["a day"]}, words)
    assert (shelf.first, shelf.touched) == (["a"], {"b": ["a day"]})
    assert (shelf.rest, shelf.left_out, shelf.others) == (rest, left_out, 2)
