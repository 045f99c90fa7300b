"""Where one key of the log handed over to the next: a key signs nothing before its turn or after.

At each turn stands a checkpoint of the registry that both keys have signed. Who has only the new
key cannot make one, and so cannot sign another registry from before; who has only an old one cannot
go on where it ended.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from . import merkle, note
from .box import HANDOVERS
from .entries import strict
from .schema import check_fields
from .step import Wrong, need


def check(members: Mapping[str, bytes], ring: note.Ring) -> dict[int, int]:
    """Check who signed the checkpoints of the registry in a bundle; return at which size each key
    handed over, by its place on the ring.

    With one key alone there is nothing to hold its turn against.
    """
    rows: Any = strict(members[HANDOVERS]) if HANDOVERS in members else []
    full = isinstance(rows, list) and (rows or HANDOVERS not in members)
    need(full, "handovers.json is no list of handovers")
    for row in rows:
        check_fields("handover", row)
    if len(ring.keys) == 1:
        return {}
    latest = members["registry/checkpoint"]
    head = note.checkpoint(latest, ring)
    turns = _turns(rows, ring, head)
    opening = note.proof_file(
        members["registry/opening.tlog-proof"], "c2sp.org/tlog-proof@v1", "index"
    )[2]
    check_turns([latest, opening], ring, turns, head.size)
    return turns


def told(turns: Mapping[int, int]) -> str:
    """Return what is to be told of who took over."""
    each = (f"; key {place + 2} took over at size {size}" for place, size in sorted(turns.items()))
    return "".join(each)


def check_turns(
    heads: Iterable[bytes], ring: note.Ring, turns: Mapping[int, int], known: int
) -> None:
    """Raise Wrong for a checkpoint of the registry that a key signed before its turn or after.

    known: up to which size all turns are known. Of those after it a bundle tells nothing, and the
    checkpoints themselves do: no key signs after one that followed on it.
    """
    signers: dict[int, set[int]] = {}
    for signed in heads:
        size, who = _in_turn(signed, ring, turns, known)
        signers.setdefault(size, set()).update(who)
    _in_order(signers)


def _turns(rows: list[dict[str, Any]], ring: note.Ring, latest: note.Checkpoint) -> dict[int, int]:
    """Return at which size each key handed over, by its place on the ring."""
    turns: dict[int, int] = {}
    last = 0
    for row in rows:
        raw = row["checkpoint"].encode()
        head, who = note.checkpoint(raw, ring), note.signed_by(raw, ring)[1]
        proof = [bytes.fromhex(digest) for digest in row["proof"]]
        try:
            merkle.check_consistency(head.size, latest.size, head.root, latest.root, proof)
        except merkle.BadProof as error:
            raise Wrong(f"handover at size {head.size}: {error}") from None
        need(head.size > last, "the handovers are not in order")
        last = head.size
        place = min(who)
        both = max(who) == place + 1 and place not in turns
        need(both, f"the head of size {head.size} is no handover from one key to the next given")
        turns[place] = head.size
    in_order = list(turns) == list(range(len(turns)))
    need(in_order, "the keys are not given in the order of their handovers, the oldest first")
    return turns


def _in_turn(
    signed: bytes, ring: note.Ring, turns: Mapping[int, int], known: int
) -> tuple[int, set[int]]:
    """Return the size of a checkpoint and who signed it; raises Wrong unless each of these keys had
    its turn at that size."""
    size, who = note.checkpoint(signed, ring).size, note.signed_by(signed, ring)[1]
    for place in sorted(who):
        begins = turns.get(place - 1) if place else 0
        if begins is None and size <= known:
            raise Wrong(f"key {place + 1} signed size {size}, and no key handed over to it")
        early = begins is not None and begins > size
        need(not early, f"key {place + 1} signed size {size}, before its turn")
        ends = turns.get(place, size)
        need(size <= ends, f"key {place + 1} signed size {size}, after it had handed over")
    return size, who


def _in_order(signers: Mapping[int, set[int]]) -> None:
    """Raise Wrong where a key signed a head after one that followed on it had signed an earlier
    one, or two signed the same that do not follow each other. signers: of each size."""
    before, last = 0, 0
    for size, who in sorted(signers.items()):
        first, after = min(who), max(who)
        late = f"key {first + 1} signed size {size}, after key {last + 1} had signed size {before}"
        need(first >= last, late)
        need(after - first <= 1, f"keys {first + 1} and {after + 1} both signed size {size}")
        before, last = size, after
