"""What witnesses sign: read as C2SP tlog-cosignature writes it."""

from dataclasses import replace

import pytest

from audit import note
from audit.cosignature import ML_DSA, Witness, cosigned, size_of, submission
from audit.note import BadNote, Checkpoint
from tests.audit.fakewitness import AT, FakeWitness
from tests.audit.synthetic import SIGNER, VKEY

# The example of C2SP tlog-cosignature, and that of tlog-witness.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
LINE = (
    "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJ"
    "sX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
HEAD = Checkpoint(VKEY.name, 7, b"r" * 32)
ONE = FakeWitness("witness.test/one", b"1" * 32, VKEY)
TWO = FakeWitness("witness.test/two", b"2" * 32, VKEY, sort=ML_DSA)


def test_the_line_of_the_example_has_the_form_that_we_read() -> None:
    name, code = LINE.removeprefix("\u2014 ").split()
    raw = note.unb64(code)
    assert (name, len(raw), int.from_bytes(raw[4:12], "big")) == (
        "witness.example.com/w1",
        4 + 8 + 64,
        1_679_315_147,
    )
    assert list(cosigned(LINE, EXAMPLE, [ONE.key])) == []  # the key of the example is not given


@pytest.mark.parametrize("who", [ONE, TWO], ids=["Ed25519", "ML-DSA-44"])
class TestBothSorts:
    def test_a_cosignature_is_read_with_its_time(self, who: FakeWitness) -> None:
        line = who.line(HEAD.text)
        (found,) = cosigned(line, HEAD.text, [ONE.key, TWO.key])
        assert (found.witness, found.at, found.line + "\n") == (who.key, AT, line)

    def test_a_key_is_read_as_it_is_printed(self, who: FakeWitness) -> None:
        assert Witness.parsed(str(who.key)) == who.key

    @pytest.mark.parametrize(
        "other",
        [replace(HEAD, size=8), replace(HEAD, root=b"s" * 32), replace(HEAD, origin="other/log")],
    )
    def test_it_is_of_one_checkpoint(self, who: FakeWitness, other: Checkpoint) -> None:
        with pytest.raises(BadNote, match="does not fit"):
            list(cosigned(who.line(HEAD.text), other.text, [who.key]))

    @pytest.mark.parametrize("at", [4, 11, 12, -1])
    def test_no_bit_of_it_can_be_changed(self, who: FakeWitness, at: int) -> None:
        raw = bytearray(note.unb64(who.line(HEAD.text).split()[-1]))
        raw[at] ^= 1
        line = f"\u2014 {who.name} {note.b64(bytes(raw))}\n"
        with pytest.raises(BadNote):
            list(cosigned(line, HEAD.text, [who.key]))

    def test_one_that_is_short_is_refused(self, who: FakeWitness) -> None:
        raw = note.unb64(who.line(HEAD.text).split()[-1])
        for cut in (raw[:4], raw[:12], raw[:-1], raw + b"\0"):
            with pytest.raises(BadNote, match="not in its form"):
                list(cosigned(f"\u2014 {who.name} {note.b64(cut)}\n", HEAD.text, [who.key]))


def test_lines_by_others_are_passed_over() -> None:
    lines = TWO.line(HEAD.text) + ONE.line(HEAD.text)
    assert [one.witness for one in cosigned(lines, HEAD.text, [ONE.key])] == [ONE.key]


@pytest.mark.parametrize("lines", ["", "\n", "ok\n", "\u2014 a\n", "\u2014 a ====\n", "- a AAAA\n"])
def test_what_is_no_signature_line_is_refused(lines: str) -> None:
    with pytest.raises(BadNote):
        list(cosigned(lines, HEAD.text, [ONE.key]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "witness.test/one",
        str(VKEY),  # a log's key, of sort 0x01
        str(ONE.key).replace("one", "two", 1),
        str(ONE.key)[:-4],
        f"a b+{ONE.key.key_id.hex()}+" + str(ONE.key).split("+", 2)[2],
    ],
)
def test_other_keys_are_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Witness.parsed(text)


def test_a_submission_is_written_as_the_protocol_wants_it() -> None:
    signed = note.signed(HEAD.text, VKEY.name, SIGNER)
    body = submission(3, [b"a" * 32, b"b" * 32], signed).decode()
    assert body == f"old 3\n{note.b64(b'a' * 32)}\n{note.b64(b'b' * 32)}\n\n{signed}"
    assert submission(0, [], signed).decode() == f"old 0\n\n{signed}"
    with pytest.raises(ValueError):
        submission(3, [b"a" * 32] * 64, signed)


@pytest.mark.parametrize(
    ("body", "size"),
    [(b"0\n", 0), (b"20852014\n", 20_852_014), (b"7", 7), (b"07\n", None), (b"-1\n", None)]
    + [(body, None) for body in (b"", b"x", b"7\n\n", b"\xff", b"9" * 17)],
)
def test_the_size_that_a_witness_says_it_has_seen(body: bytes, size: int | None) -> None:
    assert size_of(body) == size
