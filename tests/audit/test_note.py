"""Signed notes: the forms that are read, and all that is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit import note
from audit.verify import note as second
from audit.verify.step import Wrong

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
NAME = "venire.test/log"
VERIFIER = note.Verifier(NAME, KEY.public_key().public_bytes_raw())
CHECKPOINT = note.Checkpoint(NAME, 3, b"r" * 32)
SIGNED = note.signed(CHECKPOINT.text, NAME, KEY)

# The key and the note of the golang.org/x/mod/sumdb/note documentation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)


def test_what_others_have_signed_is_read() -> None:
    for peter in (note.Verifier.parsed(PETER), note.Verifier.parsed(PETER + "\n")):
        assert str(peter) == PETER
        assert note.opened(PETERS_NOTE, peter).startswith("If you think")
    assert second.text_of(PETERS_NOTE.encode(), second.key_from(PETER)).endswith("is.\n")


def test_a_checkpoint_comes_back() -> None:
    assert note.checkpoint(SIGNED, VERIFIER) == CHECKPOINT
    theirs = second.checkpoint(SIGNED.encode(), second.key_from(str(VERIFIER)))
    assert (theirs.origin, theirs.size, theirs.root) == (NAME, 3, b"r" * 32)


@given(st.data())
def test_no_letter_can_be_changed(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SIGNED) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda one: one != SIGNED[at]))
    bad = SIGNED[:at] + letter + SIGNED[at + 1 :]
    with pytest.raises(note.BadNote):
        note.checkpoint(bad, VERIFIER)
    with pytest.raises(Wrong):
        second.checkpoint(bad.encode(), second.key_from(str(VERIFIER)))


def test_lines_by_unknown_keys_are_ignored_and_a_bad_one_by_a_known_key_is_not() -> None:
    other = note.signed(CHECKPOINT.text, "other.test", KEY).rpartition("\n\n")[2]
    assert note.checkpoint(SIGNED + other, VERIFIER) == CHECKPOINT
    second.checkpoint((SIGNED + other).encode(), second.key_from(str(VERIFIER)))
    bad = note.b64(VERIFIER.key_id + b"\0" * 64)
    for text in (f"{SIGNED}— {NAME} {bad}\n", SIGNED + other * 16, SIGNED.rpartition("— ")[0]):
        with pytest.raises(note.BadNote):
            note.checkpoint(text, VERIFIER)
        with pytest.raises(Wrong):
            second.checkpoint(text.encode(), second.key_from(str(VERIFIER)))


def test_a_receipt_is_no_checkpoint_and_a_checkpoint_no_receipt() -> None:
    receipt = note.Receipt(NAME, b"l" * 32, "2026-11-26T13:00:00Z")
    signed = note.signed(receipt.text, NAME, KEY)
    assert note.receipt(signed, VERIFIER) == receipt
    assert second.receipt(signed.encode(), second.key_from(str(VERIFIER))).leaf == b"l" * 32
    with pytest.raises(note.BadNote):
        note.checkpoint(signed, VERIFIER)
    with pytest.raises(note.BadNote):
        note.receipt(SIGNED, VERIFIER)
    with pytest.raises(Wrong):
        second.receipt(SIGNED.encode(), second.key_from(str(VERIFIER)))


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME}\n03\n{note.b64(b'r' * 32)}\n",
        f"{NAME}\n-3\n{note.b64(b'r' * 32)}\n",
        f"{NAME}\n３\n{note.b64(b'r' * 32)}\n",
        f"{NAME}\n3\n{note.b64(b'r' * 31)}\n",
        f"{NAME}\n3\n{note.b64(b'r' * 32)}\nextension\n",
        f"{NAME}\n3\n",
        f"other.test\n3\n{note.b64(b'r' * 32)}\n",
    ],
)
def test_checkpoints_of_another_form_or_log_are_refused(text: str) -> None:
    signed = note.signed(text, NAME, KEY)
    with pytest.raises(note.BadNote):
        note.checkpoint(signed, VERIFIER)
    with pytest.raises(Wrong):
        second.checkpoint(signed.encode(), second.key_from(str(VERIFIER)))


@pytest.mark.parametrize(
    "bad", ["", "a+b", "x+00000000+AAAA", str(VERIFIER).replace("venire", "v")]
)
def test_verifier_keys_of_another_form_are_refused(bad: str) -> None:
    with pytest.raises(note.BadNote):
        note.Verifier.parsed(bad)
    with pytest.raises(Wrong):
        second.key_from(bad)


@pytest.mark.parametrize("bad", ["AAA", "AAAA=", "AA==\n", "AB==", "é", "A A="])
def test_base64_has_one_form(bad: str) -> None:
    with pytest.raises(note.BadNote):
        note.unb64(bad)
    with pytest.raises(Wrong):
        second.unbase64(bad)


def test_what_cannot_be_signed() -> None:
    for text, name in (("no newline", NAME), ("tab\t\n", NAME), ("good\n", "a b"), ("good\n", "")):
        with pytest.raises(ValueError):
            note.signed(text, name, KEY)
