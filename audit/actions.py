"""Writing to the log. Every room calls these inside its own unit of work: the entry is queued in
the same transaction as the thing it tells of, so neither is ever there without the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from audit import entry, keys, kinds, note
from audit.entry import Entry
from audit.event import Event
from audit.events import ExportTaken
from audit.keys import REGISTRY
from audit.models import Attachment, QueuedEntry
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


def note_export(work: Work, what: str, form: str, case_ref: str = "all") -> None:
    """Record that the actor took data out of the house."""
    record(work, ExportTaken(what=what, form=form, case=case_ref))
