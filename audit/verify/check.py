"""The steps in order. A step that needs an earlier one which did not pass is not checked."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from . import (
    ballots,
    box,
    draw,
    handover,
    kept,
    lottery,
    merkle,
    note,
    opening,
    randomness,
    roll,
    schema,
    tally,
    tree,
    views,
    witness,
)
from .entries import CaseLog, case_log, entry, strict
from .scan import Scan
from .step import FAIL, NOT_CHECKED, PASS, CannotTell, NotGiven, Step, Wrong, need

NEEDS = {
    "container": (),
    "signature": ("container",),
    "tree": ("signature",),
    "entries": ("tree",),
    "registry": ("entries",),
    "roll": ("entries",),
    "randomness": ("entries",),
    "draw": ("roll",),
    "chances": ("roll",),
    "ballots": ("entries",),
    "key": ("ballots",),
    "recount": ("key", "draw"),
    "views": ("recount",),
    "registry given": ("registry",),
    "checkpoint given": ("tree",),
    "witnesses": ("registry",),
    "receipts": ("tree",),
}


class Check:
    """One run over one bundle. Each step leaves for the later ones what it has established."""

    members: box.Box
    case: str
    head: note.Checkpoint
    found: Scan
    leaves: tree.Leaves
    log: CaseLog
    registry_heads: tuple[note.Checkpoint, note.Checkpoint]  # at opening, and the latest
    turns: dict[int, int]  # where each key of the log handed over, by its place on the ring
    drawn: roll.Roll
    by_types: lottery.Lottery | None  # where a panel was drawn by types
    last: dict[bytes, int]  # the last rev of each pid with more than one ballot
    count: opening.Count
    other_view: str

    def __init__(
        self,
        bundle: Path,
        key: note.Key | note.Ring,
        registry: Sequence[Path] = (),
        receipts: Sequence[Path] = (),
        checkpoints: Sequence[Path] = (),
        policy: witness.Policy | None = None,
    ) -> None:
        self.bundle, self.case = bundle, ""
        self.key = key if isinstance(key, note.Ring) else note.Ring((key,))
        self.given, self.receipts, self.checkpoints = registry, receipts, checkpoints
        self.policy, self.tied = policy, False

    def run(self) -> list[Step]:
        """Run all steps."""
        done: dict[str, Step] = {}
        for name, needed in NEEDS.items():
            missing = [other for other in needed if done[other].status != PASS]
            if missing:
                reason = f"needs {' and '.join(missing)}"
                done[name] = Step(name, NOT_CHECKED, reason, good=False)
            else:
                done[name] = _run(name, getattr(self, "check_" + name.replace(" ", "_")))
        return list(done.values())

    def check_container(self) -> str:
        self.members = box.read(self.bundle)
        return f"{len(self.members)} members, in their one form"

    def check_signature(self) -> str:
        raw = self.members["checkpoint"]
        origin = note.utf8(raw[:1000].split(b"\n")[0])
        prefix = self.key.name + "/case/"
        need(origin.startswith(prefix), f"{origin!r} is no case log of {self.key.name}")
        self.head = note.checkpoint(raw, self.case_key(origin.removeprefix(prefix)))
        self.case = origin.removeprefix(prefix)
        return f"{origin}, {self.head.size} entries"

    def case_key(self, case: str) -> note.Ring:
        """Return the keys that were given, under the name of the case's log."""
        return self.key.named(f"{self.key.name}/case/{case}")

    def check_tree(self) -> str:
        self.found = found = Scan(self.members, self.case, self.head.size)
        self.leaves = found.leaves
        need(len(self.leaves) == self.head.size, f"{len(self.leaves)} entries are there")
        same = self.leaves.root(self.head.size) == self.head.root
        need(same, "the root over the entries is another")
        tiles = tree.check(self.leaves, found.counts, self.members)
        return f"{len(self.leaves)} entries, {tiles} tiles"

    def check_entries(self) -> str:
        need(not self.found.wrong, self.found.wrong)
        self.log = case_log(self.found.lines, "".join(self.found.letters), self.found.ballots)
        return "strict, of their schema, in order"

    def check_registry(self) -> str:
        latest = note.checkpoint(self.members["registry/checkpoint"], self.key)
        final = {"size": self.head.size, "root": self.head.root.hex()}
        at = self._included("case", final)
        need(at == latest, "case.tlog-proof ends in another checkpoint than registry/checkpoint")
        opening = self._included("opening", self.log.one("verdict").says["checkpoints"]["opening"])
        link = strict(self.members["registry/consistency.json"])
        schema.check_fields("consistency.json", link)
        need((link["old"], link["new"]) == (opening.size, latest.size), "consistency: other sizes")
        proof = [bytes.fromhex(digest) for digest in link["proof"]]
        try:
            merkle.check_consistency(opening.size, latest.size, opening.root, latest.root, proof)
        except merkle.BadProof as error:
            raise Wrong(f"consistency: {error}") from None
        self.registry_heads = (opening, latest)
        self.turns = handover.check(self.members, self.key)
        told = handover.told(self.turns)
        return f"in the registry at size {latest.size}, which continues size {opening.size}{told}"

    def _included(self, name: str, head: dict[str, Any]) -> note.Checkpoint:
        raw = self.members[f"registry/{name}.entry"]
        says = entry(raw)
        need(says.pop("kind") == "case.checkpoint", f"{name}.entry is no case.checkpoint")
        need(says.pop("case") == self.case, f"{name}.entry is of another case")
        schema.check_fields("case.checkpoint", says)
        need(says == head, f"{name}.entry names another head")
        index, proof, signed = note.proof_file(
            self.members[f"registry/{name}.tlog-proof"], "c2sp.org/tlog-proof@v1", "index"
        )
        found = note.checkpoint(signed, self.key)
        try:
            merkle.check_inclusion(merkle.leaf(raw), index, found.size, proof, found.root)
        except merkle.BadProof as error:
            raise Wrong(f"{name}.tlog-proof: {error}") from None
        return found

    def check_roll(self) -> str:
        self.drawn = roll.read(self.log, self.members)
        self.by_types = lottery.read(self.log, self.members, self.drawn)
        told = lottery.note(self.by_types, self.drawn)
        return f"{len(self.drawn.leaves)} leaves proved into the roll{told}"

    def check_randomness(self) -> str:
        return randomness.check(self.log)

    def check_draw(self) -> str:
        return draw.check(self.log, self.drawn, self.by_types)

    def check_chances(self) -> str:
        return lottery.check_chances(self.by_types)

    def check_ballots(self) -> str:
        told, self.last = ballots.check_roll(self.log, self.members)
        return told

    def check_key(self) -> str:
        self.count, self.other_view = opening.open_all(
            self.log, self.case, self.members, self.head.size, self.last
        )
        return str(self.count)

    def check_recount(self) -> str:
        return tally.check(self.log, self.count, self.leaves, self.members["verdict.json"])

    def check_views(self) -> str:
        need(not self.other_view, f"{self.other_view} does not follow from the entries")
        same = self.members["summary.html"] == views.summary(
            self.case, self.log.one("verdict").says
        )
        need(same, "summary.html does not follow from the entries")
        return "votes.csv, votes.jsonl and summary.html follow from the entries"

    def check_registry_given(self) -> str:
        if not self.given:
            raise NotGiven("no --registry: whether others were shown the same registry is open")
        try:
            told = kept.check_registry(_files(self.given), self.key, self.registry_heads)
        except CannotTell:
            self._check_turns()  # what is wrong is said before what is missing
            raise
        self._check_turns()
        self.tied = True
        return told

    def _check_turns(self) -> None:
        heads = [signed for _name, signed in kept.notes(_files(self.given))]
        handover.check_turns(heads, self.key, self.turns, self.registry_heads[1].size)

    def check_checkpoint_given(self) -> str:
        if not self.checkpoints:
            raise NotGiven("no --checkpoint: whether the log was once another is open")
        return kept.check_case(_files(self.checkpoints), self.case_key(self.case), self.leaves)

    def check_witnesses(self) -> str:
        if self.policy is None:
            raise NotGiven("no --policy: whether witnesses have seen this log is open")
        if not self.tied:
            raise CannotTell("needs registry given: witnesses sign checkpoints of the registry")
        latest = self.registry_heads[1].size
        return witness.check(self.policy, kept.notes(_files(self.given)), self.key, latest)

    def check_receipts(self) -> str:
        if not self.receipts:
            raise NotGiven("no --receipt")
        told = []
        for name, raw in _files(self.receipts):
            kept.check_log(name, raw, self.case_key(self.case))
            found = note.receipt(raw, self.case_key(self.case))
            need(found.leaf in self.leaves, f"{name}: its entry is not in the log")
            told.append(f"{name} is entry {self.leaves.index(found.leaf)}")
        return ", ".join(told)


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file, and its content as it was signed, up to what the longest may
    be."""
    for path in paths:
        try:
            with path.open("rb") as file:
                yield path.name, kept.as_signed(file.read(131_073))
        except OSError as error:
            raise Wrong(f"cannot read {path}: {error.strerror}") from None


def _run(name: str, check: Callable[[], str]) -> Step:
    try:
        return Step(name, PASS, check(), good=True)
    except Wrong as wrong:
        return Step(name, FAIL, str(wrong), good=False)
    except NotGiven as why:
        return Step(name, NOT_CHECKED, str(why), good=True)
    except CannotTell as why:
        return Step(name, NOT_CHECKED, str(why), good=False)
    except Exception as error:  # noqa: BLE001  a bundle made to trip us is a bundle that fails
        return Step(name, FAIL, f"{type(error).__name__}: {error}"[:200], good=False)
