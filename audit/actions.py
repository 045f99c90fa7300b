"""Writing to the log. Every room calls these inside its own unit of work: the entry is queued in
the same transaction as the thing it tells of, so neither is ever there without the other.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import bundle, entry, export, keys, kinds, note, queries
from audit.entry import Entry
from audit.event import Event
from audit.events import ExportTaken
from audit.export import Vote
from audit.keys import REGISTRY
from audit.models import Attachment, QueuedEntry
from kernel.errors import N_, Conflict, Missing
from kernel.work import Work

ATTACHABLE = frozenset({"roll.jsonl", "excluded.json"})


def record(work: Work, event: Event) -> Entry:
    """Put an event in the registry. Returns its entry; raises ValueError if it cannot be one."""
    made = entry.make(event.kind, event.as_fields(work.now, work.actor.ref))
    queue(work, REGISTRY, made.bytes)
    return made


def append(work: Work, case_ref: str, kind: str, body: Mapping[str, Any]) -> Entry:
    """Put an entry of `kind` in the log of a case.

    `body` holds the fields of `docs/formats.md`, without `v`, `kind` and `case`; ValueError if it
    holds others.
    """
    made = hold(case_ref, kind, body)
    queue(work, case_ref, made.bytes)
    return made


def hold(case_ref: str, kind: str, body: Mapping[str, Any]) -> Entry:
    """Make an entry of a case log without queueing it: for what is logged later, by `queue`."""
    kinds.check(kind, body)
    return entry.make(kind, {**body, "case": case_ref})


def queue(work: Work, log: str, *entries: bytes) -> None:
    """Queue entries in the order given."""
    if entries:
        # One statement for all: a case may bring a hundred thousand ballots at its closing.
        rows = [{"log": log, "entry": raw, "queued_at": work.now} for raw in entries]
        work.session.execute(sa.insert(QueuedEntry.__table__), rows)  # type: ignore[arg-type]


def promise(work: Work, case_ref: str, held: Entry, merge_by: datetime) -> str:
    """Return the signed receipt that `held` will stand in the case's log by `merge_by`."""
    origin = keys.origin(work.settings, case_ref)
    text = note.Receipt.promising(origin, held.leaf_hash, merge_by).text
    return note.signed(text, origin, keys.signer(work.settings))


def attach(work: Work, case_ref: str, path: str, content: bytes) -> None:
    """Keep a file for the bundle of a case, in place of an older one of that path.

    path: `roll.jsonl` or `excluded.json`; ValueError for another.
    """
    if path not in ATTACHABLE:
        raise ValueError(f"a bundle has no {path} to attach")
    work.session.merge(Attachment(case_ref=case_ref, path=path, content=content))
    work.session.flush()


def bundle_of(session: Session, case_ref: str) -> bytes:
    """Return the bundle of a decided case, as the published checkpoints stand.

    Raises Missing for a case without a log, Conflict until its verdict is in the log and the
    registry has taken up that head.
    """
    head = queries.published(session, case_ref)
    latest = queries.published(session, REGISTRY)
    if head is None:
        raise Missing()
    entries = queries.entries(session, case_ref, 0, head.size)
    verdict = entry.parse(entries[-1])
    if verdict["kind"] != "verdict":
        raise Conflict(N_("There is no bundle before the verdict stands in the log."))
    leaves = queries.leaf_hashes(session, REGISTRY, 0, latest.size if latest else 0)
    opening = verdict["checkpoints"]["opening"]
    ours = {"size": head.size, "root": head.root.hex()}
    last = registry_entry(session, case_ref, ours, first=False)
    registry = bundle.Registry(leaves, registry_entry(session, case_ref, opening), last)
    note_of_case = queries.checkpoint(session, case_ref, head.size) or ""
    attached = queries.attachments(session, case_ref)
    return bundle.packed(bundle.members(entries, note_of_case, registry, attached))


def registry_entry(
    session: Session, case_ref: str, head: Mapping[str, Any], first: bool = True
) -> bundle.RegistryEntry:
    """Return where the registry holds a head of a case, under its first or its latest checkpoint.

    Raises Conflict while no published checkpoint of the registry covers it.
    """
    made = entry.make("case.checkpoint", {**head, "case": case_ref})
    index = queries.sequenced(session, REGISTRY, made.leaf_hash)
    found = None
    if index is not None:
        found = queries.registry_checkpoint(session, covering=index, first=first)
    if index is None or found is None:
        raise Conflict(N_("The registry has not taken this case up yet. Try again in a moment."))
    size, note_of_registry = found
    return bundle.RegistryEntry(made.bytes, index, note_of_registry, size)


def note_export(work: Work, what: str, form: str, case_ref: str = "all") -> None:
    """Record that the actor took data out of the house."""
    record(work, ExportTaken(what=what, form=form, case=case_ref))


def votes_of(session: Session, refs: Iterable[str] | None = None) -> list[Vote]:
    """Return the votes of these cases, or of all that are decided, in order of case and log.

    Raises Missing for a case without a log, Conflict for one that is asked for and not decided.
    """
    if refs is None:
        logs = queries.cases(session)
        refs = sorted(log.ref for log in logs if entry.parse(log.last)["kind"] == "verdict")
    found: list[Vote] = []
    for ref in refs:
        entries = queries.entries(session, ref)
        if not entries:
            raise Missing()
        found += export.votes(entries)
    return found
