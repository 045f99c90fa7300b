"""JPEG (ITU-T T.81): whole, of a size that can be looked at; and only the picture.

Telephones write a second picture, a short film or notes of their own behind the first one's end.
These are cut off. Anything else there is refused.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from claims.formats import exif
from claims.formats.limits import check_size, cut_short, damaged, more_than_one

START = b"\xff\xd8\xff"
MOST_SEGMENTS = 4_000
MOST_SCANS = 100
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, _SOS}  # and its tables
_NOTES = frozenset({*range(0xE0, 0xF0), 0xFE})  # APP0 to APP15, COM
_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xD8), _SOI})  # markers that nothing begins with
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
_FILLING = re.compile(rb"\xff+")
_NEXT = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # the marker that ends a scan


@dataclass(frozen=True)
class Segment:
    """One segment: its marker, what it holds, and the coded picture behind it if it is a scan."""

    marker: int
    body: bytes
    coded: bytes = b""

    @property
    def whole(self) -> bytes:
        """All its bytes, the length counted anew."""
        size = struct.pack(">H", len(self.body) + 2)
        return bytes((0xFF, self.marker)) + size + self.body + self.coded


def checked(data: bytes) -> bytes:
    """Return the one picture that this is, without what a telephone wrote behind it.

    Raises Malformed unless it is whole, of a size that can be looked at, and nothing else.
    """
    end = len(data)
    frames = scans = 0
    for segment in _segments(data):
        if isinstance(segment, int):
            end = segment
        elif segment.marker in _FRAMES:
            frames += 1
            if len(segment.body) < 6 or scans:
                raise damaged()
            height, width = struct.unpack_from(">HH", segment.body, 1)
            check_size(width, height)
        elif segment.marker == _SOS:
            scans += 1
        elif segment.marker not in _PICTURE | _NOTES:
            raise damaged()
    if frames != 1 or not 1 <= scans <= MOST_SCANS:
        raise damaged()
    if not _from_a_telephone(data[end:]):
        raise more_than_one()
    return data[:end]


def stripped(data: bytes) -> bytes:
    """Return a checked JPEG with nothing but the picture, its resolution and which way up it is.

    Colour profiles go as well: they name devices, and a document is readable without.
    """
    jfif = adobe = b""
    picture: list[bytes] = []
    way_up = 0  # as the first Exif data says, which is what viewers go by
    for segment in _segments(data):
        if isinstance(segment, int):
            break
        marker, body = segment.marker, segment.body
        if marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= 14 and not jfif:
            jfif = Segment(marker, body[:12] + b"\0\0").whole  # without the small picture in it
        elif marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= 12 and not adobe:
            adobe = Segment(marker, body[:12]).whole  # says how the colours are coded
        elif marker == _EXIF and body.startswith(b"Exif\0\0") and not way_up:
            way_up = exif.orientation(body[6:])
        elif marker in _PICTURE:
            picture.append(segment.whole)
    turned = way_up > exif.UPRIGHT
    noted = Segment(_EXIF, b"Exif\0\0" + exif.only(way_up)).whole if turned else b""
    return b"".join((b"\xff\xd8", jfif, noted, adobe, *picture, b"\xff\xd9"))


def _segments(data: bytes) -> Iterator[Segment | int]:
    """Yield the segments and then, as a number, where the picture ends; raises Malformed."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        if filling := _FILLING.match(data, at):
            at = filling.end() - 1
        if at + 2 > len(data):
            raise cut_short()
        marker = data[at + 1]
        if data[at] != 0xFF or marker in _BARE:
            raise damaged()
        if marker == _EOI:
            yield at + 2
            return
        segment, at = _segment(data, at + 2, marker)
        yield segment
    raise damaged()


def _segment(data: bytes, at: int, marker: int) -> tuple[Segment, int]:
    """Return the segment whose length stands at `at`, and where the next one begins."""
    if at + 2 > len(data):
        raise cut_short()
    (length,) = struct.unpack_from(">H", data, at)
    end = at + length
    if length < 2:
        raise damaged()
    if end > len(data):
        raise cut_short()
    if marker != _SOS:
        return Segment(marker, data[at + 2 : end]), end
    found = _NEXT.search(data, end)
    if not found:
        raise cut_short()
    return Segment(marker, data[at + 2 : end], data[end : found.start()]), found.start()


def _from_a_telephone(tail: bytes) -> bool:
    """Whether nothing stands behind the picture, or what telephones write there.

    That is filling, another picture, a film, or notes that end in the maker's mark.
    """
    rest = tail.lstrip(b"\0")
    return (
        not rest
        or (rest.startswith(START) and rest.rstrip(b"\0").endswith(b"\xff\xd9"))
        or tail[4:8] == b"ftyp"
        or tail.endswith(b"SEFT")
    )
