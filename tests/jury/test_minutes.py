"""How long a juror took: what a browser keeps of it, and the band that is sealed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.minutes import FEW, KNOWN, Band, band_from, band_of, noted, since
from tests.clock import START

CASE = "C-2026-0004"
refs = st.integers(1, 30).map(lambda number: f"C-2026-{number:04}")
moments = st.integers(0, 100_000_000).map(lambda seconds: START + timedelta(seconds=seconds))
nonsense = st.one_of(st.none(), st.integers(), st.text(), st.lists(st.integers()))


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (-1, Band.NOT_KNOWN),
        (0, Band.UNDER_5),
        (4, Band.UNDER_5),
        (5, Band.UNDER_10),
        (9, Band.UNDER_10),
        (10, Band.UNDER_20),
        (19, Band.UNDER_20),
        (20, Band.UNDER_60),
        (59, Band.UNDER_60),
        (60, Band.LONGER),
        (60 * 24 * 30, Band.LONGER),
    ],
)
def test_where_a_band_begins(minutes: int, band: Band) -> None:
    opened = noted(None, CASE, START)
    assert band_of(since(opened, CASE), START + timedelta(minutes=minutes)) is band


def test_nothing_is_known_where_nothing_is_said() -> None:
    assert band_of(None, START) is Band.NOT_KNOWN


@given(moments, moments)
def test_whole_minutes_are_kept(start: datetime, end: datetime) -> None:
    """A minute more or less is all that two moments in the same minutes differ by."""
    at = since(noted(None, CASE, start), CASE)
    assert at is not None
    assert timedelta() <= start - datetime.fromtimestamp(at * 60, UTC) < timedelta(minutes=1)
    assert (band_of(at, end) is Band.NOT_KNOWN) == (end < start.replace(second=0, microsecond=0))


@given(st.lists(st.tuples(refs, moments), max_size=40), refs, moments)
def test_the_first_opening_stays_and_few_are_kept(
    before: list[tuple[str, datetime]], case: str, now: datetime
) -> None:
    kept: dict[str, int] | None = None
    for ref, at in sorted(before, key=lambda one: one[1]):
        kept = noted(kept, ref, at)
    after = noted(kept, case, now)
    assert len(after) <= FEW
    assert case in after
    assert noted(after, case, now + timedelta(hours=1)) == after
    if since(kept, case) is not None:
        assert since(after, case) == since(kept, case)
    gone = set(kept or ()) - set(after)
    assert all(kept[one] <= kept[two] for one in gone for two in set(kept) & set(after) - {case})


@given(st.one_of(nonsense, st.dictionaries(refs, nonsense)))
def test_what_we_would_not_have_written_is_nothing(opened: object) -> None:
    held = isinstance(opened, dict) and type(opened.get(CASE)) is int
    assert held or since(opened, CASE) is None
    assert since(noted(opened, "C-2026-0099", START), "C-2026-0099") is not None


@given(st.binary(max_size=3))
def test_a_byte_that_is_no_band_is_one_not_known(sealed: bytes) -> None:
    known = {bytes([band]): band for band in Band}
    assert band_from(sealed) is known.get(sealed, Band.NOT_KNOWN)


def test_the_numbers_that_are_sealed_stay() -> None:
    assert {band.name: band.value for band in Band} == {
        "NOT_KNOWN": 0,
        "UNDER_5": 1,
        "UNDER_10": 2,
        "UNDER_20": 3,
        "UNDER_60": 4,
        "LONGER": 5,
    }
    assert len(KNOWN) == 5
