"""Files are whole or not there, wherever writing them was stopped."""

import os
from datetime import UTC, datetime

import pytest

from kernel.files import OWNER, READERS, destroy, put, write


@pytest.fixture
def stops(monkeypatch):
    """Let the disk be full after so many calls."""

    def after(name, calls):
        real, left = getattr(os, name), iter(range(calls))

        def stop(*given, **how):
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            return real(*given, **how)

        monkeypatch.setattr(os, name, stop)

    return after


@pytest.mark.parametrize(("name", "calls"), [("fsync", 0), ("utime", 0)])
def test_what_is_stopped_leaves_the_old_file_and_nothing_else(tmp_path, stops, name, calls):
    file = tmp_path / "head"
    put(file, b"old")
    stops(name, calls)
    with pytest.raises(OSError):
        put(file, b"new", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert [path.name for path in tmp_path.iterdir()] == ["head"]
    assert file.read_bytes() == b"old"


def test_one_that_is_there_is_put_in_its_place_or_stays(tmp_path):
    file = tmp_path / "key"
    for content, over, then in ((b"1", False, b"1"), (b"2", False, b"1"), (b"3", True, b"3")):
        put(file, content, over=over)
        assert file.read_bytes() == then
    with pytest.raises(FileExistsError):
        write(file, [b"4"])
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_who_may_read_it_and_when_it_was_changed(tmp_path):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    before = os.umask(0o022)
    try:
        put(tmp_path / "mine", b"", mode=OWNER)
        put(tmp_path / "ours", b"", mode=READERS, at=at, settled=False)
    finally:
        os.umask(before)
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ours").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "ours").stat().st_mtime == at.timestamp()


def test_what_is_destroyed_was_written_over(tmp_path):
    file, other = tmp_path / "key", tmp_path / "linked"
    put(file, b"secret")
    os.link(file, other)
    assert [destroy(file), destroy(file)] == [True, False]
    assert other.read_bytes() == bytes(6)
