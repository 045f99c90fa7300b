"""The steps in order. A step that needs an earlier one which did not pass is not checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import ballots, box, draw, merkle, note, schema, tally, views
from .entries import CaseLog, case_log, entry, strict, unpacked
from .step import FAIL, NOT_CHECKED, PASS, CannotTell, NotGiven, Step, Wrong, need

NEEDS = {
    "container": (),
    "signature": ("container",),
    "tree": ("signature",),
    "entries": ("tree",),
    "registry": ("entries",),
    "roll": ("entries",),
    "draw": ("roll",),
    "ballots": ("entries",),
    "key": ("ballots",),
    "recount": ("key", "draw"),
    "views": ("recount",),
    "registry given": ("registry",),
    "receipts": ("tree",),
}


class Check:
    """One run over one bundle. Each step leaves for the later ones what it has established."""

    members: dict[str, bytes]
    case: str
    head: note.Checkpoint
    entries: list[bytes]
    leaves: list[bytes]
    log: CaseLog
    registry_heads: tuple[note.Checkpoint, note.Checkpoint]  # at opening, and the latest
    drawn: draw.Roll
    opened: list[ballots.Opened]

    def __init__(
        self, bundle: Path, key: note.Key, registry: Path | None, receipts: list[Path]
    ) -> None:
        self.bundle, self.key, self.given, self.receipts = bundle, key, registry, receipts
        self.case = ""

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

    def case_key(self, case: str) -> note.Key:
        """Return the key that was given, under the name of the case's log."""
        return note.Key(f"{self.key.name}/case/{case}", self.key.public)

    def check_tree(self) -> str:
        tiles = {name: raw for name, raw in self.members.items() if name.startswith("tile/")}
        self.entries = unpacked(tiles)
        self.leaves = [merkle.leaf(raw) for raw in self.entries]
        need(len(self.entries) == self.head.size, f"{len(self.entries)} entries are there")
        need(merkle.root(self.leaves) == self.head.root, "the root over the entries is another")
        again = merkle.tiles(self.entries)
        need(set(again) == set(tiles), "tiles are missing or surplus")
        for name, raw in again.items():
            need(tiles[name] == raw, f"{name} is not what its entries give")
        return f"{len(self.entries)} entries, {len(tiles)} tiles"

    def check_entries(self) -> str:
        self.log = case_log(self.entries, self.case)
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
        return f"in the registry at size {latest.size}, which continues size {opening.size}"

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
        self.drawn = draw.read_roll(self.log, self.members)
        return f"{len(self.drawn.leaves)} leaves proved into the roll"

    def check_draw(self) -> str:
        return draw.check(self.log, self.drawn)

    def check_ballots(self) -> str:
        return ballots.check_roll(self.log)

    def check_key(self) -> str:
        self.opened = ballots.open_all(self.log, self.case)
        return ballots.told(self.opened)

    def check_recount(self) -> str:
        return tally.check(self.log, self.opened, self.entries, self.members["verdict.json"])

    def check_views(self) -> str:
        for name, raw in views.all_views(self.log, self.case, self.opened).items():
            need(self.members[name] == raw, f"{name} does not follow from the entries")
        return "votes.csv, votes.jsonl and summary.html follow from the entries"

    def check_registry_given(self) -> str:
        if self.given is None:
            raise NotGiven("no --registry: whether others were shown the same registry is open")
        raw, latest = _file(self.given), self.registry_heads[1]
        if raw.startswith(b"venire/consistency/v1\n"):
            old, proof, signed = note.proof_file(raw, "venire/consistency/v1", "old")
            newer = note.checkpoint(signed, self.key)
            need(old == latest.size, f"it begins at size {old}; the bundle is at {latest.size}")
            try:
                merkle.check_consistency(old, newer.size, latest.root, newer.root, proof)
            except merkle.BadProof as error:
                raise Wrong(str(error)) from None
            return f"continues the bundle's registry to size {newer.size}"
        head = note.checkpoint(raw, self.key)
        for known in self.registry_heads:
            if head.size == known.size:
                need(head.root == known.root, f"two roots for size {head.size}: the log is forked")
                return f"the same head at size {head.size}"
        raise CannotTell(
            f"it is of size {head.size}; give what /log/consistency/{latest.size} serves instead"
        )

    def check_receipts(self) -> str:
        if not self.receipts:
            raise NotGiven("no --receipt")
        told = []
        for path in self.receipts:
            found = note.receipt(_file(path), self.case_key(self.case))
            need(found.leaf in self.leaves, f"{path.name}: its entry is not in the log")
            told.append(f"{path.name} is entry {self.leaves.index(found.leaf)}")
        return ", ".join(told)


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(131_073)
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
