"""PDF (ISO 32000): whole, one document, no password, and nothing in it that runs or unpacks.

What acts by itself is refused, whatever it does; a link that a reader clicks may stay. Streams that
carry objects have to be packed in the one way that is looked into here (FlateDecode alone, as every
common program packs them); pictures, fonts and pages may be packed in any.

This is a sieve for what common readers run, not a proof that a file is harmless: a script can be
packed in ways that are not looked into. So a PDF is only ever sent as a download, never shown.
What it says of itself (who wrote it, with what, when) is not taken out.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from claims.formats.limits import cut_short, damaged, more_than_one
from kernel.errors import N_, Malformed

HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
MOST_STREAMS = 50_000
MOST_ESCAPES = 10_000  # in one piece that is looked at
MOST_UNPACKED = 64 * 1024 * 1024  # bytes, of all streams that may hold objects
TIMES_READ = 2  # how often its length is read at most, beyond where each stream begins
_END = b"%%EOF"
_BLANK = b"\0\t\n\f\r "
_BLANKS = re.compile(rb"[\0\t\n\f\r ]+")
_POINTER = re.compile(rb"startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+\Z")
_TABLE = re.compile(rb"[\0\t\n\f\r ]*(?:xref|\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj)")
_NUMBERS = re.compile(rb"[%+\d]")  # how a stream of objects begins
_PIECE, _PROBE, _OVERLAP = 1 << 16, 512, 128  # bytes
_ENDS = rb"(?=[\0\t\n\f\r /<>\[\](){}%]|\Z)"

# Where a stream begins: `9 0 obj` at the beginning of a line, its dictionary, the word. What stands
# in a dictionary has to be written plainly, without comments: so every reader sees the same in it.
_WORDS = re.compile(rb"(?<![A-Za-z])(?:obj|stream)(?![A-Za-z])")
_HEADER = re.compile(rb"[\r\n][\0\t\f ]*\d{1,10}[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]*obj\Z")
_WIDEST, _LONGEST_LINE = 64, 1024  # bytes: of the words before a dictionary, and before `stream`
_LINE = re.compile(rb"[\0\t ]*(?:\r\n|\r|\n)")
_DICTIONARY = re.compile(
    rb"[\0\t\n\f\r ]*+<<(?:[^()<>%\\]++|<<|>>|<[0-9A-Fa-f\0\t\n\f\r ]*+>"
    rb"|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+",
    re.DOTALL,
)
_CLOSING = re.compile(rb"end(?:stream|obj)")

# What carries objects, by what readers need to find them in it; and how it may be packed.
_OBJECTS = re.compile(rb"/(?:ObjStm|First)" + _ENDS)
_TYPED = re.compile(rb"/ObjStm" + _ENDS)
_TABLE_OF_OBJECTS = re.compile(rb"/XRef" + _ENDS)
_FILTER = re.compile(rb"/(?:Filter|F|FFilter)" + _ENDS)
_FLATE = re.compile(
    rb"/Filter[\0\t\n\f\r ]*+(?:/FlateDecode|\[[\0\t\n\f\r ]*+/FlateDecode[\0\t\n\f\r ]*+\])"
    + _ENDS
)
_PARAMETERS = re.compile(rb"/(?:DecodeParms|DP|FDecodeParms|Predictor)" + _ENDS)

# Long names are looked for in every byte, with or without more letters behind them. Those of two
# and three letters turn up by chance in what is packed, and are looked for outside of it. (Each
# pattern begins with its own letters: searching for them stays quick in a file full of slashes.)
_LOCKED = b"/Encrypt"
_RUNS = (
    *(b"/JavaScript", b"/Launch", b"/Rendition", b"/RichMedia", b"/SubmitForm", b"/ImportData"),
    *(b"/EmbeddedFile", b"/FileAttachment", b"/GoToE"),
)
_RUNS_SHORT = tuple(re.compile(name + _ENDS) for name in (b"/JS", b"/EF", b"/XFA"))
# To open at a place, `[3 0 R /Fit]`, is no action: many programs write it.
_ACTS = re.compile(rb"/OpenAction[\0\t\n\f\r ]*+[^\[\0\t\n\f\r ]")
_ACTS_SHORT = re.compile(rb"/AA" + _ENDS)
_ESCAPED = re.compile(rb"#([4-7][0-9A-Fa-f])")  # a letter of a name, written by its number


@dataclass
class Left:
    """What may still be spent, in bytes, on looking into the streams of one file.

    taken: of what is packed, beyond the first bytes of each stream. Streams that lie in one another
    are each read, for a reader may begin at any; so the same bytes could be read without end, and
    may unpack to nothing.
    """

    taken: int
    unpacked: int = MOST_UNPACKED

    def spend(self, *, taken: int = 0, unpacked: int = 0) -> None:
        """Raise Malformed where there is not as much left."""
        self.taken -= taken
        self.unpacked -= unpacked
        if self.taken < 0 or self.unpacked < 0:
            raise _packed_oddly()


class Stream(NamedTuple):
    """A stream: what was written since the one before it, its dictionary, where it lies."""

    before: bytes
    dictionary: bytes  # both with the letters of their names written plainly
    word: int
    start: int


def _plain(data: bytes) -> bytes:
    """Return this with the letters of its names written plainly; raises Malformed for very many."""
    if len(_ESCAPED.findall(data)) > MOST_ESCAPES:
        raise _packed_oddly()
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)


def _check_long(plain: bytes) -> None:
    if any(name in plain for name in _RUNS):
        raise _lively()
    if _ACTS.search(plain):
        raise _acts()


def _check_short(plain: bytes) -> None:
    if any(name.search(plain) for name in _RUNS_SHORT):
        raise _lively()
    if _ACTS_SHORT.search(plain):
        raise _acts()


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
    _check_long(plain)
    _check_streams(data)


def _lively() -> Malformed:
    return Malformed(
        N_(
            "There is a script, a form or another file in this PDF. Open it, print it to a new"
            " PDF, and send that."
        )
    )


def _acts() -> Malformed:
    return Malformed(
        N_(
            "This PDF does something by itself when it is opened. Print it to a new PDF, or"
            " photograph its pages, and send that."
        )
    )


def _packed_oddly() -> Malformed:
    return Malformed(
        N_(
            "This PDF is packed in an unusual way. Print it to a new PDF, or photograph its pages,"
            " and send that."
        )
    )


def _check_streams(data: bytes) -> None:
    """Look between the streams for short names, and into each stream that may hold objects."""
    left = Left(taken=TIMES_READ * len(data))
    outside = 0  # where the stream before has its end
    for stream in _streams(data):
        _check_stream(data, stream, left)
        if stream.word < outside:
            continue  # it stands in what another one holds
        _check_short(_plain(data[outside : stream.word]))
        closing = _CLOSING.search(data, stream.start)
        outside = closing.start() if closing else len(data)
    _check_short(_plain(data[outside:]))


def _streams(data: bytes) -> Iterator[Stream]:
    """Yield whatever a reader could take for a stream; raises Malformed where it is unclear."""
    since = header = 0  # behind the stream before; behind the last `obj` since then
    count = 0
    for word in _WORDS.finditer(data):
        start, end = word.span()
        if end - start == len(b"obj"):
            header = end
            continue
        if header <= since:
            continue
        count += 1
        if count > MOST_STREAMS:
            raise _packed_oddly()
        if not _may_begin(data, start):
            continue
        line = _LINE.match(data, end)
        dictionary = data[header:start]
        if not line or not _begins_a_line(data, header) or not _DICTIONARY.fullmatch(dictionary):
            raise _packed_oddly()
        yield Stream(_plain(data[since:start]), _plain(dictionary), start, line.end())
        since = end


def _begins_a_line(data: bytes, header: int) -> bool:
    return _HEADER.search(data, max(0, header - _WIDEST), header) is not None


def _may_begin(data: bytes, word: int) -> bool:
    """Whether a dictionary ends before the word `stream`, or a comment may hide that it does."""
    ahead = data[max(0, word - _LONGEST_LINE) : word].rstrip(_BLANK)
    _line, broken, last = ahead.replace(b"\r", b"\n").rpartition(b"\n")
    return last.endswith(b">>") or b"%" in last or not broken


def _carries_objects(stream: Stream) -> bool:
    """Whether a stream carries objects; raises Malformed if it is not packed plainly."""
    said = stream.dictionary
    filters = len(_FILTER.findall(said))
    flate = filters == 1 and _FLATE.search(said) is not None
    if _TABLE_OF_OBJECTS.search(said) and filters and not flate:
        raise _packed_oddly()
    if not _OBJECTS.search(said):
        if _TYPED.search(stream.before):
            raise _packed_oddly()
        return False
    if not flate or _PARAMETERS.search(said):
        raise _packed_oddly()
    return True


def _check_stream(data: bytes, stream: Stream, left: Left) -> None:
    """Look into a stream; raises Malformed.

    A stream that carries objects has to be one that can be looked into; any other is looked into
    when it begins like one.
    """
    carries = _carries_objects(stream)
    kept, begun = b"", False
    for piece in _unpacked(data, stream.start, left, whole=carries):
        kept = _BLANKS.sub(b" ", kept[-_OVERLAP:] + piece)
        if not begun:
            kept = kept.lstrip(_BLANK)
            if not kept:
                continue
            begun = True
            if not _NUMBERS.match(kept):
                begun = False
                break
        plain = _plain(kept)
        _check_long(plain)
        if carries:
            _check_short(plain)
    if carries and not begun:
        raise _packed_oddly()


def _unpacked(data: bytes, start: int, left: Left, *, whole: bool) -> Iterator[bytes]:
    """Yield what is packed (FlateDecode) from `start` on, in pieces, as far as it can be read.

    whole: raise Malformed where it cannot be read to its end.
    """
    unpacking = zlib.decompressobj()
    size = _PROBE
    while start < len(data) and not unpacking.eof:
        rest = data[start : start + size]
        if size > _PROBE:
            left.spend(taken=len(rest))
        start += size
        try:
            while rest and not unpacking.eof:
                if piece := unpacking.decompress(rest, size):
                    left.spend(unpacked=len(piece))
                    yield piece
                rest = unpacking.unconsumed_tail
        except zlib.error:
            break
        size = min(2 * size, _PIECE)  # so that less than a stream again is read beyond its end
    if whole and not unpacking.eof:
        raise _packed_oddly()
