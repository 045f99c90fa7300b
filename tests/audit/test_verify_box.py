"""Zip files made for mischief."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from copy import copy
from functools import partial
from pathlib import Path

import pytest

from audit.verify import box
from audit.verify.__main__ import main
from tests.audit.checking import failed, steps_of
from tests.audit.modes import MODES
from tests.audit.synthetic import VKEY, Case


def packed(change: Callable[[zipfile.ZipFile], None], tmp_path: Path) -> bytes:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, content in sorted(Case().members().items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            out.writestr(info, content)
        change(out)
    return path.read_bytes()


def a_link(out: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("tile/5/000")
    info.external_attr = 0o120777 << 16
    out.writestr(info, "/etc/passwd")


def without(name: str) -> bytes:
    members = Case().members()
    del members[name]
    return box.written(members)


MISCHIEF: dict[str, Callable[[zipfile.ZipFile], None]] = {
    "slip": lambda out: out.writestr("../evil", b"x"),
    "absolute": lambda out: out.writestr("/etc/evil", b"x"),
    "strange": lambda out: out.writestr("notes.txt", b"x"),
    "dots": lambda out: out.writestr("tile/9/../000", b"x"),
    "double": lambda out: out.writestr("checkpoint", b"x"),
    "bomb": lambda out: out.writestr("tile/5/000", b"\0" * 10_000_000, zipfile.ZIP_DEFLATED),
    "link": a_link,
    "comment": lambda out: setattr(out, "comment", b"hello"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", MISCHIEF)
def test_a_zip_file_made_for_mischief_is_refused(name: str, tmp_path: Path) -> None:
    assert failed(steps_of(packed(MISCHIEF[name], tmp_path), tmp_path)) == ["container"]


def claiming(content: bytes, more: int, *fields: int) -> bytes:
    """Return the zip file whose directory says so much more in fields of its last member."""
    raw = bytearray(content)
    at = raw.rfind(b"PK\x01\x02")
    for field in fields:
        (said,) = struct.unpack_from("<I", raw, at + field)
        struct.pack_into("<I", raw, at + field, said + more)
    return bytes(raw)


def locked() -> bytes:
    """The good bundle, in which a member is marked as encrypted."""
    raw = bytearray(Case().bundle())
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def squeezed() -> bytes:
    """The good bundle with its members compressed, and else as they have to be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in sorted(Case().members().items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, content)
    return out.getvalue()


def hidden(before_directory: bytes, after_it: bytes) -> bytes:
    """The good bundle with bytes between its members and its directory, or after that."""
    raw = Case().bundle()
    length, start = struct.unpack_from("<2L", raw, len(raw) - 10)
    end = bytearray(raw[start + length :])
    struct.pack_into("<2L", end, 12, length + len(after_it), start + len(before_directory))
    return raw[:start] + before_directory + raw[start : start + length] + after_it + bytes(end)


def doubled() -> bytes:
    """The good bundle, one of whose members stands there twice, one right after the other."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as zipped:
        warnings.simplefilter("ignore")
        for name, content in sorted(Case().members().items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            for _time in range(1 + (name == "votes.csv")):
                zipped.writestr(copy(info), content)
    return out.getvalue()


def changed(find: bytes, last: bool, at: int, to: int) -> bytes:
    """The good bundle with one byte changed, so far after the first or last of some bytes."""
    raw = bytearray(Case().bundle())
    raw[(raw.rfind(find) if last else raw.find(find)) + at] = to
    return bytes(raw)


PACKED: dict[str, Callable[[], bytes]] = {
    "longer than it is": lambda: claiming(Case().bundle(), 1, 24),
    "shorter than it is": lambda: claiming(Case().bundle(), -1, 24),
    "more of the file than it is": lambda: claiming(Case().bundle(), 1, 20, 24),
    "far more than there is": lambda: claiming(Case().bundle(), 100_000, 20, 24),
    "hiding before its directory": lambda: hidden(b"x", b""),
    "hiding in its directory": lambda: hidden(b"", b"x"),
    "hiding nothing": lambda: hidden(b"PK\1\2", b"PK\1\2"),
    "double": doubled,
    "with a strange name": lambda: changed(b"PK\1\2", True, 46, 0xFF),
    "on another disk": lambda: changed(b"PK\5\6", True, 4, 1),
    "with another cell": lambda: changed(b"\r\nC-2026", False, 3, 0x78),
    "of nothing": lambda: b"PK\5\6" + bytes(18),
    "encrypted": locked,
    "compressed": squeezed,
}
PACKED |= {f"without {name}": partial(without, name) for name in box.MEMBERS}


@pytest.mark.parametrize("name", PACKED)
def test_a_bundle_packed_in_another_way_is_refused(name: str, tmp_path: Path) -> None:
    assert failed(steps_of(PACKED[name](), tmp_path)) == ["container"]


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", b"\0" * 1000, Case().bundle() + b"\0", b"MZ" + Case().bundle()):
        assert failed(steps_of(content, tmp_path)) == ["container"]
    assert main([str(tmp_path / "absent.zip"), "--key", str(VKEY)]) == 1


def test_what_a_bundle_says_steers_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Letters that move the cursor, hide what follows or begin a line are written as escapes."""
    case = MODES["stratified"]()
    name = "old\n\x1b[2J\x9b8m\u202ePASS         recount"
    case.one("draw.stratified")["strata"][name] = 0
    path = tmp_path / "case.zip"
    path.write_bytes(case.bundle())
    assert main([str(path), "--key", str(VKEY)]) == 1
    told = capsys.readouterr().out
    assert "nobody is in the stratum old\\n\\x1b[2J\\x9b8m\\u202ePASS" in told
    assert all(letter.isprintable() for letter in told.replace("\n", ""))
    assert not any(line.startswith("PASS         recount") for line in told.splitlines())
    assert main([str(path), "--key", str(VKEY), "--json"]) == 1
    assert capsys.readouterr().out.isascii()
