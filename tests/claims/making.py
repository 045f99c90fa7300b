"""Small files of the three kinds, put together piece by piece, so that a test can bend each one."""

import base64
import struct
import zlib

import pytest

from claims.uploads import judge
from kernel.errors import Malformed


def refused(data, words, name="scan.pdf"):
    """Hold that a file is refused, and that these words are among the reasons."""
    with pytest.raises(Malformed) as caught:
        judge(data, name)
    assert words in str(caught.value)


# ---- PNG


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*before, width=3, height=2, depth=8, colour=2, interlaced=0, rows=None, packed=None):
    """Return a PNG; before: chunks that stand before the picture. rows, packed: in its place."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1)
    if rows is None:
        rows = (b"\0" + bytes((width * channels * depth + 7) // 8)) * height
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    packed = zlib.compress(rows) if packed is None else packed
    pieces = (chunk(b"IHDR", header), *before, chunk(b"IDAT", packed), chunk(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


# ---- JPEG


def segment(marker, body):
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(way_up, order=">", more=b""):
    """Return an APP1 with the orientation as its second entry, behind the name of a device."""
    mark = {">": b"MM\0*", "<": b"II*\0"}[order]
    head = struct.pack(f"{order}IH", 8, 2) + struct.pack(f"{order}HHII", 0x010F, 2, 4, 0x41414141)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, way_up, 0)
    return segment(0xE1, b"Exif\0\0" + mark + head + entry + bytes(4) + more)


def jpeg(*notes, width=3, height=2, coded=b"\x12\xff\x00\x34\xff\xd0\x56", tail=b""):
    """Return what is built like a JPEG (its picture says nothing); notes: segments at its head."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"".join(
        (
            *(b"\xff\xd8", *notes, segment(0xDB, bytes(65)), segment(0xC0, frame)),
            *(segment(0xC4, bytes(20)), segment(0xDA, b"\1\1\0\0\x3f\0"), coded, b"\xff\xd9", tail),
        )
    )


# ---- PDF


def pdf(*objects, catalog=b"", trailer=b"", tail=b"\n"):
    """Return a PDF of one page; objects: the bodies of more objects. catalog, trailer: entries."""
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    )
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer\n<< /Root 1 0 R /Size %d %s >>\n" % (len(places) + 1, trailer)
    return data + head + table + end + b"startxref\n%d\n%%%%EOF" % len(data) + tail


def stream(unpacked, said=b"", packed=None, filters=(b"/FlateDecode",)):
    """Return a stream object; said: entries of its dictionary. packed: bytes in its place.

    filters: as a reader undoes them, the outermost first.
    """
    held = unpacked
    for one in reversed(filters):
        held = PACKED[one](held)
    held = held if packed is None else packed
    named = filters[0] if len(filters) == 1 else b"[" + b" ".join(filters) + b"]"
    entries = (b"/Filter " + named if filters else b"") + b" /Length %d %s" % (len(held), said)
    return b"<< " + entries + b" >>\nstream\n" + held + b"\nendstream"


def _run_lengths(data):
    pieces = [data[at : at + 128] for at in range(0, len(data), 128)]
    return b"".join(bytes([len(one) - 1]) + one for one in pieces) + b"\x80"


def _lzw(data):
    """Every letter by itself, in codes of nine bits: the table is cleared before it grows."""
    codes = [256]
    for at, letter in enumerate(data, 1):
        codes += [letter, 256] if at % 200 == 0 else [letter]
    bits = "".join(f"{code:09b}" for code in (*codes, 257))
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


PACKED = {
    b"/FlateDecode": zlib.compress,
    b"/Fl": zlib.compress,
    b"/ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    b"/ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    b"/LZWDecode": _lzw,
    b"/RunLengthDecode": _run_lengths,
}
