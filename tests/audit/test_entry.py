"""Entries: one way to write them, and all that is refused, by both readers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import entry, kinds
from audit.verify import entries as second
from audit.verify import schema
from audit.verify.step import Wrong
from tests.audit.modes import MODES

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(
        st.characters(codec="utf-8"), max_size=20
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(PLAIN)
def test_what_is_written_is_read_by_both(value: object) -> None:
    raw = entry.canonical(value)
    assert entry.strict(raw) == second.strict(raw) == value
    assert second.compact(value) == raw
    assert entry.canonical(json.loads(raw)) == raw


def test_an_entry_is_compact_and_sorted() -> None:
    made = entry.make("ballot", {"z": "é", "a": [1, True, None]})
    assert made.bytes == '{"a":[1,true,null],"kind":"ballot","v":1,"z":"é"}'.encode()
    assert made.fields == {"a": [1, True, None], "kind": "ballot", "v": 1, "z": "é"}
    assert len(made.digest) == len(made.leaf_hash) == 32
    assert made.digest != made.leaf_hash


@pytest.mark.parametrize(
    "value", [1.5, 2**53, -(2**53), {1: "a"}, b"raw", {"a", "b"}, "\ud800", float("nan"), object()]
)
def test_what_cannot_be_written(value: object) -> None:
    with pytest.raises(ValueError):
        entry.make("some.kind", {"field": value})


def test_reserved_and_too_large() -> None:
    for fields in ({"v": 2}, {"kind": "x"}, {"text": "x" * 65_536}):
        with pytest.raises(ValueError):
            entry.make("some.kind", fields)
    assert entry.make("some.kind", {"text": "x" * 65_000})


@pytest.mark.parametrize(
    "raw",
    [
        b'{"v":1,"v":1,"kind":"a.b","case":"c"}',
        b'{"v":1,"kind":"a.b","case":"c","n":1.0}',
        b'{"v":1,"kind":"a.b","case":"c","n":1e3}',
        b'{"v":1,"kind":"a.b","case":"c","n":NaN}',
        b'{"v":1,"kind":"a.b","case":"c","n":9007199254740992}',
        b'{"v":1,"kind":"a.b","case":"c","n":' + b"9" * 5000 + b"}",
        b'{"v":2,"kind":"a.b","case":"c"}',
        b'{"v":true,"kind":"a.b","case":"c"}',
        b'{"v":"1","kind":"a.b","case":"c"}',
        b'{"kind":"a.b","case":"c"}',
        b'{"v":1,"case":"c"}',
        b"[1]",
        b'"v"',
        b"",
        b"{",
        b'{"v":1,"kind":"a.b","case":"\xff"}',
        b'{"v":1,"kind":"a.b","case":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"v":1,"kind":"a.b","case":"c","n":' + b"[" * 13 + b"]" * 13 + b"}",
        b'{"v":1,"kind":"a.b","case":"' + b"c" * 65_536 + b'"}',
    ],
    ids=lambda raw: repr(raw[:40]),
)
def test_both_readers_refuse(raw: bytes) -> None:
    with pytest.raises(entry.BadEntry):
        entry.parse(raw)
    with pytest.raises(Wrong):
        second.entry(raw)


def test_brackets_in_text_are_no_depth() -> None:
    raw = json.dumps({"v": 1, "kind": "a.b", "case": '[{"\\' * 40}).encode()
    assert entry.parse(raw)["case"] == second.entry(raw)["case"]


def test_every_kind_of_the_case_made_from_the_document_is_known() -> None:
    seen = {"case.withdrawn", "case.voided", "case.halted", "case.resumed"}
    for mode in MODES.values():
        for line in mode().lines():
            says = entry.parse(line)
            kind = says.pop("kind")
            kinds.check(kind, {name: says[name] for name in says if name not in {"v", "case"}})
            seen.add(kind)
    assert seen == set(kinds.FIELDS)


TYPES = "digest pid signature digits time count flag base64 fraction row".split()


@pytest.mark.parametrize("field", TYPES)
def test_both_schemas_take_and_refuse_the_same_values(field: str) -> None:
    values = [
        None, True, False, 0, 1, -1, "", "a" * 32, "a" * 64, "A" * 64, "g" * 64, "QQ==", "QR==",
        "a" * 96, "1" * 12, "1" * 11, "\u0661" * 12,
        "2026-11-23T12:00:00Z", "2026-11-23", [1, 2], [2, 1], [0, 0], [True, 1], [1, 2, "seated"],
        [1, 2, "sat"], [1, 2, "cap", 4], {}, [], ["seated"],
    ]  # fmt: skip
    assert [kinds.fits(field, one) for one in values] == [schema.fits(field, one) for one in values]
    assert any(kinds.fits(field, one) for one in values)


def test_kinds_that_are_refused() -> None:
    for kind, fields in (
        ("case.opened", {}),
        ("case.withdrawn", {"why": "x"}),
        ("member.joined", {}),
        ("case.closed", {"ballots": -1, "closes_at": "2026-11-23T12:00:00Z"}),
        ("seat.replaced", {"seat": 1, "why": "bored", "stream": [], "ord": None}),
    ):
        with pytest.raises(ValueError):
            kinds.check(kind, fields)
