"""The log against the database: is every hash, head and signature what its entries give?"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import (
    attached,
    keys,
    memory,
    merkle,
    note,
    policyfile,
    queries,
    rotation,
    tilestore,
    witnesses,
)
from audit.entry import BadEntry, parse
from audit.events import LogKeyRotated
from audit.keys import REGISTRY
from audit.models import Attachment, Leaf, LogHead, PublishedCheckpoint, QueuedEntry
from audit.queries import AT_ONCE
from audit.selfcheck import about_belts
from audit.slip import slip_of
from kernel.settings import Settings

# What was signed last of a log, and what keeps it from being read.
Memory = tuple[memory.Kept | None, list[str]]
Named = dict[int, list[tuple[int, str]]]  # by size: which entry of the registry names which root


def problems(session: Session, settings: Settings) -> Iterator[str]:
    """Yield a line for whatever does not fit, in all logs. Where others may write meanwhile, it
    wants a transaction that reads one moment (`kernel.db`), and begins it."""
    # The files first: what is signed is in the database before it is noted there.
    kept = {log: _kept(settings, log) for log in memory.logs(settings)}
    yield from about_belts(session)
    named: dict[str, Named] = defaultdict(lambda: defaultdict(list))
    rotations = []
    for index, _leaf, raw in _leaves(session, REGISTRY):
        try:
            says = parse(raw)
        except BadEntry as error:
            yield f"registry: entry {index} is {error}"
            continue
        if says["kind"] == "case.checkpoint":
            named[says["case"]][says["size"]].append((index, says["root"]))
        elif says["kind"] == LogKeyRotated.kind:
            rotations.append(says)
    for log in sorted({*named, *kept, *_logs(session)}):
        yield from _about_log(session, settings, log, named.get(log), kept.get(log, (None, [])))
        yield from tilestore.mistakes(session, log)
        if log != REGISTRY:
            yield from _about_attached(session, log)
    yield from rotation.mistakes(session, settings, rotations)
    if policy := policyfile.policy_of(settings):
        yield from witnesses.mistakes(session, policy)


def about_log(session: Session, settings: Settings, log: str) -> Iterator[str]:
    """Yield a line for whatever does not fit in one log; whatever the registry says of it."""
    yield from _about_log(session, settings, log, None, _kept(settings, log))


def _about_log(
    session: Session, settings: Settings, log: str, named: Named | None, noted: Memory
) -> Iterator[str]:
    checkpoints, (kept, unread) = _checkpoints(session, log), noted
    wanted = {row.size for row in checkpoints} | {kept.size if kept else 0} | set(named or ())
    edge, roots, broken = _hashed(session, log, wanted)
    yield from broken
    if (edge.size, edge.root, edge.packed()) != _head(session, log):
        yield f"{log}: the head is not what the entries give"
    for row in checkpoints:
        yield from _about_checkpoint(session, settings, log, row, roots.get(row.size))
    yield from unread
    if kept and roots.get(kept.size) != kept.root:
        yield f"{log}: the head that was signed last (size {kept.size}) is not in the database"
    for size, entries in (named or {}).items():
        for index, root in entries:
            if root != roots.get(size, b"").hex():
                yield f"registry: entry {index} names another root of {log}"


def _hashed(
    session: Session, log: str, wanted: set[int]
) -> tuple[merkle.Edge, dict[int, bytes], list[str]]:
    """Hash the entries of a log once more; return where it ends, its roots at the sizes that are
    wanted, and what is wrong with its entries."""
    edge, roots, broken = merkle.Edge(), {0: merkle.EMPTY_ROOT}, list[str]()
    run: list[bytes] = []
    for index, leaf, entry in _leaves(session, log):
        size = edge.size + len(run)
        if index != size:
            broken.append(f"{log}: entry {size} is missing")
            break
        run.append(merkle.leaf_hash(entry))
        if run[-1] != leaf:
            broken.append(f"{log}: entry {index} does not have its leaf hash")
        if size + 1 in wanted:
            edge, run = edge.extended(run), []
            roots[edge.size] = edge.root
        elif len(run) == AT_ONCE:
            edge, run = edge.extended(run), []
    return edge.extended(run), roots, broken


def _about_attached(session: Session, ref: str) -> Iterator[str]:
    """Yield a line for whatever does not fit between a case's attachments and its entries. Those
    that still wait for their places count: they came together with what they tell of."""
    told = []
    for raw in chain(queries.Stream(session, ref), _waiting(session, ref)):
        if slip_of(raw) is None:
            try:
                told.append(parse(raw))
            except BadEntry as error:
                yield f"{ref}: an entry is {error}"
                return
    for line in attached.mistakes(told, queries.attachments(session, ref)):
        yield f"{ref}: {line}"


def _waiting(session: Session, log: str) -> Iterator[bytes]:
    query = sa.select(QueuedEntry.entry).where(QueuedEntry.log == log).order_by(QueuedEntry.id)
    yield from session.scalars(query, execution_options={"yield_per": AT_ONCE})


def _logs(session: Session) -> set[str]:
    """Return the logs that any row tells of: a log may have lost its head."""
    found = set[str]()
    for of in (LogHead.log, Leaf.log, PublishedCheckpoint.log, Attachment.case_ref):
        found.update(session.scalars(sa.select(of).distinct()))
    return found


def _head(session: Session, log: str) -> tuple[int, bytes, bytes]:
    query = sa.select(LogHead.size, LogHead.root, LogHead.edge).where(LogHead.log == log)
    found = session.execute(query).one_or_none()
    return (found.size, found.root, found.edge) if found else (0, merkle.EMPTY_ROOT, b"")


def _checkpoints(session: Session, log: str) -> list[PublishedCheckpoint]:
    query = sa.select(PublishedCheckpoint).where(PublishedCheckpoint.log == log)
    return list(session.scalars(query.order_by(PublishedCheckpoint.size)))


def _leaves(session: Session, log: str) -> Iterator[tuple[int, bytes, bytes]]:
    query = sa.select(Leaf.index, Leaf.leaf_hash, Leaf.entry).where(Leaf.log == log)
    found = session.execute(query.order_by(Leaf.index), execution_options={"yield_per": AT_ONCE})
    yield from ((row[0], row[1], row[2]) for row in found)


def _kept(settings: Settings, log: str) -> Memory:
    """Return what was signed last, and what keeps it from being read."""
    try:
        return memory.kept(settings, log), []
    except memory.Behind as error:
        return None, [str(error)]


def _about_checkpoint(
    session: Session, settings: Settings, log: str, row: PublishedCheckpoint, root: bytes | None
) -> Iterator[str]:
    if root is None:
        yield f"{log}: a checkpoint of size {row.size} is beyond the end"
    try:
        signed = rotation.opened(session, settings, log, row.size, row.note)
    except (note.BadNote, keys.LostKey) as error:
        yield f"{log}: the checkpoint of size {row.size}: {error}"
        return
    if root and ((signed.size, signed.root) != (row.size, root) or row.root != root):
        yield f"{log}: the checkpoint of size {row.size} signs another root"
