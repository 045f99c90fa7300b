"""Whether what was told is what there is: the journal against the rows, read straight from them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from audit import keys, merkle, note, reconcile
from audit.entry import parse
from audit.keys import REGISTRY
from jury.ballot import Ballot, open_sealed
from kernel.work import Work
from tests.audit.killing import Journal
from tests.jury.bench import TIERS

CLAUSES = ("lung-disease", "impossible-evidence")


class SaysNothing(AssertionError):
    """So little happened that all could be well by chance."""


def check_that_much_happened(journal: Journal, least: dict[str, int]) -> None:
    """Raise SaysNothing unless each of these was seen so often."""
    seen = {**journal.seen, "receipts": journal.cast, "bells": len(journal.bells)}
    seen |= {"checkpoints": len(journal.checkpoints)}
    few = {what: seen.get(what, 0) for what, wanted in least.items() if seen.get(what, 0) < wanted}
    if few:
        raise SaysNothing(f"too little to say anything: {few} of {least}")


class Oracle:
    """The logs as their rows are, hashed here once more."""

    def __init__(self, work: Work, journal: Journal) -> None:
        self.work, self.journal = work, journal
        self.entries: dict[str, list[bytes]] = defaultdict(list)
        query = "SELECT log, leaf_index, entry FROM log_leaves ORDER BY log, leaf_index"
        for log, index, entry in work.session.execute(sa.text(query)):
            assert index == len(self.entries[log]), f"{log}: a place is empty"
            self.entries[log].append(bytes(entry))
        self.roots = {log: list(roots(found)) for log, found in self.entries.items()}

    def faults(self) -> list[str]:
        """Return what does not fit."""
        cases = sorted({ref for ref, _account in self.journal.receipts})
        return [
            *self.about_bells(),
            *self.about_checkpoints(),
            *(fault for ref in cases for fault in self.about_case(ref)),
            *self.left_waiting(),
            *reconcile.problems(self.work.session, self.work.settings),
        ]

    def left_waiting(self) -> Iterator[str]:
        rows = self.work.session.execute(sa.text("SELECT count(*) FROM log_queue")).scalar_one()
        if rows:
            yield f"{rows} entries still wait"

    def about_bells(self) -> Iterator[str]:
        logged = Counter(one for one in self.entries[REGISTRY] if b'"bell.rang"' in one)
        for bell in self.journal.bells:
            if logged[bell] != 1:
                yield f"a bell is {logged[bell]} times in the log"
        if len(logged) != len(self.journal.bells):
            yield "there are bells that nobody rang"

    def about_checkpoints(self) -> Iterator[str]:
        """Each that was published is of the log as it is now: no two roots for one size."""
        settings, last = self.work.settings, Counter[str]()
        for log, text in self.journal.checkpoints:
            signed = note.checkpoint(text, keys.verifier(settings, log))
            found = self.roots.get(log, [])
            if signed.size > len(found) or found[signed.size - 1] != signed.root:
                yield f"{log}: the checkpoint of size {signed.size} is of another log"
            if signed.size < last[log]:
                yield f"{log}: a smaller checkpoint came after one of {last[log]}"
            last[log] = signed.size

    def about_case(self, ref: str) -> Iterator[str]:
        """Each ballot that was acknowledged is in the log once, and no other; the last counts."""
        log = [parse(raw) for raw in self.entries[ref]]
        leaves = Counter(merkle.leaf_hash(raw) for raw in self.entries[ref])
        ballots = [one for one in log if one["kind"] == "ballot"]
        told, said, wanted = 0, Counter[str](), keys.verifier(self.work.settings, ref)
        by_leaf = dict(zip(map(merkle.leaf_hash, self.entries[ref]), log, strict=True))
        for (of, _account), given in self.journal.receipts.items():
            if of != ref:
                continue
            promised = [note.receipt(receipt, wanted).leaf for receipt, _choice in given]
            for leaf in promised:
                if leaves[leaf] != 1:
                    yield f"{ref}: a ballot that was acknowledged is {leaves[leaf]} times there"
            revs = [by_leaf[leaf]["rev"] for leaf in promised if leaf in by_leaf]
            if revs != list(range(1, len(given) + 1)):
                yield f"{ref}: the ballots of one juror are numbered {revs}"
            if given:
                yield from self._about_choice(ref, log, by_leaf.get(promised[-1]), given[-1][1])
                said[given[-1][1]] += 1
            told += len(given)
        if told != len(ballots):
            yield f"{ref}: {told} ballots were acknowledged, and {len(ballots)} are there"
        if log[-1]["kind"] != "verdict":
            yield f"{ref}: there is no verdict"
            return
        numbers = log[-1]["numbers"]
        counted = Counter({choice: numbers[choice] for choice in said})
        voters = said.total()
        if counted != said or (numbers["cast"], numbers["replaced_ballots"]) != (
            voters,
            told - voters,
        ):
            yield f"{ref}: the verdict says {numbers}, and the journals {said}"

    def _about_choice(
        self, ref: str, log: list[dict[str, Any]], ballot: dict[str, Any] | None, choice: str
    ) -> Iterator[str]:
        key = [bytes.fromhex(one["key"]) for one in log if one["kind"] == "key.revealed"]
        if not key or ballot is None:
            yield f"{ref}: a ballot cannot be opened"
            return
        padded = open_sealed(ballot["sealed"], key[0], ref, ballot["pid"])
        if Ballot.decode(padded, CLAUSES, TIERS).choice != choice:
            yield f"{ref}: a ballot says something else than its juror"


def roots(entries: list[bytes]) -> Iterator[bytes]:
    """Yield the root after each entry."""
    edge = merkle.Edge()
    for raw in entries:
        edge = edge.extended([merkle.leaf_hash(raw)])
        yield edge.root
