"""PNG (W3C, third edition): whole, of the size it says, nothing behind it; and only the picture."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from claims.formats import exif
from claims.formats.limits import check_size, cut_short, damaged, more_than_one

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 50_000
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
_PASSES = (*_ADAM7, (0, 1, 1, 2))  # first column, first row, steps
_PICTURE = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_ONE_LENGTH = {b"gAMA": 4, b"sRGB": 1, b"pHYs": 9}  # kept: no room for words in them
_PIECE = 1 << 16  # bytes


@dataclass(frozen=True)
class Chunk:
    """One chunk: its type, what it holds, and all its bytes."""

    kind: bytes
    body: bytes
    whole: bytes


def check(data: bytes) -> None:
    """Raise Malformed unless this is one whole PNG and nothing else.

    That includes what is packed in it: it unpacks to just what the header says, so that no small
    file fills the memory of whoever opens it.
    """
    chunks = list(_chunks(data))
    if chunks[0].kind != b"IHDR" or len(chunks[0].body) != 13:
        raise damaged()
    kinds = [chunk.kind for chunk in chunks]
    critical = [kind for kind in kinds if not kind[0] & 0x20]
    at = kinds.index(b"IDAT") if b"IDAT" in kinds else len(kinds)
    count = kinds.count(b"IDAT")
    palettes = [chunk for chunk in chunks if chunk.kind == b"PLTE"]
    in_order = (
        set(critical) <= set(_PICTURE)
        and kinds.count(b"IHDR") == 1
        and count
        and kinds[at : at + count] == [b"IDAT"] * count
        and b"PLTE" not in kinds[at:]
        and len(palettes) <= 1
        and all(len(one.body) <= 768 and len(one.body) % 3 == 0 for one in palettes)
        and chunks[-1].body == b""
    )
    if not in_order or (chunks[0].body[9] == 3 and not palettes):
        raise damaged()
    _check_packed((one.body for one in chunks[at : at + count]), _unpacked_size(chunks[0].body))


def stripped(data: bytes) -> bytes:
    """Return a checked PNG with nothing but the picture, its resolution and which way up it is."""
    chunks = list(_chunks(data))
    kept: list[bytes] = []
    seen: set[bytes] = set()
    way_up = exif.UPRIGHT
    for chunk in chunks:
        if chunk.kind == b"eXIf" and chunk.kind not in seen:
            way_up = exif.orientation(chunk.body)
        if chunk.kind in _PICTURE or (chunk.kind not in seen and _keeps(chunk, chunks)):
            kept.append(chunk.whole)
        seen.add(chunk.kind)
    if way_up != exif.UPRIGHT:
        kept.insert(1, _chunk(b"eXIf", exif.only(way_up)))
    return SIGNATURE + b"".join(kept)


def _keeps(chunk: Chunk, chunks: list[Chunk]) -> bool:
    if chunk.kind != b"tRNS":
        return len(chunk.body) == _ONE_LENGTH.get(chunk.kind)
    colour = chunks[0].body[9]
    palette = next((len(one.body) // 3 for one in chunks if one.kind == b"PLTE"), 0)
    length = len(chunk.body)
    return length <= palette if colour == 3 else length == {0: 2, 2: 6}.get(colour)


def _chunks(data: bytes) -> Iterator[Chunk]:
    """Yield the chunks, the last of which is IEND; raises Malformed."""
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            raise cut_short()
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if not kind.isalpha():
            raise damaged()
        if end > len(data):
            raise cut_short()
        (crc,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[at + 4 : end - 4]) != crc:
            raise damaged()
        yield Chunk(kind, data[at + 8 : end - 4], data[at:end])
        at = end
        if kind == b"IEND":
            if at != len(data):
                raise more_than_one()
            return
    raise damaged()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _unpacked_size(header: bytes) -> int:
    """Return how many bytes the picture is before packing; raises Malformed for a bad header."""
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    check_size(width, height)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise damaged()
    bits = depth * _CHANNELS[colour]
    if not interlaced:
        return _rows(width, height, bits)
    return sum(
        _rows((width - x + across - 1) // across, (height - y + down - 1) // down, bits)
        for x, y, across, down in _PASSES
    )


def _rows(width: int, height: int, bits: int) -> int:
    return height * (1 + (width * bits + 7) // 8) if width > 0 and height > 0 else 0


def _check_packed(bodies: Iterator[bytes], size: int) -> None:
    """Raise Malformed unless this unpacks to exactly `size` bytes; never holds more than a piece.

    Stops at the first byte too many.
    """
    unpacking = zlib.decompressobj()
    found = 0
    try:
        for body in bodies:
            for start in range(0, len(body), _PIECE):
                rest = body[start : start + _PIECE]
                while rest and not unpacking.eof:
                    found += len(unpacking.decompress(rest, _PIECE))
                    rest = unpacking.unconsumed_tail
                    if found > size:
                        raise more_than_one()
                if unpacking.eof and (rest or unpacking.unused_data):
                    raise more_than_one()
        while not unpacking.eof and (more := unpacking.decompress(b"", _PIECE)):
            found += len(more)
            if found > size:
                raise more_than_one()
    except zlib.error:
        raise damaged() from None
    if found != size or not unpacking.eof:
        raise cut_short()
