"""PDF (ISO 32000): whole, one document, no password, and nothing in it that runs or unpacks.

This is a sieve for what common readers run, not a proof that a file is harmless: a script can be
packed in ways that are not looked into. So a PDF is only ever sent as a download, never shown.
What it says of itself (who wrote it, with what, when) is not taken out.
"""

import re
import zlib
from collections.abc import Iterator

from claims.formats.limits import cut_short, damaged, more_than_one
from kernel.errors import N_, Malformed

HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
MOST_STREAMS = 50_000
MOST_ESCAPES = 10_000  # in one piece that is looked at
MOST_UNPACKED = 64 * 1024 * 1024  # bytes, of all streams that may hold objects
_END = b"%%EOF"
_BLANK = b"\0\t\n\f\r "
_POINTER = re.compile(rb"startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+\Z")
_TABLE = re.compile(rb"[\0\t\n\f\r ]*(?:xref|\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj)")
_STREAM = re.compile(rb"(?<!end)stream[\t ]*(?:\r\n|\r|\n)")
_OBJECTS = re.compile(rb"[%+\d]")  # how a stream of objects begins: with numbers
_PIECE, _PROBE, _OVERLAP, _SAID = 1 << 16, 512, 128, 2048  # bytes


# Long names are looked for in every byte, with or without more letters behind them. Those of two
# and three letters turn up by chance in what is packed, and are looked for outside of it. (Each
# pattern begins with its own letters: searching for them stays quick in a file full of slashes.)
_LOCKED = b"/Encrypt"
_RUNS = (
    *(b"/JavaScript", b"/Launch", b"/Rendition", b"/RichMedia", b"/SubmitForm", b"/ImportData"),
    *(b"/EmbeddedFile", b"/FileAttachment", b"/GoToE"),
)
_ENDS = rb"(?=[\0\t\n\f\r /<>\[\](){}%]|\Z)"
_RUNS_SHORT = tuple(re.compile(name + _ENDS) for name in (b"/JS", b"/EF", b"/XFA"))
_NOT_LOOKED_INTO = re.compile(rb"/(?:Predictor|F|FFilter|Crypt)" + _ENDS)
_ESCAPED = re.compile(rb"#([4-7][0-9A-Fa-f])")  # a letter of a name, written by its number


def _plain(data: bytes) -> bytes:
    """Return this with the letters of its names written plainly; raises Malformed for very many."""
    if len(_ESCAPED.findall(data)) > MOST_ESCAPES:
        raise _packed_oddly()
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)


def _has_long(plain: bytes) -> bool:
    return any(name in plain for name in _RUNS)


def _has_short(plain: bytes) -> bool:
    return any(name.search(plain) for name in _RUNS_SHORT)


def check(data: bytes) -> None:
    """Raise Malformed unless this is one whole PDF without a password, scripts or files."""
    end = data.rfind(_END)
    if end < 0:
        raise cut_short()
    if data[end + len(_END) :].strip(_BLANK):
        raise more_than_one()
    pointer = _POINTER.search(data, max(0, end - 64), end)
    if not pointer:
        raise cut_short()
    if not _TABLE.match(data, int(pointer[1])):
        raise damaged()
    plain = _plain(data)
    if _LOCKED in plain:
        raise Malformed(
            N_(
                "This PDF asks for a password. Open it, print it to a new PDF without one, and"
                " send that."
            )
        )
    if _has_long(plain):
        raise _lively()
    _check_streams(data)


def _lively() -> Malformed:
    return Malformed(
        N_(
            "There is a script, a form or another file in this PDF. Open it, print it to a new"
            " PDF, and send that."
        )
    )


def _packed_oddly() -> Malformed:
    return Malformed(
        N_("This PDF is packed in an unusual way. Print it to a new PDF, and send that.")
    )


def _check_streams(data: bytes) -> None:
    """Look between the streams for short names, and into each stream that may hold objects."""
    left = MOST_UNPACKED
    outside, last = 0, 0  # where the stream before has its end; where it has its beginning
    for count, match in enumerate(_STREAM.finditer(data), 1):
        if count > MOST_STREAMS:
            raise _packed_oddly()
        said = data[max(last, match.start() - _SAID) : match.start()]
        last = match.end()
        left -= _check_stream(data, last, said[said.rfind(b"obj") + 1 :], left)
        if match.start() < outside:
            continue  # the word turned up in what is packed
        if _has_short(_plain(data[outside : match.start()])):
            raise _lively()
        closing = data.find(b"endstream", last)
        outside = closing if closing >= 0 else len(data)
    if _has_short(_plain(data[outside:])):
        raise _lively()


def _check_stream(data: bytes, start: int, said: bytes, left: int) -> int:
    """Return how many bytes of a stream were unpacked to look at; raises Malformed.

    said: what stands before it. A stream that says it holds objects has to be one that can be
    looked into; any other is looked into when it begins like one.
    """
    said = _plain(said)
    holds_objects = b"/ObjStm" in said
    if holds_objects and _NOT_LOOKED_INTO.search(said):
        raise _packed_oddly()
    unpacked, kept, begun = 0, b"", False
    for piece in _unpacked(data, start):
        unpacked += len(piece)
        if unpacked > left:
            raise _packed_oddly()
        kept = kept[-_OVERLAP:] + piece
        if not begun:
            kept = kept.lstrip(_BLANK)
            if not kept:
                continue
            begun = True
            if not _OBJECTS.match(kept):
                begun = False
                break
        plain = _plain(kept)
        if _has_long(plain) or (holds_objects and _has_short(plain)):
            raise _lively()
    if holds_objects and not begun:
        raise _packed_oddly()
    return unpacked


def _unpacked(data: bytes, start: int) -> Iterator[bytes]:
    """Yield what is packed (FlateDecode) from `start` on, in pieces, as far as it can be read."""
    unpacking = zlib.decompressobj()
    size = _PROBE
    while start < len(data) and not unpacking.eof:
        rest = data[start : start + size]
        start += size
        try:
            while rest and not unpacking.eof:
                if piece := unpacking.decompress(rest, size):
                    yield piece
                rest = unpacking.unconsumed_tail
        except zlib.error:
            return
        size = _PIECE
