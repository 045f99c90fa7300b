"""Entries: strict JSON, their fields, their order."""

import json
import re
from dataclasses import dataclass
from typing import Any

from . import schema
from .note import utf8
from .step import Wrong, need

LETTERS = {
    "case.opened": "O",
    "draw.committed": "C",
    "draw.result": "R",
    "seat.replaced": "S",
    "roll.committed": "L",
    "case.halted": "H",
    "case.resumed": "M",
    "ballot": "b",
    "case.closed": "X",
    "key.revealed": "K",
    "verdict": "V",
}
ORDER = re.compile("OCRS*L[Sb]*XKV")
HALTS = re.compile("O[^HMb]*(H[^HMb]*M[^HMb]*)*[^HM]*")  # none after a ballot, none left open


@dataclass(frozen=True)
class Line:
    """An entry, its place, its bytes and what it says."""

    index: int
    raw: bytes
    kind: str
    says: dict[str, Any]


class CaseLog:
    """The entries of a decided case, in order."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines

    def all(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]

    def one(self, kind: str) -> Line:
        (line,) = self.all(kind)
        return line

    @property
    def file(self) -> str:
        """The digest of the case file that ballots count on: the last that jurors read."""
        resumed = self.all("case.resumed")
        found: str = (resumed[-1] if resumed else self.one("case.opened")).says["file"]
        return found

    @property
    def closes_at(self) -> str:
        """When the poll ends: as it said at first, or as it said after the last halt in it."""
        roll = self.one("roll.committed")
        later = [line for line in self.all("case.resumed") if line.index > roll.index]
        found: str = (later[-1] if later else roll).says["closes_at"]
        return found


def unpacked(tiles: dict[str, bytes]) -> list[bytes]:
    """Return the entries in all entry bundles, in order of their names' numbers."""
    found: list[bytes] = []
    bundles = sorted(
        (name for name in tiles if name.startswith("tile/entries/")), key=_number_of_bundle
    )
    for name in bundles:
        raw, at = tiles[name], 0
        while at < len(raw):
            length = int.from_bytes(raw[at : at + 2], "big")
            need(at + 2 + length <= len(raw), f"{name} ends within an entry")
            found.append(raw[at + 2 : at + 2 + length])
            at += 2 + length
    return found


def _number_of_bundle(name: str) -> int:
    return int(re.sub("[^0-9]", "", name.removeprefix("tile/entries/").split(".p/")[0]))


def case_log(entries: list[bytes], case: str) -> CaseLog:
    """Read all entries of a case; raises Wrong for one that is not as it has to be."""
    lines = []
    for index, raw in enumerate(entries):
        try:
            says = entry(raw)
            need(says.pop("case") == case, "it is of another case")
            kind = says.pop("kind")
            need(kind in LETTERS or kind == "case.withdrawn", f"unknown kind {kind!r}")
            schema.check_fields(kind, says)
        except Wrong as wrong:
            raise Wrong(f"entry {index}: {wrong}") from None
        lines.append(Line(index, raw, kind, says))
    letters = "".join(LETTERS.get(line.kind, "W") for line in lines)
    need("W" not in letters, "the case was withdrawn: its box stays shut, there is no verdict")
    plain = letters.replace("H", "").replace("M", "")
    need(ORDER.fullmatch(plain), "the entries do not stand in the order of a decided case")
    need(HALTS.fullmatch(letters), "a halt does not end before the ballots, or none was there")
    return CaseLog(lines)


def entry(raw: bytes) -> dict[str, Any]:
    """Read an entry with `case`; return its fields without `v`."""
    need(len(raw) <= 65_535, "longer than 65,535 bytes")
    says = strict(raw)
    need(isinstance(says, dict), "no object")
    need(type(says.get("v")) is int and says.pop("v") == 1, "an unknown version")
    need(isinstance(says.get("kind"), str) and isinstance(says.get("case"), str), "no kind or case")
    found: dict[str, Any] = says
    return found


def strict(raw: bytes) -> Any:
    """Read JSON without floats, duplicate keys, large integers or depth."""
    text = utf8(raw)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    depth = 0
    for sign in re.findall(r"[\[\]{}]", bare):
        depth += 1 if sign in "[{" else -1
        need(depth <= 12, "nested too deeply")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except ValueError:
        raise Wrong("not JSON") from None


def compact(value: Any) -> bytes:
    """Write compact JSON; used for views, never for hashing."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    need(len(set(keys)) == len(keys), "a key stands twice")
    return dict(pairs)


def _integer(text: str) -> int:
    need(len(text) < 18 and abs(int(text)) < 2**53, "an integer of 2^53 or more")
    return int(text)


def _no_float(_text: str) -> Any:
    raise Wrong("a number that is not an integer")
