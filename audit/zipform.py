"""The one form of a bundle's zip file, written piece by piece.

Members are stored and not compressed, sorted, dated 1980, and nothing else is in the file. Its
numbers have 32 bits, as zip files had them first: what passes 4 GiB is refused, not put otherwise.
"""

import io
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from kernel.errors import N_, Conflict

LARGEST = 0xFFFF_FFFE  # bytes in all; the number after it says that the true one stands elsewhere
MOST = 0xFFFE  # members
VERSION = 20  # 2.0, of the form that everybody reads
UNIX = 3
PLAIN_FILE = 0o100644 << 16
DATE = (1 << 5) | 1  # 1980-01-01, the first day that a zip file can tell; the time is 0
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s4B4H3L5H2L")
END = struct.Struct("<4s4H2LH")
TOO_LARGE = N_(
    "This case is too large for a bundle: its zip file would pass 4 GiB. Its log stands under the "
    "log's address, and its vote log can be taken."
)


class ZipForm:
    """A zip file that is being written to `out`, which can be sought in."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._last = ""
        self._directory: list[bytes] = []

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write a member; raises Conflict when the file becomes too large for its form."""
        if not self._last < path:
            raise ValueError(f"{path} does not come after {self._last}")
        name, start, crc = path.encode("ascii"), self._at, 0
        self._write(_local(name, 0, 0))
        begins = self._at
        for piece in pieces:
            crc = zlib.crc32(piece, crc)
            self._write(piece)
        size = self._at - begins
        self._out.seek(start)
        self._out.write(_local(name, crc, size))
        self._out.seek(self._at)
        self._last = path
        self._directory.append(_central(name, crc, size, start))
        if len(self._directory) > MOST:
            raise Conflict(TOO_LARGE)

    def end(self) -> None:
        """Write what stands at the end of the file."""
        start, count = self._at, len(self._directory)
        for one in self._directory:
            self._write(one)
        self._write(END.pack(b"PK\5\6", 0, 0, count, count, self._at - start, start, 0))

    def _write(self, piece: bytes) -> None:
        self._at += len(piece)
        if self._at > LARGEST:
            raise Conflict(TOO_LARGE)
        self._out.write(piece)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the zip file with these members, by path; for a few, which are held at once."""
    out = io.BytesIO()
    form = ZipForm(out)
    for path in sorted(files):
        form.put(path, [files[path]])
    form.end()
    return out.getvalue()


def _local(name: bytes, crc: int, size: int) -> bytes:
    return LOCAL.pack(b"PK\3\4", VERSION, 0, 0, 0, DATE, crc, size, size, len(name), 0) + name


def _central(name: bytes, crc: int, size: int, start: int) -> bytes:
    made = (VERSION, UNIX, VERSION, 0)
    about = (crc, size, size, len(name), 0, 0, 0, 0, PLAIN_FILE, start)
    return CENTRAL.pack(b"PK\1\2", *made, 0, 0, 0, DATE, *about) + name
