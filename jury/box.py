"""The box: the ballots of a case as its log holds them, and how they open.

A log is gone through and never held: first for what is no ballot and for who voted more than once,
then ballot by ballot. Memory grows with those who voted again, not with those who voted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from audit.entry import parse
from audit.slip import Slip, slip_of
from jury.ballot import Ballot, Choice, open_sealed
from jury.minutes import Band
from jury.reason import NO_REASON, Reason, open_reason
from jury.seal import NotOpened
from jury.standard import Standard
from jury.tally import Assembly, Counts, Tally, tally_of

Entry = dict[str, Any]
Log = Iterable[bytes]  # entries in order, from the first one on each time it is gone through
AT_ONCE = 500  # ballots that are opened together


class BadLog(Exception):
    """The log of a case does not hold what a count needs."""


@dataclass(frozen=True)
class Around:
    """What a log holds besides ballots, how many these are, and the last rev of each pseudonym that
    voted more than once. mark: see `mark_of`, over all ballots."""

    entries: list[Entry]
    sent: int
    last: Mapping[str, int]
    mark: int


@dataclass(frozen=True)
class Sheet:
    """What it takes to read the ballots of a case."""

    case: str
    file: str
    clauses: tuple[str, ...]
    tiers: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """A reason that was opened, and how its juror voted."""

    choice: Choice
    reason: Reason


@dataclass
class Part:
    """What came out of some ballots. bands: how long the jurors took whose ballots are not void,
    where reasons stand beside them."""

    counts: Counts = field(default_factory=Counts)
    told: list[Told] = field(default_factory=list)
    bands: Counter[Band] = field(default_factory=Counter)


@dataclass
class Box(Part):
    """What came out of all that count, but for the reasons; how many were replaced."""

    replaced: int = 0


Pair = tuple[bytes, bytes | None]  # the entry of a ballot, and the sealed reason beside it
Opener = Callable[[Sheet, bytes, Iterable[list[Pair]]], Iterable[Part]]


def one(entries: Sequence[Entry], kind: str) -> Entry:
    """Return the only entry of `kind`; raises BadLog when there is none, or more than one."""
    found = [entry for entry in entries if entry["kind"] == kind]
    if len(found) != 1:
        raise BadLog(f"{len(found)} entries {kind} instead of one")
    return found[0]


def last(entries: Sequence[Entry], kind: str) -> Entry:
    """Return the last entry of `kind`, of which there may be several; raises BadLog for none."""
    found = [entry for entry in entries if entry["kind"] == kind]
    if not found:
        raise BadLog(f"no entry {kind}")
    return found[-1]


def is_assembly(entries: Sequence[Entry]) -> bool:
    """Whether nobody was drawn: everybody on the roll might take a seat."""
    return any(entry["kind"] == "assembly.committed" for entry in entries)


def final_file(entries: Sequence[Entry]) -> str:
    """Return the digest of the file that ballots count on: the last that jurors read."""
    resumed = [entry for entry in entries if entry["kind"] == "case.resumed"]
    return str((resumed[-1] if resumed else one(entries, "case.opened"))["file"])


def mark_of(raw: bytes) -> int:
    """Return a number for an entry. The sums of two lists of entries are equal when these hold the
    same, in whatever order."""
    return int.from_bytes(sha256(raw).digest())


def look_around(log: Log) -> Around:
    """Return what stands around the ballots of a log; raises BadLog for a ballot in another form
    than the house gives them."""
    entries: list[Entry] = []
    sent = mark = 0
    again: dict[str, int] = {}
    for raw in log:
        slip = slip_of(raw)
        if slip is None:
            entries.append(parse(raw))
            continue
        sent += 1
        mark += mark_of(raw)
        if slip.rev > 1:
            again[slip.pid] = max(slip.rev, again.get(slip.pid, 0))
    if any(entry["kind"] == "ballot" for entry in entries):
        raise BadLog("a ballot in a form that ballots do not have")
    return Around(entries, sent, again, mark)


def sheet_of(entries: Sequence[Entry]) -> Sheet:
    """Return what it takes to read the ballots of the log with these entries; raises BadLog."""
    opened = one(entries, "case.opened")
    clauses = tuple(clause["id"] for clause in opened["clauses"])
    return Sheet(opened["case"], final_file(entries), clauses, tuple(opened["tiers"]))


def open_some(sheet: Sheet, private_key: bytes, some: Sequence[Pair]) -> Part:
    """Open some of the ballots that count, and the reasons beside them.

    A ballot that is for another file, or does not open, is void. An empty reason is none, and one
    that does not open, or is not the one whose digest was logged, is left out.
    """
    part, plain, read = Part(), Counter[bytes | None](), dict[bytes | None, Ballot | None]()
    for raw, beside in some:
        slip = slip_of(raw)
        if slip is None:
            raise BadLog("what is to be opened is no ballot")
        padded = _open(sheet, private_key, slip)
        plain[padded] += 1
        if padded not in read:
            read[padded] = _read(sheet, padded)
        ballot = read[padded]
        if ballot is not None and beside is not None:
            reason, band = _reason(sheet, private_key, slip, beside)
            part.bands[band] += 1
            if reason.text.strip():
                part.told.append(Told(ballot.choice, reason))
    for padded, times in plain.items():  # many ballots say the same, so each is read once
        part.counts.add(read[padded], times)
    return part


def in_turn(sheet: Sheet, private_key: bytes, chunks: Iterable[list[Pair]]) -> Iterator[Part]:
    """Open ballots here, chunk after chunk."""
    return (open_some(sheet, private_key, some) for some in chunks)


def open_box(
    around: Around,
    pairs: Iterable[Pair],
    private_key: bytes,
    opener: Opener = in_turn,
    keep: Callable[[Sequence[Told]], None] = lambda told: None,
) -> Box:
    """Open the ballots of a log that count: of each pseudonym the last.

    pairs: all ballots of the log that `around` is of, in whatever order, each with the reason
    beside it. opener: where they are opened. keep: is given the reasons, some at a time.
    Raises BadLog where the ballots are others than those of the log.
    """
    box = Box()
    chunks = _counted(around, pairs, box)
    for part in opener(sheet_of(around.entries), private_key, chunks):
        box.counts.merge(part.counts)
        box.bands.update(part.bands)
        if part.told:
            keep(part.told)
    return box


def bare(log: Log) -> Iterator[Pair]:
    """Return the ballots of a log, none with a reason beside it."""
    return ((raw, None) for raw in log if slip_of(raw) is not None)


def recount(around: Around, log: Log, private_key: bytes, opener: Opener = in_turn) -> Tally:
    """Count a case from its log and a key, and from nothing else; raises BadLog.

    How many took a seat in an assembly only its verdict says.
    """
    entries = around.entries
    taken = one(entries, "verdict")["numbers"]["seats"] if is_assembly(entries) else 0
    return count_box(entries, open_box(around, bare(log), private_key, opener), taken)


def count_box(entries: Sequence[Entry], box: Box, taken: int = 0) -> Tally:
    """Count an opened box by the standard in its log; raises BadLog.

    taken: how many took a seat, in an assembly.
    """
    opened = one(entries, "case.opened")
    assembly = None
    if is_assembly(entries):
        assembly = Assembly(taken, one(entries, "assembly.committed")["voters"]["count"])
    return tally_of(
        Standard.from_json(opened["standard"]),
        box.counts,
        [clause["id"] for clause in opened["clauses"]],
        opened["tiers"],
        box.replaced,
        assembly,
    )


def _counted(around: Around, pairs: Iterable[Pair], box: Box) -> Iterator[list[Pair]]:
    """Yield the ballots that count, so many at once; note how many do not."""
    some: list[Pair] = []
    mark = 0
    for pair in pairs:
        mark += mark_of(pair[0])
        if around.last and _is_replaced(around, pair[0]):
            box.replaced += 1
            continue
        some.append(pair)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
    if mark != around.mark:
        raise BadLog("the ballots that are held are not those of the log")


def _is_replaced(around: Around, raw: bytes) -> bool:
    slip = slip_of(raw)
    return slip is not None and slip.rev < around.last.get(slip.pid, slip.rev)


def _open(sheet: Sheet, private_key: bytes, slip: Slip) -> bytes | None:
    if slip.file != sheet.file:
        return None
    try:
        return open_sealed(slip.sealed, private_key, sheet.case, slip.pid)
    except NotOpened:
        return None


def _read(sheet: Sheet, padded: bytes | None) -> Ballot | None:
    if padded is None:
        return None
    try:
        return Ballot.decode(padded, sheet.clauses, sheet.tiers)
    except NotOpened:
        return None


def _reason(sheet: Sheet, private_key: bytes, slip: Slip, sealed: bytes) -> tuple[Reason, Band]:
    try:
        return open_reason(sealed, private_key, sheet.case, slip.pid, sheet.clauses, slip.reason)
    except NotOpened:
        return NO_REASON, Band.NOT_KNOWN
