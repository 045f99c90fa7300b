"""Entries: strict JSON, their fields, their order."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .note import utf8
from .step import Wrong, need

if TYPE_CHECKING:
    from .scan import Ballots

LETTERS = {
    "case.opened": "O",
    "key.split": "P",
    "draw.committed": "C",
    "draw.stratified": "G",
    "draw.voided": "D",
    "draw.beacon": "B",
    "draw.ceremony": "Y",
    "draw.result": "R",
    "seat.replaced": "S",
    "roll.committed": "L",
    "assembly.committed": "A",
    "case.halted": "H",
    "case.resumed": "M",
    "ballot": "b",
    "case.closed": "X",
    "case.withdrawn": "W",
    "case.voided": "Z",
    "key.revealed": "K",
    "verdict": "V",
}
ORDER = re.compile("OP?((CG?D)*CG?[BY]?RS*L[Sb]*|Ab*)XKV")
_COMPACT = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
# A text in JSON, or what is left where one does not end: else each quote in it is begun with again.
TEXT = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
# None after a ballot, none left open; and it never looks twice, however many draws were voided.
HALTS = re.compile("O[^HMb]*+(?:H[^HMb]*+M[^HMb]*+)*+[^HM]*")


@dataclass(frozen=True)
class Line:
    """An entry, its place, its bytes and what it says."""

    index: int
    raw: bytes
    kind: str
    says: dict[str, Any]


class CaseLog:
    """The entries of a decided case, in order. lines: all but the ballots."""

    def __init__(self, lines: list[Line], ballots: "Ballots") -> None:
        self.lines = lines
        self.ballots = ballots
        self.by_kind: dict[str, list[Line]] = {}
        for line in lines:
            self.by_kind.setdefault(line.kind, []).append(line)

    def all(self, *kinds: str) -> list[Line]:
        """Return the entries of these kinds, one kind after the other."""
        return [line for kind in kinds for line in self.by_kind.get(kind, [])]

    def one(self, kind: str) -> Line:
        """Return the entry of which a decided case has exactly one."""
        (line,) = self.all(kind)
        return line

    def last(self, kind: str) -> Line:
        """Return the last entry of a kind of which a decided case has at least one."""
        return self.all(kind)[-1]

    @property
    def mode(self) -> str:
        """Who sat: `drawn`, `stratified`, or `assembly`, in which everybody may."""
        if self.all("assembly.committed"):
            return "assembly"
        found: str = self.last("draw.committed").says["mode"]
        return found

    @property
    def base(self) -> Line:
        """The entry with the roll and the excluded that held."""
        return self.last("assembly.committed" if self.mode == "assembly" else "draw.committed")

    @property
    def poll(self) -> Line:
        """The entry that opened the poll."""
        return self.one("assembly.committed" if self.mode == "assembly" else "roll.committed")

    @property
    def file(self) -> str:
        """The digest of the case file that ballots count on: the last that jurors read."""
        found: str = self.all("case.opened", "case.resumed")[-1].says["file"]
        return found

    @property
    def closes_at(self) -> str:
        """When the poll ends: as it said at first, or as it said after the last halt in it."""
        later = [line for line in self.all("case.resumed") if line.index > self.poll.index]
        found: str = (later[-1] if later else self.poll).says["closes_at"]
        return found


def case_log(lines: list[Line], letters: str, ballots: "Ballots") -> CaseLog:
    """Put the entries of a case together; raises Wrong unless they stand in the order they have to.

    lines: all but ballots. letters: one for each entry.
    """
    need("W" not in letters, "the case was withdrawn: its box stays shut, there is no verdict")
    need("Z" not in letters, "the case was voided: nothing was counted, there is no verdict")
    plain = letters.replace("H", "").replace("M", "")
    need(ORDER.fullmatch(plain), "the entries do not stand in the order of a decided case")
    need(HALTS.fullmatch(letters), "a halt does not end before the ballots, or none was there")
    quiet = [line for line in lines if line.kind not in {"case.halted", "case.resumed"}]
    for line, after in pairwise(quiet):
        if line.kind == "draw.committed":
            by_types = line.says["mode"] == "stratified"
            same = by_types == (after.kind == "draw.stratified")
            need(same, f"entry {line.index}: draw.stratified follows where the mode is stratified")
    found = CaseLog(lines, ballots)
    part, other = ("assembly", "panel") if "A" in letters else ("panel", "assembly")
    verdict = found.one("verdict").says
    need(part in verdict and other not in verdict, f"the verdict is not that of one {part}")
    return found


def moment(text: str) -> datetime:
    """Read a time; raises Wrong for one that no calendar has."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Wrong(f"no such time: {text}") from None


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
    bare = TEXT.sub("", text)
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
    return _COMPACT.encode(value).encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    need(len(set(keys)) == len(keys), "a key stands twice")
    return dict(pairs)


def _integer(text: str) -> int:
    need(len(text) < 18 and abs(int(text)) < 2**53, "an integer of 2^53 or more")
    return int(text)


def _no_float(_text: str) -> Any:
    raise Wrong("a number that is not an integer")
