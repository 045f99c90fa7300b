"""Where the dates contradict a decision: each clause that has criteria, with the numbers of the
book."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.claim import Decision, Preliminary
from claims.contradiction import check_explained, contradictions, unexplained
from claims.dates import KnownDates
from kernel.errors import Malformed
from rules.book import demo_book
from rules.computed.criterion import DayLimit, Measure

JOINED = date(2019, 6, 1)
BOOK = {one.ref: one for one in demo_book().versions}
FULL, OLDER, LIGHT = 30_000_000, 10_000_000, 5_000_000
REFUSED = Preliminary(Decision.REFUSE, FULL)
PAID = Preliminary(Decision.PAY, FULL)
KNOWN = KnownDates(joined=JOINED, born=date(1990, 1, 1), diagnosed=date(2020, 6, 1))


def less(fen):
    return Preliminary(Decision.PAY_LESS, FULL, fen)


def on_day(number, **more):
    return replace(KNOWN, diagnosed=JOINED + timedelta(days=number), **more)


def found(plan, ref, known, **more):
    """The sentences on one clause version: cited, where not all is paid."""
    version = BOOK[ref]
    cited = () if plan.decision is Decision.PAY else (version.clause_id,)
    said = contradictions(plan, cited, known, {version.clause_id: version}, **more)
    assert {one.clause_id for one in said} <= {version.clause_id}
    return [f"{one.says} {one.does}" for one in said]


# Of each version with criteria: what the days are, what is decided, and what is said of it.
TABLE = [
    ("waiting-period/1", on_day(91), REFUSED, "on day 91 of membership: the waiting period was"),
    ("waiting-period/1", on_day(90), REFUSED, None),
    ("waiting-period/1", on_day(91), less(LIGHT), "pays less than was claimed, and cites"),
    ("waiting-period/1", on_day(90), PAID, "day 90 of membership, within the waiting period. The"),
    ("waiting-period/1", on_day(91), PAID, None),
    ("waiting-period/1", on_day(20, waiting_agreed=True), REFUSED, "Both sides agree"),
    ("waiting-period/1", on_day(20, waiting_agreed=True), PAID, None),
    ("waiting-period/1", KnownDates(joined=JOINED, accident=True), REFUSED, "was an accident"),
    ("waiting-period/1", KnownDates(joined=JOINED), REFUSED, None),
    ("medication/1", replace(KNOWN, medication_days=29), REFUSED, "in days: 29. The clause allows"),
    ("medication/1", replace(KNOWN, medication_days=30), REFUSED, None),  # left open
    ("medication/1", replace(KNOWN, medication_days=30), PAID, None),
    ("medication/1", replace(KNOWN, medication_days=31), PAID, "31. The clause does not allow"),
    ("medication/2", replace(KNOWN, medication_days=30), REFUSED, "in days: 30. The clause allows"),
    ("medication/2", replace(KNOWN, medication_days=31), REFUSED, None),
    ("medication/2", KNOWN, REFUSED, None),  # nobody knows
    ("hospital-stay/1", replace(KNOWN, stay_days=15), REFUSED, "in days: 15. The clause allows"),
    ("hospital-stay/1", replace(KNOWN, stay_days=16), REFUSED, None),
    ("hospital-stay/1", replace(KNOWN, stay_days=16), PAID, "does not allow that. The decision"),
    ("who-may-join/1", replace(KNOWN, born=JOINED - timedelta(30)), REFUSED, "in days: 30."),
    ("who-may-join/1", replace(KNOWN, born=JOINED - timedelta(29)), REFUSED, None),
    ("who-may-join/1", replace(KNOWN, born=JOINED - timedelta(29)), PAID, "in days: 29."),
    ("age-bands/1", KNOWN, REFUSED, "At the age of 30, the clause pays 300,000 yuan."),
    ("age-bands/1", KNOWN, less(OLDER), "the clause pays 300,000 yuan. The decision pays less"),
    ("age-bands/1", replace(KNOWN, born=date(1970, 1, 1)), less(OLDER), None),
    ("age-bands/1", replace(KNOWN, born=date(1960, 1, 1)), REFUSED, None),  # 60: no benefit
    ("age-bands/1", replace(KNOWN, born=date(1960, 1, 1)), PAID, "pays 0 yuan. The decision pays"),
    ("age-bands/1", replace(KNOWN, born=date(1970, 1, 1)), PAID, "100,000 yuan. The decision"),
    ("age-bands/1", KNOWN, PAID, None),
    ("age-bands/1", KNOWN, Preliminary(Decision.PAY, OLDER), "The decision pays 100,000 yuan."),
    ("age-bands/1", replace(KNOWN, born=None), REFUSED, None),
    ("light-tier/2", KNOWN, less(LIGHT), None),
    ("light-tier/2", KNOWN, REFUSED, "For a light cancer of that day, the clause pays 50,000"),
    ("light-tier/2", KNOWN, less(OLDER), "pays 50,000 yuan. The decision pays 100,000 yuan."),
    ("light-tier/2", replace(KNOWN, diagnosed=date(2019, 4, 30)), less(LIGHT), "lies before"),
    ("light-tier/2", replace(KNOWN, diagnosed=date(2019, 5, 1)), less(LIGHT), None),
    ("light-tier/2", KNOWN, PAID, None),  # not claimed as one
    ("lung-disease/1", KNOWN, REFUSED, None),  # no day tells a measured value
]


@pytest.mark.parametrize(("ref", "known", "plan", "said"), TABLE)
def test_each_clause_that_computes_something(ref, known, plan, said):
    sentences = found(plan, ref, known)
    assert (said in sentences[0] and len(sentences) == 1) if said else sentences == []


def test_the_table_leaves_no_clause_out():
    assert {row[0] for row in TABLE} == {ref for ref, one in BOOK.items() if one.criteria}


def test_a_light_cancer_is_paid_by_its_tier_and_by_no_age_band():
    governing = {name: BOOK[f"{name}/{n}"] for name, n in (("age-bands", 1), ("light-tier", 2))}
    for plan, cited, light, clauses in (
        (Preliminary(Decision.PAY, LIGHT), (), True, []),
        (PAID, (), True, ["light-tier"]),
        (less(LIGHT), ("light-tier",), False, []),
        (PAID, (), False, []),
    ):
        said = contradictions(plan, cited, KNOWN, governing, light=light)
        assert [one.clause_id for one in said] == clauses


def test_a_clause_that_is_not_cited_refuses_nothing_and_one_that_is_unknown_says_nothing():
    version = BOOK["waiting-period/1"]
    assert contradictions(REFUSED, (), on_day(91), {version.clause_id: version}) == ()
    assert contradictions(REFUSED, (version.clause_id,), on_day(91), {}) == ()


def test_nothing_is_paid_while_nobody_has_said_how_much():
    nothing = Preliminary(Decision.PAY, 0)
    assert found(nothing, "age-bands/1", KNOWN) == found(nothing, "waiting-period/1", on_day(1))


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["<=", "<"]))
def test_a_waiting_period_never_contradicts_both_a_refusal_and_a_payment(day, days, operator):
    try:
        limit = DayLimit(Measure.WAITING, operator, days)
    except ValueError:  # it bars nobody
        return
    version = replace(BOOK["waiting-period/1"], criteria=(limit,))
    governing = {version.clause_id: version}
    refused = contradictions(REFUSED, (version.clause_id,), on_day(day), governing)
    paid = contradictions(PAID, (), on_day(day), governing)
    assert (len(refused), len(paid)) in {(0, 1), (1, 0)}


def test_it_stands_once_somebody_said_why():
    version = BOOK["waiting-period/1"]
    said = contradictions(REFUSED, ("waiting-period",), on_day(91), {"waiting-period": version})
    with pytest.raises(Malformed, match="Change it, or say why"):
        check_explained(said, "  ")
    with pytest.raises(Malformed, match="at most"):
        check_explained(said, "x" * 1_001)
    assert check_explained(said, " Found earlier. ") == "Found earlier."
    assert check_explained((), "Nothing to explain.") == ""
    assert [one.field for one in unexplained(said, "")] == ["despite"]
    assert unexplained(said, "Found earlier.") == unexplained((), "") == []
