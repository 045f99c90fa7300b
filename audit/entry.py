"""Entries of the log: their one way of being written, and how strictly they are read."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from audit import merkle

VERSION = 1
LARGEST = 65_535  # bytes; an entry bundle gives each entry a length of 16 bits
INTEGERS_BELOW = 1 << 53  # beyond it, readers in other languages lose digits
DEEPEST = 12
Hash: TypeAlias = bytes  # 32 of them
_DEEPER = re.compile(rb'"(?:[^"\\]|\\.)*"|([\[{])|([\]}])')


class BadEntry(Exception):
    """These bytes are no entry."""


@dataclass(frozen=True)
class Entry:
    """An entry as it is stored: bytes that are hashed, and never written again."""

    bytes: bytes

    @property
    def leaf_hash(self) -> Hash:
        """Its leaf in the tree."""
        return merkle.leaf_hash(self.bytes)

    @property
    def digest(self) -> Hash:
        """SHA-256 of its bytes."""
        return sha256(self.bytes).digest()

    @property
    def fields(self) -> dict[str, Any]:
        """What it says."""
        return parse(self.bytes)


def canonical(value: Any) -> bytes:
    """Return `value` as compact JSON with sorted keys.

    Raises ValueError for anything that has no one way of being written: floats, integers from
    2^53 on, keys that are not text, lone surrogates.
    """
    _check_value(value)
    try:
        return json.dumps(
            value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False
        ).encode()
    except UnicodeEncodeError:
        raise ValueError("the text holds a lone surrogate") from None


def make(kind: str, fields: Mapping[str, Any]) -> Entry:
    """Return the entry of `kind` with `fields`; raises ValueError if it cannot be one."""
    if {"v", "kind"} & set(fields):
        raise ValueError("v and kind are put in by the log")
    raw = canonical({"v": VERSION, "kind": kind, **fields})
    if len(raw) > LARGEST:
        raise ValueError(f"an entry has at most {LARGEST} bytes")
    return Entry(raw)


def parse(raw: bytes) -> dict[str, Any]:
    """Read an entry; raises BadEntry for what is not strictly one."""
    if len(raw) > LARGEST:
        raise BadEntry("longer than 65,535 bytes")
    value = strict(raw)
    if not isinstance(value, dict):
        raise BadEntry("not an object")
    if value.get("v") != VERSION or value["v"] is True:
        raise BadEntry("of an unknown version")
    if not isinstance(value.get("kind"), str):
        raise BadEntry("without a kind")
    return value


def strict(raw: bytes) -> Any:
    """Read JSON, and refuse duplicate keys, floats, large integers and depth (BadEntry)."""
    _check_depth(raw)
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_float,
        )
    except ValueError:
        raise BadEntry("not JSON") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadEntry("with a key that stands twice")
    return found


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= INTEGERS_BELOW:
        raise BadEntry("with an integer of 2^53 or more")
    return int(text)


def _float(_text: str) -> Any:
    raise BadEntry("with a number that is not an integer")


def _check_depth(raw: bytes) -> None:
    depth = 0
    for opens, closes in _DEEPER.findall(raw):
        depth += bool(opens) - bool(closes)
        if depth > DEEPEST:
            raise BadEntry("nested too deeply")


def _check_value(value: Any) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) >= INTEGERS_BELOW:
            raise ValueError("an integer of 2^53 or more")
    elif isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key that is not text")
        for inner in value.values():
            _check_value(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_value(inner)
    else:
        raise ValueError(f"a {type(value).__name__} cannot stand in an entry")
