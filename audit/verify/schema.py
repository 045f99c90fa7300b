"""The tables of `docs/formats.md`: which fields an entry has, and of which type."""

import re
from typing import Any

from .note import unbase64
from .step import Wrong, need

TABLES = """
case.opened         file digest; question text; clauses list of clause; standard standard; tiers list of count; key digest; again_of text or null; appeal flag or absent; beside_of text or absent
key.split           threshold count; count count
draw.committed      draw count; mode drawn|stratified; seats count; alternates count; roll roll; excluded excluded; randomness commitment or beacon or ceremony
draw.stratified     draw count; lottery digest; strata map of count
draw.voided         draw count; why text
draw.beacon         draw count; round count; signature signature
draw.ceremony       draw count; digits digits; count count
draw.result         draw count; randomness digest; seed digest; stream list of row
seat.replaced       seat count; why declined|silent|stepped_down|challenged; stream list of row; ord count or null
roll.committed      pids list of pid; opens_at time; closes_at time
assembly.committed  roll roll; excluded excluded; voters voters; opens_at time; closes_at time
ballot              pid pid; rev count; file digest; sealed base64; reason digest
case.halted         why evidence|private_data
case.resumed        file digest; closes_at time or null
case.closed         ballots count; closes_at time
case.withdrawn
case.voided         why text
key.revealed        key digest
verdict             file digest; question text; clauses list of clause; standard standard; panel panel or absent; assembly assembly or absent; numbers numbers; issues map of answers; tier count or null; tiers map of count; outcome upheld|denied|hung|inquorate; stands verdict|preliminary decision|appealed decision|new panel|estimate; checkpoints checkpoints; software text; caveats list of text; blind digest or absent
case.checkpoint     size count; root digest

clause              id text; version count; digest digest
standard            name text; seats count; alternates count; quorum quorum; threshold bar; denial bar or null; approval count; hours count; answer_hours count; again flag; early flag or absent
quorum              absolute count; share fraction
bar                 share fraction; operator >|>=
roll                epoch count; size count; root digest
excluded            count count; root digest; reasons map of count
commitment          kind house|; commitment digest
beacon              kind beacon|; chain digest; at time; round count
ceremony            kind ceremony|; source text; at time
voters              count count; root digest
panel               drawn count; accepted count; replaced count; roll digest; seed digest; randomness house|beacon|ceremony; void_draws count
assembly            roll digest; voters voters
numbers             seats count; cast count; valid count; uphold count; deny count; cannot_judge count; void count; replaced_ballots count
answers             applies count; does_not_apply count; unclear count; cannot_be_met count
checkpoints         opening head; closing head
head                size count; root digest

roll leaf           epoch count; next_free_epoch count; ord count; pseudonym pid; stratum text
roll line           leaf text; proof list of digest
excluded.json       cap list of pid; conflict list of pid
consistency.json    new count; old count; proof list of digest
handover            checkpoint text; proof list of digest
lottery.json        v count; seats count; quotas list of quota; types list of named; compositions list of list of count; weights list of count; certificate list of level
quota               feature text; value text; least count; most count
level               settled list of count; prices list of pair; most count
"""  # noqa: E501  a line each, to be read beside the document


def _tables() -> dict[str, dict[str, str]]:
    found = {}
    for line in filter(None, TABLES.splitlines()):
        name, fields = line[:19].strip(), line[20:].strip()
        found[name] = dict(field.split(" ", 1) for field in fields.split("; ") if field)
    return found


FIELDS = _tables()
DISPOSITIONS = {"seated", "alternate", "duplicate", "conflict", "cool-off", "cap"}
TUPLES = {
    "fraction": ("count", "count"),
    "row": ("count", "count", "|".join(sorted(DISPOSITIONS))),
    "named": ("text", "count"),
    "pair": ("count", "count"),
}
PATTERNS = {
    "digest": re.compile("[0-9a-f]{64}"),
    "pid": re.compile("[0-9a-f]{32}"),
    "signature": re.compile("[0-9a-f]{96}"),
    "digits": re.compile("[0-9]{12,200}"),
    "time": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
    "text": re.compile(".*", re.S),
}


def check_fields(name: str, value: Any) -> None:
    """Raise Wrong unless `value` is an object with exactly the fields of the table `name`."""
    table = FIELDS[name]
    need(isinstance(value, dict), f"{name} is no object")
    needed = {field for field, kind in table.items() if not kind.endswith(" or absent")}
    need(needed <= set(value) <= set(table), f"{name} has other fields than it should")
    for field in value:
        kind = table[field].removesuffix(" or absent")
        need(fits(kind, value[field]), f"{name}.{field} is not {kind}")


def fits(kind: str, value: Any) -> bool:
    """Whether `value` is of the type that the tables call `kind`."""
    if kind.endswith(" or null"):
        return value is None or fits(kind[:-8], value)
    if " or " in kind:
        return any(_fits_quietly(one, value) for one in kind.split(" or "))
    if kind.startswith("list of "):
        return isinstance(value, list) and all(fits(kind[8:], one) for one in value)
    if kind.startswith("map of "):
        return isinstance(value, dict) and all(fits(kind[7:], one) for one in value.values())
    if kind in FIELDS:
        check_fields(kind, value)
        return True
    return _fits_simply(kind, value)


def _fits_simply(kind: str, value: Any) -> bool:
    if kind in PATTERNS:
        return isinstance(value, str) and bool(PATTERNS[kind].fullmatch(value))
    if kind == "count":
        return type(value) is int and value >= 0
    if kind == "flag":
        return type(value) is bool
    if kind == "base64":
        return isinstance(value, str) and _is_base64(value)
    if kind in TUPLES:
        return _is_tuple(kind, value)
    return value in kind.split("|") and bool(value)  # one of these words


def _fits_quietly(kind: str, value: Any) -> bool:
    try:
        return fits(kind, value)
    except Wrong:
        return False


def _is_tuple(kind: str, value: Any) -> bool:
    parts = TUPLES[kind]
    if not isinstance(value, list) or len(value) != len(parts):
        return False
    if not all(fits(part, one) for part, one in zip(parts, value, strict=True)):
        return False
    return kind != "fraction" or value[0] <= value[1] > 0


def _is_base64(text: str) -> bool:
    try:
        unbase64(text)
    except Wrong:
        return False
    return True
