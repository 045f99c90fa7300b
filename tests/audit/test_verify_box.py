"""Zip files made for mischief."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.verify.__main__ import main
from tests.audit.checking import failed, steps_of
from tests.audit.synthetic import (
    VKEY,
    Case,
)


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


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        lambda out: out.writestr("../evil", b"x"),
        lambda out: out.writestr("/etc/evil", b"x"),
        lambda out: out.writestr("notes.txt", b"x"),
        lambda out: out.writestr("tile/9/../000", b"x"),
        lambda out: out.writestr("checkpoint", b"x"),
        lambda out: out.writestr("tile/5/000", b"\0" * 10_000_000, zipfile.ZIP_DEFLATED),
        a_link,
        lambda out: setattr(out, "comment", b"hello"),
    ],
    ids=["slip", "absolute", "strange", "dots", "double", "bomb", "link", "comment"],
)
def test_a_zip_file_made_for_mischief_is_refused(
    change: Callable[[zipfile.ZipFile], None], tmp_path: Path
) -> None:
    assert failed(steps_of(packed(change, tmp_path), tmp_path)) == ["container"]


def test_what_is_no_zip_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", b"\0" * 1000, Case().bundle() + b"\0", b"MZ" + Case().bundle()):
        assert failed(steps_of(content, tmp_path)) == ["container"]
    assert main([str(tmp_path / "absent.zip"), "--key", str(VKEY)]) == 1
