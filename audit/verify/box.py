"""The zip file: read with suspicion, so that nothing hides in it, and never held as a whole."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .step import Wrong, need

LARGEST_BUNDLE = 0xFFFF_FFFE  # 4 GiB less two: the number after it would stand elsewhere
LARGEST_MEMBER = 64 << 20
LARGEST_VIEW = 1 << 30
MOST_MEMBERS = 0xFFFE
VIEWS = ("votes.csv", "votes.jsonl", "summary.html")
MEMBERS = (
    "checkpoint",
    "excluded.json",
    "registry/case.entry",
    "registry/case.tlog-proof",
    "registry/checkpoint",
    "registry/consistency.json",
    "registry/opening.entry",
    "registry/opening.tlog-proof",
    "verdict.json",
    *VIEWS,
)
LARGE = (*VIEWS, "voters")  # these grow with those who vote
HANDOVERS = "registry/handovers.json"  # only where another key has signed before
BY_MODE = ("lottery.json", "roll.jsonl", "voters")  # which of them, `roll` asks
KNOWN = frozenset((*MEMBERS, *BY_MODE, HANDOVERS))
TILE = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/(x[0-9]{3}/){0,6}[0-9]{3}(\.p/[1-9][0-9]{0,2})?", re.A
)
LOCAL = struct.Struct("<4s5H3L2H")  # what stands before a member, less its name
CENTRAL = struct.Struct("<4s6H3L5H2L")  # what the directory says of it, less its name
END = struct.Struct("<4s4H2LH")
READ = 1 << 20  # bytes at once


class Place(NamedTuple):
    """Where the content of a member stands in the file, and what the directory says of it."""

    begins: int
    size: int
    crc: int


class Box(Mapping[str, bytes]):
    """The members of a bundle by name, read from the file when they are asked for."""

    def __init__(self, path: Path, places: dict[str, Place]) -> None:
        self.path = path
        self.places = places

    def __getitem__(self, name: str) -> bytes:
        place = self.places[name]
        return self.read(name, 0, place.size)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def read(self, name: str, start: int, size: int) -> bytes:
        """Return so many bytes of a member, or as many as there are."""
        place = self.places[name]
        with self.path.open("rb") as file:
            file.seek(place.begins + start)
            return file.read(max(0, min(size, place.size - start)))


def read(path: Path) -> Box:
    """Return the members of a bundle by name; raises Wrong for anything but its one form."""
    try:
        need(path.is_file(), "there is no such file")
        with path.open("rb") as file:
            return _read(path, file, path.stat().st_size)
    except (struct.error, ValueError, OSError) as error:
        raise Wrong(f"this is no readable zip file: {error}") from None


def _read(path: Path, file: io.BufferedReader, size: int) -> Box:
    need(size <= LARGEST_BUNDLE, "the file is larger than 4 GiB")
    need(size >= END.size, "this is no readable zip file: it is too short")
    file.seek(size - END.size)
    end = file.read(END.size)
    _, _, _, _, count, length, start, _ = END.unpack(end)
    need(count <= MOST_MEMBERS, "too many members")
    file.seek(start)
    directory = file.read(length)
    same = start + length + END.size == size
    same = same and end == END.pack(b"PK\5\6", 0, 0, count, count, length, start, 0)
    need(same, "the zip file is not in its one form: it does not end where it says")
    places = _places(directory, count)
    missing = [name for name in MEMBERS if name not in places]
    need(not missing, f"missing: {', '.join(missing)}")
    _check_contents(file, places, start)
    return Box(path, places)


def _places(directory: bytes, count: int) -> dict[str, Place]:
    """Return the members that the directory names, which it has to do in its one form."""
    found: dict[str, Place] = {}
    at, begins, last = 0, 0, ""
    for _ in range(count):
        says = CENTRAL.unpack_from(directory, at)
        crc, size, length = says[7], says[8], says[10]
        name = directory[at + CENTRAL.size : at + CENTRAL.size + length].decode("ascii")
        known = name in KNOWN or TILE.fullmatch(name)
        need(known, f"a member that does not belong: {name!r}")
        need(name > last, f"{name} stands twice, or not in order")
        largest = LARGEST_VIEW if name in LARGE else LARGEST_MEMBER
        need(size <= largest, f"{name} is too large")
        need(says == _central(crc, size, length, begins), f"{name} is no plain file, or stored so")
        begins += LOCAL.size + length
        found[name] = Place(begins, size, crc)
        at, begins, last = at + CENTRAL.size + length, begins + size, name
    need(at == len(directory), "the zip file is not in its one form: its directory goes on")
    return found


def _central(crc: int, size: int, length: int, begins: int) -> tuple[bytes | int, ...]:
    """Return what the directory has to say of a member: made by system 3, version 2.0, stored, on
    1980-01-01 at 0:00, a plain file."""
    made = (b"PK\1\2", 0x0314, 20, 0, 0, 0, 0x21)
    return (*made, crc, size, size, length, 0, 0, 0, 0, 0o100644 << 16, begins)


def _check_contents(file: io.BufferedReader, places: dict[str, Place], end: int) -> None:
    """Go through the file from its first byte to its directory: members and nothing else."""
    file.seek(0)
    for name, place in places.items():
        raw = name.encode()
        head = (b"PK\3\4", 20, 0, 0, 0, 0x21, place.crc, place.size, place.size, len(raw), 0)
        same = file.read(LOCAL.size + len(raw)) == LOCAL.pack(*head) + raw
        need(same, f"the zip file is not in its one form: bytes before {name} were changed")
        crc, left = 0, place.size
        while left and (some := file.read(min(left, READ))):
            crc, left = zlib.crc32(some, crc), left - len(some)
        need(not left and crc == place.crc, f"bytes of {name} were changed")
    need(file.tell() == end, "the zip file is not in its one form: something hides in it")


def written(members: Mapping[str, bytes]) -> bytes:
    """Return the bytes of the bundle with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            box.writestr(info, members[name])
    return out.getvalue()
