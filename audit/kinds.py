"""The kinds of entries and their fields: the tables of `docs/formats.md` in code.

A test holds the two together. Tables are only added to (ADR 23): what stands in a log is read for
ever, so a field that entries did not always have is one that they may lack.
"""

import re
from collections.abc import Mapping
from typing import Any

from audit.note import BadNote, unb64

ABSENT = " or absent"  # a field that entries written before it was thought of do not have

FIELDS: dict[str, dict[str, str]] = {
    "case.opened": {
        "file": "digest",
        "question": "text",
        "clauses": "list of clause",
        "standard": "standard",
        "tiers": "list of count",
        "key": "digest",
        "again_of": "text or null",
        "appeal": "flag or absent",
        "beside_of": "text or absent",
    },
    "key.split": {"threshold": "count", "count": "count"},
    "draw.committed": {
        "draw": "count",
        "mode": "text",
        "seats": "count",
        "alternates": "count",
        "roll": "roll",
        "excluded": "excluded",
        "randomness": "commitment or beacon or ceremony",
    },
    "draw.stratified": {"draw": "count", "lottery": "digest", "strata": "map of count"},
    "draw.voided": {"draw": "count", "why": "text"},
    "draw.beacon": {"draw": "count", "round": "count", "signature": "signature"},
    "draw.ceremony": {"draw": "count", "digits": "digits", "count": "count"},
    "draw.result": {
        "draw": "count",
        "randomness": "digest",
        "seed": "digest",
        "stream": "list of row",
    },
    "seat.replaced": {
        "seat": "count",
        "why": "text",
        "stream": "list of row",
        "ord": "count or null",
    },
    "roll.committed": {"pids": "list of pid", "opens_at": "time", "closes_at": "time"},
    "assembly.committed": {
        "roll": "roll",
        "excluded": "excluded",
        "voters": "voters",
        "opens_at": "time",
        "closes_at": "time",
    },
    "ballot": {
        "pid": "pid",
        "rev": "count",
        "file": "digest",
        "sealed": "base64",
        "reason": "digest",
    },
    "case.halted": {"why": "text"},
    "case.resumed": {"file": "digest", "closes_at": "time or null"},
    "case.closed": {"ballots": "count", "closes_at": "time"},
    "case.withdrawn": {},
    "case.voided": {"why": "text"},
    "key.revealed": {"key": "digest"},
    "verdict": {
        "file": "digest",
        "question": "text",
        "clauses": "list of clause",
        "standard": "standard",
        "panel": "panel or absent",
        "assembly": "assembly or absent",
        "numbers": "numbers",
        "issues": "map of answers",
        "tier": "count or null",
        "tiers": "map of count",
        "outcome": "text",
        "stands": "text",
        "checkpoints": "checkpoints",
        "software": "text",
        "caveats": "list of text",
        "blind": "digest or absent",
    },
}

OBJECTS: dict[str, dict[str, str]] = {
    "clause": {"id": "text", "version": "count", "digest": "digest"},
    "standard": {
        "name": "text",
        "seats": "count",
        "alternates": "count",
        "quorum": "quorum",
        "threshold": "bar",
        "denial": "bar or null",
        "approval": "count",
        "hours": "count",
        "answer_hours": "count",
        "again": "flag",
        "early": "flag or absent",
    },
    "quorum": {"absolute": "count", "share": "fraction"},
    "bar": {"share": "fraction", "operator": "text"},
    "roll": {"epoch": "count", "size": "count", "root": "digest"},
    "excluded": {"count": "count", "root": "digest", "reasons": "map of count"},
    "commitment": {"kind": "text", "commitment": "digest"},
    "beacon": {"kind": "text", "chain": "digest", "at": "time", "round": "count"},
    "ceremony": {"kind": "text", "source": "text", "at": "time"},
    "voters": {"count": "count", "root": "digest"},
    "panel": {
        "drawn": "count",
        "accepted": "count",
        "replaced": "count",
        "roll": "digest",
        "seed": "digest",
        "randomness": "text",
        "void_draws": "count",
    },
    "assembly": {"roll": "digest", "voters": "voters"},
    "numbers": {
        "seats": "count",
        "cast": "count",
        "valid": "count",
        "uphold": "count",
        "deny": "count",
        "cannot_judge": "count",
        "void": "count",
        "replaced_ballots": "count",
    },
    "answers": {
        "applies": "count",
        "does_not_apply": "count",
        "unclear": "count",
        "cannot_be_met": "count",
    },
    "checkpoints": {"opening": "head", "closing": "head"},
    "head": {"size": "count", "root": "digest"},
}

DISPOSITIONS = ("duplicate", "conflict", "cool-off", "cap", "seated", "alternate")

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("draw.committed", "mode"): ("drawn", "stratified"),
    ("case.halted", "why"): ("evidence", "private_data"),
    ("seat.replaced", "why"): ("declined", "silent", "stepped_down", "challenged"),
    ("verdict", "outcome"): ("upheld", "denied", "hung", "inquorate"),
    ("verdict", "stands"): (
        "verdict",
        "preliminary decision",
        "appealed decision",
        "new panel",
        "estimate",
    ),
    ("bar", "operator"): (">", ">="),
    ("commitment", "kind"): ("house",),
    ("beacon", "kind"): ("beacon",),
    ("ceremony", "kind"): ("ceremony",),
    ("panel", "randomness"): ("house", "beacon", "ceremony"),
}

EITHER = {"verdict": ("panel", "assembly")}  # one of these is there, never both

_PATTERNS = {
    "digest": re.compile(r"[0-9a-f]{64}"),
    "pid": re.compile(r"[0-9a-f]{32}"),
    "signature": re.compile(r"[0-9a-f]{96}"),
    "digits": re.compile(r"[0-9]{12,200}"),
    "time": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
}


def check(kind: str, fields: Mapping[str, Any]) -> None:
    """Raise ValueError unless `fields` (without v, kind and case) are those of `kind`."""
    if kind not in FIELDS:
        raise ValueError(f"no kind of a case log: {kind}")
    _check_fields(kind, fields, FIELDS[kind])
    either = EITHER.get(kind)
    if either and sum(name in fields for name in either) != 1:
        raise ValueError(f"{kind} has either {' or '.join(either)}")


def _check_fields(name: str, value: Any, table: Mapping[str, str]) -> None:
    needed = {field for field, kind in table.items() if not kind.endswith(ABSENT)}
    if not isinstance(value, Mapping) or not needed <= set(value) <= set(table):
        raise ValueError(f"{name} has exactly these fields: {', '.join(table) or 'none'}")
    for field in value:
        kind, words = table[field].removesuffix(ABSENT), WORDS.get((name, field))
        if not fits(kind, value[field]) or (words and value[field] not in words):
            raise ValueError(f"{name}.{field} is not {' or '.join(words or (kind,))}")


def fits(kind: str, value: Any) -> bool:
    """Whether `value` is of the type that the tables call `kind`."""
    if kind.endswith(" or null"):
        return value is None or fits(kind.removesuffix(" or null"), value)
    if " or " in kind:
        return any(_fits_quietly(one, value) for one in kind.split(" or "))
    if kind.startswith("list of "):
        inner = kind.removeprefix("list of ")
        return isinstance(value, list | tuple) and all(fits(inner, one) for one in value)
    if kind.startswith("map of "):
        inner = kind.removeprefix("map of ")
        return isinstance(value, dict) and all(fits(inner, one) for one in value.values())
    if kind in OBJECTS:
        _check_fields(kind, value, OBJECTS[kind])
        return True
    if kind in _PATTERNS:
        return isinstance(value, str) and bool(_PATTERNS[kind].fullmatch(value))
    return _fits_simple(kind, value)


def _fits_quietly(kind: str, value: Any) -> bool:
    try:
        return fits(kind, value)
    except ValueError:
        return False


def _fits_simple(kind: str, value: Any) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "flag":
            return isinstance(value, bool)
        case "base64":
            return isinstance(value, str) and _is_base64(value)
        case "fraction":
            return _is_pair(value) and 0 <= value[0] <= value[1] and value[1] >= 1
        case "row":
            return (
                isinstance(value, list | tuple)
                and len(value) == 3
                and _is_pair(value[:2])
                and value[2] in DISPOSITIONS
            )
    raise LookupError(kind)


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(_fits_simple("count", one) for one in value)
    )


def _is_base64(text: str) -> bool:
    try:
        unb64(text)
    except BadNote:
        return False
    return True
