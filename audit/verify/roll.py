"""The roll that a panel is drawn from: the leaves that a bundle shows, and who was excluded."""

from collections.abc import Mapping
from typing import Any

from . import merkle, schema
from .entries import CaseLog, strict
from .step import Wrong, need

MEMBERS = {  # those that only some bundles have
    "drawn": {"roll.jsonl"},
    "stratified": {"roll.jsonl", "lottery.json"},
    "assembly": {"voters"},
}


class Roll:
    """What the bundle shows of the roll.

    leaves: by ord. conflict, cap: pseudonyms of the excluded. strata: where each stratum lies, as
    a stratified draw says it; else empty.
    """

    def __init__(
        self,
        leaves: dict[int, dict[str, Any]],
        conflict: set[str],
        cap: set[str],
        strata: dict[str, range],
    ) -> None:
        self.leaves = leaves
        self.conflict = conflict
        self.cap = cap
        self.strata = strata


def read(log: CaseLog, members: Mapping[str, bytes]) -> Roll:
    """Prove every leaf into the roll's root, and the excluded into theirs; raises Wrong."""
    there = {name for names in MEMBERS.values() for name in names if name in members}
    need(there == MEMBERS[log.mode], f"it has other members than those of a case {log.mode}")
    committed = log.base.says
    need(committed["roll"]["size"] > 0, "the roll is empty")
    shown = strict(members["excluded.json"])
    schema.check_fields("excluded.json", shown)
    _check_excluded(shown["conflict"], shown["cap"], committed["excluded"])
    strata = _strata(log, committed["roll"]["size"])
    leaves = {} if log.mode == "assembly" else _leaves(members["roll.jsonl"], committed["roll"])
    _check_leaves(log, leaves, strata)
    return Roll(leaves, set(shown["conflict"]), set(shown["cap"]), strata)


def _check_leaves(
    log: CaseLog, leaves: dict[int, dict[str, Any]], strata: dict[str, range]
) -> None:
    """The leaves are those that were drawn and the two ends of each stratum, and lie in order."""
    drawn = {
        row[1] for line in log.all("draw.result", "seat.replaced") for row in line.says["stream"]
    }
    ends = {at for place in strata.values() for at in (place[0], place[-1])}
    need(set(leaves) == drawn | ends, "roll.jsonl shows other leaves than those that were drawn")
    names = [leaf["pseudonym"] for leaf in leaves.values()]
    need(len(set(names)) == len(names), "one pseudonym stands on the roll twice")
    if strata:
        order = [(leaf["stratum"], leaf["pseudonym"]) for leaf in leaves.values()]
        need(order == sorted(order), "the roll is not in the order of its strata")
        for at, leaf in leaves.items():
            place = strata.get(leaf["stratum"], range(0))
            need(at in place, f"leaf {at} lies outside its stratum, {leaf['stratum']}")


def _strata(log: CaseLog, size: int) -> dict[str, range]:
    """Return where each stratum lies: one after the other, in the order of their names."""
    if log.mode != "stratified":
        return {}
    found, start = {}, 0
    counts = log.last("draw.stratified").says["strata"]
    for name, count in sorted(counts.items()):
        need(count > 0, f"nobody is in the stratum {name}")
        found[name] = range(start, start + count)
        start += count
    need(start == size, f"the strata have {start} people, and the roll has {size}")
    return found


def _leaves(raw: bytes, roll: dict[str, Any]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    last = -1
    need(not raw or raw.endswith(b"\n"), "roll.jsonl does not end with a newline")
    for text in raw.split(b"\n")[:-1]:
        line = strict(text)
        schema.check_fields("roll line", line)
        leaf = strict(line["leaf"].encode())
        schema.check_fields("roll leaf", leaf)
        at = leaf["ord"]
        need(at > last, "roll.jsonl is not sorted")
        need(leaf["epoch"] == roll["epoch"], f"leaf {at} is of another epoch")
        proof = [bytes.fromhex(digest) for digest in line["proof"]]
        try:
            leaf_hash = merkle.leaf(line["leaf"].encode())
            merkle.check_inclusion(leaf_hash, at, roll["size"], proof, bytes.fromhex(roll["root"]))
        except merkle.BadProof as error:
            raise Wrong(f"leaf {at} of the roll: {error}") from None
        found[at], last = leaf, at
    return found


def _check_excluded(conflict: list[str], cap: list[str], committed: dict[str, Any]) -> None:
    everyone = sorted([*conflict, *cap])
    need(len(set(everyone)) == len(everyone), "somebody is excluded twice")
    need(conflict == sorted(conflict) and cap == sorted(cap), "excluded.json is not sorted")
    root = merkle.root([merkle.leaf(bytes.fromhex(one)) for one in everyone])
    need(root.hex() == committed["root"], "other people are excluded than were committed to")
    need(len(everyone) == committed["count"], "the number of excluded people is another")
    reasons = committed["reasons"]
    need(sum(reasons.values()) == len(everyone), "the reasons do not add up")
    need(reasons.get("cap", 0) == len(cap), "the number excluded under the cap is another")
