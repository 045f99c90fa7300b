"""What is put together from the logs for whoever audits: the bundle of a case, the vote log."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from audit import bundle, entry, export, queries
from audit.export import Vote
from audit.keys import REGISTRY
from kernel.errors import N_, Conflict, Missing


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
