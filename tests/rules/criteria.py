"""Any criterion and any facts, for properties that hold whatever a clause asks."""

from datetime import date

from hypothesis import strategies as st

from rules.computed.criterion import (
    AgeBands,
    Band,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)
from rules.computed.outcome import CaseFacts

OPERATORS = st.sampled_from(["<=", "<", ">=", ">"])
DAYS = st.integers(0, 200)
FEN = st.integers(0, 10**9)
DATES = st.dates(date(2017, 1, 1), date(2021, 12, 31))
VALUES = st.decimals(-99, 999, places=1)
NAMES = st.sampled_from(["arterial oxygen", "white cells"])

LIMITS = st.builds(
    DayLimit, st.sampled_from(list(Measure)), OPERATORS, st.integers(2, 200), st.booleans()
)
BANDS = st.builds(
    lambda ages, fen: AgeBands(
        tuple(Band(first, last, fen) for first, last in zip(ages[::2], ages[1::2], strict=False))
    ),
    st.lists(st.integers(0, 120), min_size=2, max_size=8, unique=True).map(sorted),
    FEN,
)
CRITERIA = st.one_of(
    LIMITS,
    st.builds(LookBack, st.integers(1, 10), st.sampled_from(["joining", "event", None])),
    BANDS,
    st.builds(TierFrom, DATES, FEN),
    st.builds(NumericLimit, NAMES, st.just("mmHg"), OPERATORS, VALUES),
)


def _maybe(known: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | known


FACTS = st.builds(
    CaseFacts,
    st.sampled_from(["one", "two"]),
    joined=_maybe(DATES),
    event=_maybe(DATES),
    accident=st.booleans(),
    waiting_agreed=st.booleans(),
    age_years=_maybe(st.integers(0, 120)),
    age_days_at_joining=_maybe(DAYS),
    medication_days=_maybe(DAYS),
    stay_days=_maybe(DAYS),
    light=st.booleans(),
    measured=st.lists(st.tuples(NAMES, VALUES), max_size=2).map(tuple),
)
