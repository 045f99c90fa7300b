"""What is put together from the logs: for whoever audits, the bundle of a case; for whoever holds a
receipt, what became of it."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from audit import bundle, entry, queries, rotation, search, telling, tilestore
from audit.keys import REGISTRY
from audit.models import Leaf
from audit.note import Checkpoint, Receipt
from audit.promises import Standing, evidence, moment, standing
from kernel.errors import N_, Conflict, Missing


def write_bundle(session: Session, case_ref: str, out: BinaryIO) -> None:
    """Write the bundle of a decided case to `out`, which can be sought in: the same for ever.

    Raises Missing for a case without a log, Conflict until its verdict is in the log and the
    registry has taken up that head, and for a case that is too large.
    """
    head = queries.published(session, case_ref)
    if head is None:
        raise Missing()
    verdict = queries.entries(session, case_ref, head.size - 1, head.size)[0]
    said = entry.parse(verdict)
    if said["kind"] != "verdict":
        raise Conflict(telling.no_bundle(said))
    ours = {"size": head.size, "root": head.root.hex()}
    last = registry_entry(session, case_ref, ours)
    opening = registry_entry(session, case_ref, said["checkpoints"]["opening"])
    link = tilestore.tree(session, REGISTRY, last.size).consistency(opening.size)
    registry = bundle.Registry(opening, last, link, _handovers(session, last.size))
    log = bundle.Log(
        head.size,
        queries.own_checkpoint(session, case_ref, head.size) or "",
        queries.Stream(session, case_ref, head.size),
        queries.Stream(session, case_ref, head.size, Leaf.leaf_hash),
        verdict,
    )
    with tempfile.TemporaryFile() as spool:
        bundle.write(out, log, registry, queries.attachments(session, case_ref), spool)


def _handovers(session: Session, size: int) -> list[tuple[str, list[bytes]]]:
    """Return what a bundle tells of the keys that handed over up to this size of the registry."""
    tree = tilestore.tree(session, REGISTRY, size)
    return [(text, tree.consistency(at)) for at, text in rotation.handovers(session, size)]


def registry_entry(
    session: Session, case_ref: str, head: Mapping[str, Any]
) -> bundle.RegistryEntry:
    """Return where the registry holds a head of a case, under the first checkpoint that covers it:
    a later one would make another bundle of the same case.

    Raises Conflict while no published checkpoint of the registry covers it.
    """
    made = entry.make("case.checkpoint", {**head, "case": case_ref})
    index = queries.sequenced(session, REGISTRY, made.leaf_hash)
    found = None
    if index is not None:
        found = queries.registry_checkpoint(session, covering=index)
    if index is None or found is None:
        raise Conflict(N_("The registry has not taken this case up yet. Try again in a moment."))
    size, note_of_registry = found
    proof = tilestore.tree(session, REGISTRY, size).inclusion(index)
    return bundle.RegistryEntry(made.bytes, index, note_of_registry, size, proof)


@dataclass(frozen=True)
class Promise:
    """What became of the promise of a receipt. index: where its ballot stands, if it does."""

    ref: str
    leaf: bytes
    index: int | None
    standing: Standing
    evidence: str


@dataclass(frozen=True)
class TakenUp:
    """Where the registry took up the first head of a case that covers an entry.

    after: the last entry of the registry before it that says when it was made: it came later.
    """

    index: int
    after: bytes | None


def taken_up(session: Session, ref: str, indexes: Iterable[int]) -> dict[int, TakenUp]:
    """Return where the registry took up entries of a case, of those that it has taken up."""
    heads = {index: queries.covering(session, ref, index) for index in indexes}
    places: dict[queries.Head, TakenUp] = {}
    for head in {head for head in heads.values() if head}:
        said = {"size": head.size, "root": head.root.hex(), "case": ref}
        made = entry.make("case.checkpoint", said)
        at = queries.sequenced(session, REGISTRY, made.leaf_hash)
        if at is not None:
            places[head] = TakenUp(at, search.dated_before(session, at))
    return {index: places[head] for index, head in heads.items() if head in places}


@dataclass(frozen=True)
class Continued:
    """What our log says of a checkpoint that we signed. log: a case, or the registry. size: of the
    checkpoint. latest: of the log by now. holds: it begins as it did then."""

    log: str
    size: int
    latest: int
    holds: bool

    @property
    def ref(self) -> str | None:
        """The case whose log it is; None for the registry."""
        return None if self.log == REGISTRY else self.log


def continued(session: Session, log: str, head: Checkpoint) -> Continued:
    """Return whether what is published of a log begins with what a checkpoint of it signed."""
    end = queries.published(session, log)
    size = end.size if end else 0
    root = None
    if head.size <= size:
        root = tilestore.tree(session, log, size).root(0, head.size)
    return Continued(log, head.size, size, root == head.root)


def promise_of(session: Session, ref: str, text: str, given: Receipt, now: datetime) -> Promise:
    """Return what became of a receipt, by the published log of its case.

    text: the receipt with its signature, as it was given.
    """
    end = queries.published(session, ref)
    index = queries.sequenced(session, ref, given.leaf)
    if end is None or (index is not None and index >= end.size):
        index = None
    says = _besides_ballots(session, ref, end.size) if end else iter(())
    found = standing(moment(given.merge_by), index is not None, says, now)
    here, registry = (queries.checkpoint(session, log) or "none" for log in (ref, REGISTRY))
    proof = evidence(text, here, registry, found.due, now)
    return Promise(ref, given.leaf, index, found, proof)


def _besides_ballots(session: Session, ref: str, size: int) -> Iterator[dict[str, Any]]:
    """Yield what a log says before its ballots, all of which stand together, and what it ends with:
    there may be a million of them."""
    last = None
    for raw in queries.Stream(session, ref, size):
        last = entry.parse(raw)
        if last["kind"] == "ballot":
            break
        yield last
    if last is not None and last["kind"] == "ballot":
        yield entry.parse(queries.entries(session, ref, size - 1, size)[0])
