"""The box: the ballots of a case as its log holds them, and how they open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jury.ballot import Ballot, open_ballot
from jury.seal import NotOpened
from jury.standard import Standard
from jury.tally import Tally, count

Entry = dict[str, Any]


class BadLog(Exception):
    """The log of a case does not hold what a count needs."""


@dataclass(frozen=True)
class Box:
    """The counted ballots by pseudonym (None: void), and how many were replaced."""

    ballots: dict[str, Ballot | None] = field(default_factory=dict)
    replaced: int = 0


def one(entries: Sequence[Entry], kind: str) -> Entry:
    """Return the only entry of `kind`; raises BadLog when there is none, or more than one."""
    found = [entry for entry in entries if entry["kind"] == kind]
    if len(found) != 1:
        raise BadLog(f"{len(found)} entries {kind} instead of one")
    return found[0]


def counted(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the last ballot entry of each pseudonym, whatever their order in the log."""
    last: dict[str, Entry] = {}
    for entry in entries:
        if entry["kind"] == "ballot":
            other = last.get(entry["pid"])
            if other is None or other["rev"] < entry["rev"]:
                last[entry["pid"]] = entry
    return last


def final_file(entries: Sequence[Entry]) -> str:
    """Return the digest of the file that ballots count on: the last that jurors read."""
    resumed = [entry for entry in entries if entry["kind"] == "case.resumed"]
    return str((resumed[-1] if resumed else one(entries, "case.opened"))["file"])


def open_box(entries: Sequence[Entry], private_key: bytes) -> Box:
    """Open the ballots of a log. One that is for another file, or does not open, is void."""
    opened = one(entries, "case.opened")
    clauses = [clause["id"] for clause in opened["clauses"]]
    last = counted(entries)
    ballots: dict[str, Ballot | None] = {}
    for pid, entry in last.items():
        ballots[pid] = None
        if entry["file"] == final_file(entries):
            try:
                ballots[pid] = open_ballot(
                    entry["sealed"], private_key, opened["case"], pid, clauses, opened["tiers"]
                )
            except NotOpened:
                continue
    sent = sum(entry["kind"] == "ballot" for entry in entries)
    return Box(ballots, sent - len(last))


def recount(entries: Sequence[Entry], private_key: bytes) -> Tally:
    """Count a case from its log and a key, and from nothing else; raises BadLog."""
    return count_box(entries, open_box(entries, private_key))


def count_box(entries: Sequence[Entry], box: Box) -> Tally:
    """Count an opened box by the standard in its log; raises BadLog."""
    opened = one(entries, "case.opened")
    return count(
        Standard.from_json(opened["standard"]),
        box.ballots.values(),
        [clause["id"] for clause in opened["clauses"]],
        opened["tiers"],
        box.replaced,
    )
