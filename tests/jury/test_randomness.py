"""Where randomness comes from: by formulas that anybody can follow."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.beacon import QUICKNET
from jury.randomness import (
    Kind,
    beacon_randomness,
    ceremony_randomness,
    due_by,
    read_digits,
    read_source,
    round_at,
    time_of,
)
from kernel.clock import as_text
from kernel.errors import Malformed

SOURCE = "Double Colour Ball 2026141, main numbers and blue one, two digits each"
DIGITS = "03071118293012"
GENESIS = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=60_000)).map(lambda after: GENESIS + after)


def test_a_round_by_its_time() -> None:
    assert round_at(GENESIS, lead=0) == round_at(GENESIS + timedelta(seconds=2), lead=0) == 1
    assert round_at(GENESIS + timedelta(seconds=3), lead=0) == 2
    assert time_of(1) == GENESIS
    # as another's documentation counts (the gem `drand`)
    assert round_at(datetime(2026, 4, 20, 12, 30, 45, tzinfo=UTC), lead=0) == 27_961_627
    assert time_of(27_946_612) == datetime(2026, 4, 20, tzinfo=UTC)
    with pytest.raises(ValueError):
        round_at(GENESIS - timedelta(seconds=1), lead=0)


@given(moments)
def test_the_round_lies_ten_minutes_ahead(at: datetime) -> None:
    ahead = time_of(round_at(at)) - at
    assert timedelta(seconds=596) < ahead <= timedelta(seconds=600)


@given(moments)
def test_the_log_tells_the_round(at: datetime) -> None:
    """The log holds whole seconds; they give the same round as the moment itself."""
    assert round_at(datetime.fromisoformat(as_text(at))) == round_at(at)


@given(st.integers(1, 1 << 30), st.integers(0, 100_000))
def test_each_round_has_its_own_seconds(round: int, lead: int) -> None:
    at = time_of(round)
    first = round_at(at, lead)
    assert round_at(at + timedelta(seconds=QUICKNET.period), lead) == first + 1
    assert round_at(time_of(first), 0) == first


def test_when_it_is_overdue() -> None:
    at = datetime(2026, 12, 7, 10, 0, 0, tzinfo=UTC)
    assert due_by(Kind.HOUSE, at) == at + timedelta(hours=1)
    assert due_by(Kind.CEREMONY, at) == at + timedelta(hours=72)
    assert due_by(Kind.BEACON, at) == time_of(round_at(at)) + timedelta(hours=1)


def test_a_ceremony_is_what_the_document_says() -> None:
    said = b"jury-draw/v1/ceremony\x00" + SOURCE.encode() + b"\n" + DIGITS.encode()
    assert ceremony_randomness(SOURCE, DIGITS) == sha256(said).digest()
    assert beacon_randomness(b"signature") == sha256(b"signature").digest()


def test_how_a_ceremony_is_written() -> None:
    assert read_digits(" 03 07 11\n18 29 30\t12 ") == DIGITS
    assert read_source("  Dice,\nthrown  in the hall ") == "Dice, thrown in the hall"
    assert read_source("Cafe\u0301") == "Café"


@pytest.mark.parametrize(
    "digits", ["", "1" * 11, "1" * 201, "1" * 11 + "a", "１" * 12, "-" + "1" * 12, "²" * 12]
)
def test_what_are_no_digits(digits: str) -> None:
    with pytest.raises(Malformed):
        read_digits(digits)
    with pytest.raises(ValueError):
        ceremony_randomness(SOURCE, digits)


@pytest.mark.parametrize("source", ["", " \n", "x" * 201, "dice\u200b", "dice\x00", "\u202edice"])
def test_what_is_no_source(source: str) -> None:
    with pytest.raises(Malformed):
        read_source(source)
    with pytest.raises(ValueError):
        ceremony_randomness(source, DIGITS)


def test_only_the_logged_form_is_hashed() -> None:
    for source, digits in ((f"{SOURCE}\n", DIGITS), (SOURCE, f"{DIGITS[:2]} {DIGITS[2:]}")):
        with pytest.raises(ValueError):
            ceremony_randomness(source, digits)


@given(st.text())
def test_a_source_is_read_once(text: str) -> None:
    try:
        source = read_source(text)
    except Malformed:
        return
    assert read_source(source) == source
    assert "\n" not in source
