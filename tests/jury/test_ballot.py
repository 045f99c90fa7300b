import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jury.ballot import (
    Ballot,
    Choice,
    Finding,
    Poll,
    check_cast,
    choice_digest,
    open_sealed,
    read_ballot,
    seal_ballot,
    send_digest,
)
from jury.reason import Reason
from jury.seal import NotOpened, pad, pid_of, public_of, unpad
from kernel.errors import Conflict, Malformed
from tests.jury.bench import TIERS, case_file, fields

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32).private_bytes_raw()
PUBLIC = public_of(KEY)
PID = pid_of(b"b" * 32, "an account")
CASE = "C-2026-0004"
CLAUSES = ("a", "b")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ballots = st.builds(
    Ballot,
    st.sampled_from(Choice),
    st.dictionaries(st.sampled_from(CLAUSES), st.sampled_from(Finding)),
    st.sampled_from([None, *TIERS]),
)


def opened(sealed: str, case: str = CASE, pid: str = PID, key: bytes = KEY) -> Ballot:
    return Ballot.decode(open_sealed(sealed, key, case, pid), CLAUSES, TIERS)


@given(ballots)
def test_what_is_sealed_opens_and_all_are_of_one_length(ballot: Ballot) -> None:
    sealed = seal_ballot(ballot, PUBLIC, CASE, PID)
    assert opened(sealed) == ballot
    assert len(base64.b64decode(sealed)) == 1_072
    assert sealed != seal_ballot(ballot, PUBLIC, CASE, PID)


def test_a_copied_or_touched_ballot_fails_to_open() -> None:
    sealed = seal_ballot(Ballot(Choice.UPHOLD), PUBLIC, CASE, PID)
    other = X25519PrivateKey.generate().private_bytes_raw()
    with pytest.raises(NotOpened):
        opened(sealed, pid="0" * 32)
    with pytest.raises(NotOpened):
        opened(sealed, case="C-2026-0005")
    with pytest.raises(NotOpened):
        opened(sealed, key=other)
    raw = bytearray(base64.b64decode(sealed))
    raw[700] ^= 1
    with pytest.raises(NotOpened):
        opened(base64.b64encode(raw).decode())


@pytest.mark.parametrize("bad", ["", "!", "AAAA", "AAAA" * 358])
def test_what_is_no_sealed_ballot_does_not_open(bad: str) -> None:
    with pytest.raises(NotOpened):
        opened(bad)


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        {"choice": "uphold", "issues": {}, "tier": None, "v": 2},
        {"choice": "uphold", "issues": {}, "tier": None, "v": True},
        {"choice": "perhaps", "issues": {}, "tier": None, "v": 1},
        {"choice": "uphold", "issues": {"c": "applies"}, "tier": None, "v": 1},
        {"choice": "uphold", "issues": {"a": "maybe"}, "tier": None, "v": 1},
        {"choice": "uphold", "issues": [], "tier": None, "v": 1},
        {"choice": "uphold", "issues": {}, "tier": 7, "v": 1},
        {"choice": "uphold", "issues": {}, "tier": True, "v": 1},
        {"choice": "uphold", "issues": {}, "tier": None, "v": 1, "more": 1},
        {"choice": ["uphold"], "issues": {}, "tier": None, "v": 1},
    ],
)
def test_a_plaintext_that_is_no_ballot_of_the_case_is_void(said: object) -> None:
    with pytest.raises(NotOpened):
        Ballot.decode(pad(json.dumps(said).encode(), 1_024), CLAUSES, TIERS)


def test_padding_has_one_form() -> None:
    good = pad(b"abc", 16)
    assert unpad(good, 16) == b"abc"
    for bad in (good[:-1], good[:-1] + b"x", b"\x00\xff" + good[2:]):
        with pytest.raises(NotOpened):
            unpad(bad, 16)
    with pytest.raises(ValueError):
        pad(b"x" * 15, 16)
    assert unpad(pad(b"x" * 14, 16), 16) == b"x" * 14


def test_a_form_is_read() -> None:
    file = case_file()
    ballot = read_ballot(file, fields())
    assert (ballot.choice, ballot.tier) == ("uphold", TIERS[1])
    assert ballot.issues == {"lung-disease": "unclear", "impossible-evidence": "applies"}
    assert read_ballot(file, fields("deny", tier=str(TIERS[0]))).tier is None
    assert read_ballot(file, {"choice": "cannot_judge"}).issues == {}
    assert read_ballot(case_file(tiers=()), fields(tier="7")).tier is None


@pytest.mark.parametrize(
    "values",
    [
        fields("perhaps"),
        fields(tier="7"),
        fields(tier=""),
        fields(tier=f"0{TIERS[0]}"),
        {**fields(), "issue-lung-disease": "maybe"},
        {**fields(), "issue-lung-disease": ""},
        {},
    ],
)
def test_a_form_that_cannot_be_read_is_malformed(values: dict[str, str | None]) -> None:
    with pytest.raises(Malformed):
        read_ballot(case_file(), values)


POLL = Poll("open", NOON, NOON + timedelta(hours=72))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "good"),
    [
        (NOON - timedelta(microseconds=1), False),
        (NOON, True),
        (NOON + timedelta(hours=72) - timedelta(microseconds=1), True),
        (NOON + timedelta(hours=72), False),
        (NOON + timedelta(hours=72, seconds=1), False),
    ],
)
def test_a_poll_is_open_until_before_its_closing_second(now: datetime, good: bool) -> None:
    assert POLL.is_open(now) is good


@pytest.mark.parametrize(
    ("poll", "seat", "quiz"),
    [
        (Poll("drawn", None, None), "accepted", True),
        (Poll("closed", POLL.opens_at, POLL.closes_at), "accepted", True),
        (Poll("withdrawn", POLL.opens_at, POLL.closes_at), "accepted", True),
        (POLL, "summoned", True),
        (POLL, "alternate", True),
        (POLL, "silent", True),
        (POLL, "stepped_down", True),
        (POLL, "accepted", False),
    ],
)
def test_who_may_not_cast(poll: Poll, seat: str, quiz: bool) -> None:
    check_cast(POLL, NOON, "accepted", True)
    with pytest.raises(Conflict):
        check_cast(poll, NOON, seat, quiz)


def test_keyed_digests_tell_forms_and_choices_apart() -> None:
    key, one, other = b"b" * 32, Ballot(Choice.UPHOLD), Ballot(Choice.DENY)
    none, said, on_a = Reason(), Reason("x"), Reason("x", ("a",))
    assert choice_digest(key, "t", one, on_a) == choice_digest(key, "t", one, on_a)
    told = {
        choice_digest(key, "t", one, none),
        choice_digest(key, "t", other, none),
        choice_digest(key, "t", one, said),
        choice_digest(key, "t", one, on_a),
        choice_digest(key, "u", one, none),
        choice_digest(b"c" * 32, "t", one, none),
    }
    assert len(told) == 6
    assert send_digest(key, PID, "t") != send_digest(key, "0" * 32, "t")
