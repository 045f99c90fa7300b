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
        check_log(name, raw, key)
        head = note.checkpoint(raw, key)
        missing = head.size - len(leaves)
        need(missing <= 0, f"{name}: {missing} entries are missing at the end")
        same = leaves.root(head.size) == head.root
        need(same, f"{name}: the first {head.size} entries were others when it was signed")
        told.append(f"{name} is its head at size {head.size}")
    return ", ".join(told)


def check_log(name: str, raw: bytes, key: note.Ring) -> None:
    """Raise Wrong for a note that says itself that it is of another case than the bundle's.

    key: under the name of the case's log.
    """
    log, _, case = key.name.rpartition("/case/")
    first = note.utf8(raw.partition(b"\n")[0])
    other = first.removeprefix(f"{log}/case/")
    need(first in (other, key.name), f"{name} is of case {other}, the bundle of {case}")


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
    begins = [(name, old) for name, old, _new, _proof in links if old not in heads]
    for name, old, new, proof in links:
        if old not in heads:
            continue  # said below: what can be checked is checked first
        try:
            merkle.check_consistency(old, new, heads[old].root, heads[new].root, proof)
        except merkle.BadProof as error:
            raise Wrong(f"{name}: {error}") from None
    for name, old in begins:
        raise CannotTell(
            f"{name} begins at size {old}; the bundle is at {latest}. "
            f"Give your checkpoint of size {old} as well"
        )
    _tie(tied, latest, [(old, new) for _name, old, new, _proof in links])
    ends = [*bare, *((name, new) for name, _old, new, _proof in links)]
    if loose := [(name, size) for name, size in ends if size not in tied]:
        whose = ", ".join(f"{name} is of size {size}" for name, size in loose)
        served = " and ".join(_served(size, latest) for size in sorted({one[1] for one in loose}))
        raise CannotTell(f"{whose}; the bundle is at {latest}. Give what {served} serves as well")
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


def _served(one: int, other: int) -> str:
    """Return the address of the proof from the smaller of two sizes to the larger."""
    return f"/log/consistency/{min(one, other)}/{max(one, other)}"


def as_signed(raw: bytes) -> bytes:
    """Return what somebody kept with the line ends that were signed: editors and mails turn them
    into those of another system, take the last one away, or add one."""
    return raw.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"


def _tie(tied: set[int], latest: int, pairs: list[tuple[int, int]]) -> None:
    """Add to the sizes that are tied to the bundle those that links tie to them: whatever leads to
    one of them, and what goes on from one that holds all of the bundle's."""
    for _round in pairs:
        for old, new in pairs:
            if new in tied:
                tied.add(old)
            elif old in tied and old >= latest:
                tied.add(new)
