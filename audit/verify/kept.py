"""Checkpoints that somebody kept, held against the bundle: nothing may have gone or changed since.

A signed head that does not fit is evidence against the log, whoever shows it.
"""

from collections.abc import Iterable

from . import merkle, note
from .step import CannotTell, Wrong, need
from .tree import Leaves

LINK = "venire/consistency/v1"
Files = Iterable[tuple[str, bytes]]  # name and content


def check_case(files: Files, key: note.Ring, leaves: Leaves) -> str:
    """Check that the case log goes on from each kept checkpoint of it; raises Wrong."""
    told = []
    for name, raw in files:
        head = note.checkpoint(raw, key)
        missing = head.size - len(leaves)
        need(missing <= 0, f"{name}: {missing} entries are missing at the end")
        same = leaves.root(head.size) == head.root
        need(same, f"{name}: the first {head.size} entries were others when it was signed")
        told.append(f"{name} is its head at size {head.size}")
    return ", ".join(told)


def check_registry(files: Files, key: note.Ring, known: tuple[note.Checkpoint, ...]) -> str:
    """Tie each kept checkpoint of the registry to those in the bundle; raises Wrong, CannotTell.

    What ties is the same size, or consistency files that lead up to the bundle's last one or on
    from there. Going on from an older head of the bundle ties to nothing: so does a fork.
    """
    heads = {head.size: head for head in known}
    links = []
    bare = []
    for name, raw in files:
        if raw.startswith(LINK.encode() + b"\n"):
            old, proof, signed = note.proof_file(raw, LINK, "old")
            newer = note.checkpoint(signed, key)
            links.append((name, old, newer.size, proof))
        else:
            newer = note.checkpoint(raw, key)
            bare.append((name, newer.size))
        same = heads.setdefault(newer.size, newer).root == newer.root
        need(same, f"{name}: two roots for size {newer.size}: the log is forked")
    tied = {head.size for head in known}
    latest = max(tied)
    for name, old, new, proof in links:
        if old not in heads:
            raise CannotTell(f"{name} begins at size {old}; the bundle is at {latest}")
        try:
            merkle.check_consistency(old, new, heads[old].root, heads[new].root, proof)
        except merkle.BadProof as error:
            raise Wrong(f"{name}: {error}") from None
    pairs = [(old, new) for _name, old, new, _proof in links]
    _tie(tied, latest, pairs)
    for name, size in [*bare, *((name, new) for name, _old, new, _proof in links)]:
        if size not in tied:
            served = f"/log/consistency/{min(_led_to(size, pairs), max(tied))}"
            raise CannotTell(f"{name} is of size {size}; give what {served} serves as well")
    told = [f"{name} is its head at size {size}" for name, size in bare]
    for name, old, new, _proof in links:
        further = "continues the bundle's registry" if new > latest else f"leads from size {old}"
        told.append(f"{name} {further} to size {new}")
    return ", ".join(told)


def notes(files: Files) -> list[tuple[str, bytes]]:
    """Return the signed note in each file: all of it, or what a consistency file ends with."""
    linked = f"{LINK}\n".encode()
    return [
        (name, note.proof_file(raw, LINK, "old")[2] if raw.startswith(linked) else raw)
        for name, raw in files
    ]


def _led_to(size: int, pairs: list[tuple[int, int]]) -> int:
    """Return how far links lead on from a size: from there the next one is missing."""
    for _round in pairs:
        size = max([size, *(new for old, new in pairs if old == size)])
    return size


def _tie(tied: set[int], latest: int, pairs: list[tuple[int, int]]) -> None:
    """Add to the sizes that are tied to the bundle those that links tie to them: whatever leads to
    one of them, and what goes on from one that holds all of the bundle's."""
    for _round in pairs:
        for old, new in pairs:
            if new in tied:
                tied.add(old)
            elif old in tied and old >= latest:
                tied.add(new)
