"""The one form of a bundle's zip file: what others read, and where it ends."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import zipform
from audit.verify import box
from audit.zipform import ZipForm, packed
from kernel.errors import Conflict

NAMES = st.text("abc/.-", min_size=1, max_size=9)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=6))
def test_it_is_the_form_that_zip_files_had_first(files: dict[str, bytes]) -> None:
    assert packed(files) == packed(dict(reversed(files.items()))) == box.written(files)


def test_a_member_is_the_same_in_whatever_pieces_it_comes() -> None:
    out = io.BytesIO()
    form = ZipForm(out)
    form.put("a", (bytes([one]) for one in b"some bytes"))
    form.put("b", [])
    form.end()
    assert out.getvalue() == packed({"a": b"some bytes", "b": b""})
    with zipfile.ZipFile(out) as read:
        assert read.testzip() is None
        assert read.read("a") == b"some bytes"


def test_members_come_in_their_order() -> None:
    form = ZipForm(io.BytesIO())
    form.put("b", [])
    for path in ("a", "b"):
        with pytest.raises(ValueError):
            form.put(path, [])


@pytest.mark.parametrize("over", [False, True])
def test_what_has_no_place_in_the_form_is_refused(
    over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert zipform.LARGEST < 2**32 - 1  # which says: look for the number elsewhere
    whole = packed({"a": b"some", "b": b"bytes"})
    monkeypatch.setattr(zipform, "LARGEST", len(whole) - over)
    if over:
        with pytest.raises(Conflict):
            packed({"a": b"some", "b": b"bytes"})
    else:
        assert packed({"a": b"some", "b": b"bytes"}) == whole


def test_more_members_than_the_form_counts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipform, "MOST", 2)
    form = ZipForm(io.BytesIO())
    form.put("a", [])
    form.put("b", [])
    with pytest.raises(Conflict):
        form.put("c", [])
