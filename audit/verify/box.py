"""The zip file: read with suspicion, and written again to see that nothing hides in it."""

import io
import os
import re
import struct
import zipfile
from pathlib import Path

from .step import Wrong, need

LARGEST_BUNDLE = 4 << 30
LARGEST_MEMBER = 64 << 20
LARGEST_VIEW = 1 << 30
MOST_MEMBERS = 100_000
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
    "roll.jsonl",
    "verdict.json",
    *VIEWS,
)
TILE = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/(x[0-9]{3}/){0,6}[0-9]{3}(\.p/[1-9][0-9]{0,2})?", re.A
)


def read(path: Path) -> dict[str, bytes]:
    """Return the members of a bundle by name; raises Wrong for anything but its one form."""
    try:
        need(path.is_file(), "there is no such file")
        need(os.path.getsize(path) <= LARGEST_BUNDLE, "the file is larger than 4 GiB")
        raw = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(raw)) as box:
            _check(box.infolist())
            found = {info.filename: box.read(info) for info in box.infolist()}
    except (zipfile.BadZipFile, struct.error, ValueError, EOFError, OSError) as error:
        raise Wrong(f"this is no readable zip file: {error}") from None
    except (RuntimeError, NotImplementedError) as error:
        raise Wrong(f"the zip file uses what bundles do not use: {error}") from None
    missing = [name for name in MEMBERS if name not in found]
    need(not missing, f"missing: {', '.join(missing)}")
    need(written(found) == raw, "the zip file is not in its one form: bytes in it were changed")
    return found


def _check(infos: list[zipfile.ZipInfo]) -> None:
    need(len(infos) <= MOST_MEMBERS, "too many members")
    names = [info.filename for info in infos]
    need(len(set(names)) == len(names), "a member stands twice")
    for info in infos:
        name = info.filename
        need(name in MEMBERS or TILE.fullmatch(name), f"a member that does not belong: {name!r}")
        need(info.external_attr >> 16 == 0o100644, f"{name} is no plain file")
        need(info.compress_type == zipfile.ZIP_STORED, f"{name} is compressed")
        need(info.file_size == info.compress_size, f"{name} is not as long as it says")
        largest = LARGEST_VIEW if name in VIEWS else LARGEST_MEMBER
        need(info.file_size <= largest, f"{name} is too large")
    need(sum(info.file_size for info in infos) <= LARGEST_BUNDLE, "too large in all")


def written(members: dict[str, bytes]) -> bytes:
    """Return the bytes of the bundle with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            box.writestr(info, members[name])
    return out.getvalue()
