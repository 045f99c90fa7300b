"""Writing to the log. Every room calls these inside its own unit of work: the entry is queued in
the same transaction as the thing it tells of, so neither is ever there without the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from audit import entry, keys, kinds, note, rotation, tokens
from audit.entry import Entry
from audit.event import Event
from audit.events import ExportTaken, LogKeyRotated, TokenEnded, TokenMade, TokenUsed
from audit.exports import spool
from audit.exports.spool import Draft
from audit.keys import REGISTRY
from audit.models import Attachment, AuditToken, ExportFile, ExportTaking, LogKey, QueuedEntry
from audit.note import Verifier
from kernel.db import UtcDateTime, held, hold_name, insert_once
from kernel.errors import N_, Conflict, Missing
from kernel.work import Work

EXPORTS = "audit.exports"  # held while files come or go
ROTATION = "audit.rotation"  # held while a key is announced
ATTACHABLE = frozenset({"excluded.json", "lottery.json", "roll.jsonl", "voters"})
# Inline: else the numbers of the new rows are asked for. Nobody needs them; it takes twice as long.
_INTO_QUEUE = sa.insert(QueuedEntry.__table__).inline()  # type: ignore[arg-type]


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
        work.session.execute(_INTO_QUEUE, rows)


def queue_all(work: Work, log: str, entries: sa.Select[bytes]) -> None:
    """Queue the entries that a query finds, in its order, without reading them."""
    found = entries.add_columns(sa.literal(log), sa.literal(work.now, UtcDateTime()))
    columns = ["entry", "log", "queued_at"]
    work.session.execute(_INTO_QUEUE.from_select(columns, found))


def promise(work: Work, case_ref: str, held: Entry, merge_by: datetime) -> str:
    """Return the signed receipt that `held` will stand in the case's log by `merge_by`."""
    origin = keys.origin(work.settings, case_ref)
    text = note.Receipt.promising(origin, held.leaf_hash, merge_by).text
    return note.signed(text, origin, keys.signer(work.settings))


def attach(work: Work, case_ref: str, path: str, content: bytes) -> None:
    """Keep a file for the bundle of a case, for good; the same once more changes nothing.

    path: one of ATTACHABLE; ValueError for another, and for another content than was kept. Which
    of them a case has is its mode's to say (docs/formats.md, "The bundle").
    """
    if path not in ATTACHABLE:
        raise ValueError(f"a bundle has no {path} to attach")
    kept = work.session.get(Attachment, (case_ref, path))
    if kept is None:
        work.session.add(Attachment(case_ref=case_ref, path=path, content=content))
        work.session.flush()
    elif kept.content != content:
        raise ValueError(f"{case_ref} has another {path} already")


def keep_export(work: Work, export: ExportFile, draft: Draft) -> None:
    """Put a file that was made where it is taken from, and remember what it is."""
    hold_name(work.session, EXPORTS)
    work.session.merge(export)
    work.session.flush()
    spool.put(draft, spool.folder(work.settings.home) / export.digest)


def take_export(work: Work, export: ExportFile, *, whole: bool) -> None:
    """Record that the actor takes a file; whoever goes on with one that they began, only once.

    whole: it is taken from its beginning.
    """
    taking = ExportTaking(digest=export.digest, by=work.actor.ref, at=work.now)
    if insert_once(work.session, taking) or whole:
        what = (export.what, export.form, export.case_ref, export.only)
        record(work, ExportTaken(*what, export.digest, export.row_count))


def clear_exports(work: Work) -> int:
    """Forget the files that were made too long ago, and remove them; return how many. Who took one
    is known for as long as it is there."""
    hold_name(work.session, EXPORTS)
    old = work.now - spool.KEPT - spool.LAST
    work.session.execute(sa.delete(ExportFile).where(ExportFile.made_at < old))
    without_file = ExportTaking.digest.not_in(sa.select(ExportFile.digest))
    work.session.execute(sa.delete(ExportTaking).where(ExportTaking.at < old, without_file))
    kept = set(work.session.scalars(sa.select(ExportFile.digest)))
    gone = spool.stray(work.settings.home, work.now, kept)
    for path in gone:
        spool.remove(path)
    return len(gone)


def make_token(work: Work, name: str) -> str:
    """Make a token of the actor's and return it: it is known this once. Raises Conflict for one too
    many, and for a name that another of theirs has: so has the same form, sent twice."""
    hold_name(work.session, f"audit.tokens.{work.actor.ref}")
    own = tokens.living(work.session, work.actor.ref, work.now)
    if any(one.name == name for one in own):
        raise Conflict(
            N_("You have a token of this name. Take another name, or end that one first.")
        )
    if len(own) >= tokens.MOST:
        raise Conflict(N_("You have %(most)s tokens. End one of them first."), most=tokens.MOST)
    text = tokens.new_token()
    made = AuditToken(
        token_hash=tokens.hash_of(text),
        account_ref=work.actor.ref,
        name=name,
        made_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    record(work, TokenMade(token=made.id))
    return text


def end_token(work: Work, token_id: str) -> None:
    """End a token of the actor's; raises Missing for another's, and for one that has ended."""
    found = work.session.scalar(
        held(sa.select(AuditToken).where(AuditToken.id == token_id, AuditToken.ended_at.is_(None)))
    )
    if found is None or found.account_ref != work.actor.ref:
        raise Missing()
    found.ended_at = work.now
    record(work, TokenEnded(token=found.id))


def forget_tokens(work: Work, account_ref: str) -> None:
    """Give up all tokens of an account that is erased, with the names that they were given."""
    work.session.execute(sa.delete(AuditToken).where(AuditToken.account_ref == account_ref))


def note_reading(work: Work, token_id: str, what: str) -> None:
    """Record that a program reads by a token, once a day for each thing that it reads."""
    day = work.now.date().isoformat()
    taking = ExportTaking(digest=f"{day}/{what}/{token_id}", by=work.actor.ref, at=work.now)
    if insert_once(work.session, taking):
        record(work, TokenUsed(token=token_id, what=what))


def rotate_key(work: Work) -> Verifier:
    """Announce another key for the logs, signed by the present one; return its verifier key.

    It takes over with the head of the registry that first holds this. Raises Conflict while one
    that was announced has not taken over yet.
    """
    session, settings = work.session, work.settings
    hold_name(session, ROTATION)
    rotation.settle(session, settings)
    row = rotation.coming(session)
    if row and rotation.is_ready(settings, row):
        raise Conflict(N_("A key was announced already. It takes over with the next head."))
    # One whose file is gone stays in its row, and will never sign: another follows it.
    signer, following = keys.signer(settings), keys.make_next(settings)
    old, new = keys.verifier(settings), keys.verifier_of(settings, following)
    text = note.rotation_text(old, new)
    event = LogKeyRotated(
        str(old), str(new), note.b64(signer.sign(text)), note.b64(following.sign(text))
    )
    made = record(work, event)
    last = session.scalar(sa.select(sa.func.max(LogKey.number)))
    if last is None:
        session.add(LogKey(number=0, public=keys.public_of(signer), leaf=None, since=0))
    number = (last or 0) + 1
    session.add(LogKey(number=number, public=new.public, leaf=made.leaf_hash, since=None))
    session.flush()
    return new
