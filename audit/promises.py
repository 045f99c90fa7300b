"""Promises: where the word that a receipt gave stands, by what the log of its case says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from kernel.clock import as_text

AFTER_CLOSING = timedelta(hours=1)  # ballots stand in the log that long after their poll, at most
TAKES_NONE = frozenset({"case.closed", "key.revealed", "verdict"})
UNCOUNTED = frozenset({"case.withdrawn", "case.voided"})


class State(StrEnum):
    """kept: the ballot is in the log. waiting: it is not, and there is time. late: it is not, and
    should be. ended: it is in the log of a case that ended without a count."""

    KEPT = "kept"
    WAITING = "waiting"
    LATE = "late"
    ENDED = "ended"


# Each paragraph is one line, for it is read on phones.
_AT = (
    "At {now}, by the clock of the server that signed all of this, the entry that the receipt "
    "below promises was not in the log that it names. It was due by {due}."
)
_CHECKPOINT = (
    "2. The checkpoint of that log at the time, signed by the same key. Whoever fetches the hashes "
    "of the log at this size (tile/0/...), and finds that they give this root and that the hash of "
    "the receipt is not among them, knows that the promise was not kept."
)
_REGISTRY = (
    "3. The checkpoint of the registry at the time. Whoever has a time stamp of it, or has kept "
    "it, can tell how late it was."
)
EVIDENCE = f"""\
A promise that was not kept

{_AT}

1. The receipt. It is signed by the log's key; its third line is the hash of the entry.

{{receipt}}

{_CHECKPOINT}

{{checkpoint}}

{_REGISTRY}

{{registry}}
"""


@dataclass(frozen=True)
class Standing:
    """Where a promise stands. due: by when it is to be kept, which a halt puts off. halted: the
    case is, so it will be put off. closed: the log takes no ballot any more."""

    state: State
    due: datetime
    halted: bool = False
    closed: bool = False


def moment(text: str) -> datetime:
    """Read a time as receipts and entries write it; raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def standing(
    merge_by: datetime, there: bool, entries: Iterable[Mapping[str, Any]], now: datetime
) -> Standing:
    """Return where a promise stands.

    merge_by: as the receipt says. there: whether its ballot is in the log. entries: what the log
    says, without its ballots.
    """
    due, halted, last = merge_by, False, ""
    for says in entries:
        last = str(says["kind"])
        if last == "case.halted":
            halted = True
        elif last == "case.resumed":
            halted = False
            if says["closes_at"] is not None:
                due = max(due, moment(says["closes_at"]) + AFTER_CLOSING)
    closed = last in TAKES_NONE | UNCOUNTED
    if there:
        return Standing(State.ENDED if last in UNCOUNTED else State.KEPT, due, closed=closed)
    if closed:
        return Standing(State.LATE, due, closed=True)
    if halted or now < due:
        return Standing(State.WAITING, due, halted)
    return Standing(State.LATE, due)


def evidence(receipt: str, checkpoint: str, registry: str, due: datetime, now: datetime) -> str:
    """Return what to keep of a promise that was not kept: the receipt, and the log as it was."""
    return EVIDENCE.format(
        now=as_text(now),
        due=as_text(due),
        receipt=receipt.strip(),
        checkpoint=checkpoint.strip(),
        registry=registry.strip(),
    )
