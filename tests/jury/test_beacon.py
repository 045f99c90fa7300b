"""The beacon: others' vectors, a beacon of our own, and what must not pass for its signature."""

import json
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.beacon import (
    LARGEST,
    QUICKNET,
    SCHEME,
    BadBeacon,
    NoVerifier,
    check_signature,
    message_of,
    read_round,
)
from jury.randomness import beacon_randomness
from tests.jury import fakebeacon
from tests.jury.fakebeacon import CHAIN, answer, shifted

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "drand" / "vectors.json"
ROUND = 28_000_000
SIGNATURE = fakebeacon.sign(ROUND)


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not at {VECTORS}")
class TestVectors:
    def test_signatures(self) -> None:
        found = json.loads(VECTORS.read_text())["vectors"]
        assert {one["valid"] for one in found} == {True, False}
        for one in found:
            assert one["scheme"] == SCHEME
            chain = replace(QUICKNET, key=bytes.fromhex(one["pk"]))
            signature = bytes.fromhex(one["sig"])
            if one["valid"]:
                check_signature(chain, one["round"], signature)
                assert beacon_randomness(signature).hex() == one["randomness"]
            else:
                with pytest.raises(BadBeacon):
                    check_signature(chain, one["round"], signature)

    def test_the_chain_is_the_one_that_the_world_knows(self) -> None:
        """Its hash stands for its key, its beginning and its period: all of them are right."""
        found = json.loads(VECTORS.read_text())["vectors"]
        (real,) = [one for one in found if one.get("chain", "").startswith("quicknet")]
        assert real["chain"] == f"quicknet {QUICKNET.hash}"
        assert real["pk"] == QUICKNET.key.hex()


def test_a_signature_of_ours() -> None:
    check_signature(CHAIN, ROUND, SIGNATURE)
    for chain, round in ((CHAIN, ROUND + 1), (QUICKNET, ROUND)):
        with pytest.raises(BadBeacon):
            check_signature(chain, round, SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:-1],
        SIGNATURE + b"\0",
        bytes(48),
        b"\xc0" + bytes(47),  # nothing at all, which some libraries let pass
        b"\xff" * 48,
        bytes([SIGNATURE[0] ^ 0x20]) + SIGNATURE[1:],  # the same point, mirrored
        bytes([SIGNATURE[0] ^ 0x80]) + SIGNATURE[1:],  # said not to be compressed
        SIGNATURE[:-1] + bytes([SIGNATURE[-1] ^ 1]),
        ((1 << 383) + 4).to_bytes(48, "big"),
        shifted(SIGNATURE),
    ],
)
def test_what_is_no_signature(signature: bytes) -> None:
    with pytest.raises(BadBeacon):
        check_signature(CHAIN, ROUND, signature)


@given(st.binary(min_size=48, max_size=48))
def test_bytes_by_chance_are_no_signature(signature: bytes) -> None:
    with pytest.raises(BadBeacon):
        check_signature(CHAIN, ROUND, signature)


@pytest.mark.parametrize("key", [b"", bytes(96), b"\xff" * 96])
def test_a_chain_with_a_broken_key_has_no_signatures(key: bytes) -> None:
    with pytest.raises(BadBeacon):
        check_signature(replace(CHAIN, key=key), ROUND, SIGNATURE)


@pytest.mark.parametrize("round", [0, -1, 1 << 63])
def test_there_is_no_such_round(round: int) -> None:
    with pytest.raises(BadBeacon):
        check_signature(CHAIN, round, SIGNATURE)
    assert message_of(258) == sha256(b"\0\0\0\0\0\0\1\2").digest()


def test_without_the_library_nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_ecc", None)
    with pytest.raises(NoVerifier, match=r"extras\.txt"):
        check_signature(CHAIN, ROUND, SIGNATURE)


def test_the_library_does_not_lift_the_limit_of_recursion(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = sys.getrecursionlimit()
    assert usual < 10_000
    for name in [name for name in sys.modules if name.split(".")[0] == "py_ecc"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(BadBeacon):
        check_signature(CHAIN, ROUND, b"")
    assert "py_ecc" in sys.modules
    assert sys.getrecursionlimit() == usual


def test_an_answer_is_read() -> None:
    assert read_round(answer(ROUND, SIGNATURE), ROUND) == SIGNATURE
    short = {"round": ROUND, "signature": SIGNATURE.hex(), "previous_signature": ""}
    assert read_round(json.dumps(short).encode(), ROUND) == SIGNATURE


GOOD = {"round": 7, "signature": "ab" * 48}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"<html>not found</html>",
        b'{"round": 7}',
        b'{"round": 7, "round": 7, "signature": "%s"}' % (b"ab" * 48),
        json.dumps({**GOOD, "round": "7"}).encode(),
        json.dumps({**GOOD, "round": True}).encode(),
        json.dumps({**GOOD, "round": 7.0}).encode(),
        json.dumps({**GOOD, "round": 8}).encode(),
        json.dumps({**GOOD, "signature": "ab" * 47}).encode(),
        json.dumps({**GOOD, "signature": "ab " * 32}).encode(),
        json.dumps({**GOOD, "signature": "AB" * 48}).encode(),
        json.dumps({**GOOD, "signature": None}).encode(),
        json.dumps({**GOOD, "randomness": "00" * 32}).encode(),
        json.dumps({**GOOD, "randomness": 1}).encode(),
        json.dumps({**GOOD, "more": "x" * LARGEST}).encode(),
        json.dumps(GOOD).encode("utf-16"),
    ],
)
def test_what_is_no_answer(raw: bytes) -> None:
    assert read_round(json.dumps(GOOD).encode(), 7)
    with pytest.raises(BadBeacon):
        read_round(raw, 7)


@given(st.binary() | st.text().map(str.encode))
def test_an_answer_by_chance_is_refused(raw: bytes) -> None:
    with pytest.raises(BadBeacon):
        read_round(raw, 7)
