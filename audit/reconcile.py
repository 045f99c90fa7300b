"""The log against the database: is every hash, head and signature what its entries give?"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import keys, merkle, note
from audit.entry import BadEntry, parse
from audit.keys import REGISTRY
from audit.models import Leaf, LogHead, PublishedCheckpoint
from kernel.settings import Settings


def problems(session: Session, settings: Settings) -> Iterator[str]:
    """Yield a line for whatever does not fit, in all logs."""
    roots: dict[tuple[str, int], str] = {}
    heads = {
        log: (size, root)
        for log, size, root in session.execute(sa.select(LogHead.log, LogHead.size, LogHead.root))
    }
    for log in sorted({*heads, *_other_logs(session, settings)}):
        sizes = {row.size: row for row in _checkpoints(session, log)}
        edge = merkle.Edge()
        for index, leaf, entry in _leaves(session, log):
            if index != edge.size:
                yield f"{log}: entry {edge.size} is missing"
                break
            if merkle.leaf_hash(entry) != leaf:
                yield f"{log}: entry {index} does not have its leaf hash"
            edge = edge.extended([merkle.leaf_hash(entry)])
            roots[log, edge.size] = edge.root.hex()
            if edge.size in sizes:
                yield from _about_checkpoint(settings, log, edge, sizes.pop(edge.size))
        if (edge.size, edge.root) != heads.get(log, (0, merkle.EMPTY_ROOT)):
            yield f"{log}: the head is not what the entries give"
        yield from (f"{log}: a checkpoint of size {beyond} is beyond the end" for beyond in sizes)
        yield from _about_memory(settings, log, roots)
    yield from _about_cases(session, roots)


def _other_logs(session: Session, settings: Settings) -> set[str]:
    """Return the logs that anything else tells of: a log may have lost its head, or every row."""
    named = {path.stem for path in (settings.home / "heads").glob("*.json")}
    for row in (Leaf, PublishedCheckpoint):
        named.update(session.scalars(sa.select(row.log).distinct()))
    return named


def _checkpoints(session: Session, log: str) -> list[PublishedCheckpoint]:
    query = sa.select(PublishedCheckpoint).where(PublishedCheckpoint.log == log)
    return list(session.scalars(query))


def _leaves(session: Session, log: str) -> Iterator[tuple[int, bytes, bytes]]:
    query = sa.select(Leaf.index, Leaf.leaf_hash, Leaf.entry).where(Leaf.log == log)
    rows = session.execute(query.order_by(Leaf.index)).yield_per(1000)
    yield from ((row[0], row[1], row[2]) for row in rows)


def _about_checkpoint(
    settings: Settings, log: str, edge: merkle.Edge, row: PublishedCheckpoint
) -> Iterator[str]:
    try:
        signed = note.checkpoint(row.note, keys.verifier(settings, log))
    except note.BadNote as error:
        yield f"{log}: the checkpoint of size {row.size}: {error}"
        return
    if (signed.size, signed.root) != (edge.size, edge.root) or row.root != edge.root:
        yield f"{log}: the checkpoint of size {row.size} signs another root"


def _about_memory(settings: Settings, log: str, roots: dict[tuple[str, int], str]) -> Iterator[str]:
    memory = settings.home / "heads" / f"{log}.json"
    if not memory.exists():
        return
    try:
        kept = json.loads(memory.read_text())
        size, root = kept["size"], kept["root"]
    except (ValueError, KeyError, TypeError):
        yield f"{log}: the file with the head that was signed last, {memory}, cannot be read"
        return
    if roots.get((log, size)) != root:
        yield f"{log}: the head that was signed last (size {size}) is not in the database"


def _about_cases(session: Session, roots: dict[tuple[str, int], str]) -> Iterator[str]:
    for index, _leaf, raw in _leaves(session, REGISTRY):
        try:
            says = parse(raw)
        except BadEntry as error:
            yield f"registry: entry {index} is {error}"
            continue
        if says["kind"] == "case.checkpoint" and (
            roots.get((says["case"], says["size"])) != says["root"]
        ):
            yield f"registry: entry {index} names another root of {says['case']}"
