"""One pass over all entries of a log: leaves for the tree, lines, and of ballots what is needed to
see who may cast them. What is wrong with an entry is kept for the step that looks at entries."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from . import merkle, schema, slip, tree
from .box import Box
from .entries import LETTERS, Line, entry
from .spread import spread
from .step import Wrong, need

MANY = 50_000  # entries; so few are looked through before a process has begun
TOGETHER = 4  # bundles of entries that are looked through at once


class Given(NamedTuple):
    """What it takes to look through entries."""

    box: Box
    case: str


class Part(NamedTuple):
    """What some bundles of entries hold; places are counted from the first of their entries."""

    counts: list[int]  # of entries, by bundle
    leaves: bytes
    blocks: list[bytes]  # roots, by bundle
    letters: str
    lines: list[Line]  # all but ballots
    places: "array[int]"  # of ballots, with their pids, revs and the digests of their files
    pids: bytes
    revs: "array[int]"
    files: list[str]
    wrong: tuple[int, str] | None  # the first entry that is not as it has to be, and how


class Ballots:
    """All ballots of a log in its order, but for what is sealed: about 40 bytes each."""

    def __init__(self) -> None:
        self.places = array("Q")
        self.revs = array("Q")
        self.raw = bytearray()
        self._files = array("I")
        self._digests: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.places)

    def add(self, part: Part, start: int) -> None:
        """Take in those of a part that begins with entry `start`."""
        self.places.extend(start + at for at in part.places)
        self.revs.extend(part.revs)
        self.raw += part.pids
        known = self._digests
        self._files.extend(known.setdefault(digest, len(known)) for digest in part.files)

    @property
    def pids(self) -> Iterator[bytes]:
        """The pids, 16 bytes each."""
        return (bytes(self.raw[at : at + 16]) for at in range(0, len(self.raw), 16))

    @property
    def files(self) -> Iterator[str]:
        """The digests of the files that they are on."""
        digests = list(self._digests)
        return (digests[number] for number in self._files)


class Scan:
    """All that one pass over a log finds."""

    def __init__(self, box: Box, case: str, entries: int) -> None:
        """entries: how many there should be, which tells whether it takes all cores."""
        self.leaves = tree.Leaves()
        self.counts: dict[str, int] = {}
        self.letters: list[str] = []
        self.lines: list[Line] = []
        self.ballots = Ballots()
        self.wrong = ""
        names = tree.in_order(box)
        chunks = [names[at : at + TOGETHER] for at in range(0, len(names), TOGETHER)]
        parts = spread(look_through, Given(box, case), chunks, entries > MANY)
        for chunk, part in zip(chunks, parts, strict=True):
            self._add(chunk, part)

    def _add(self, chunk: list[str], part: Part) -> None:
        start = len(self.leaves)
        self.leaves.raw += part.leaves
        full = zip(part.blocks, part.counts, strict=True)
        self.leaves.blocks += [block for block, count in full if count == tree.WIDTH]
        self.counts |= zip(chunk, part.counts, strict=True)
        self.letters.append(part.letters)
        self.lines += [replace(line, index=start + line.index) for line in part.lines]
        self.ballots.add(part, start)
        if part.wrong and not self.wrong:
            self.wrong = f"entry {start + part.wrong[0]}: {part.wrong[1]}"


def look_through(given: Given, names: list[str]) -> Part:
    """Look through some bundles of entries; raises Wrong for a bundle that is cut."""
    part = Part([], b"", [], "", [], array("I"), b"", array("Q"), [], None)
    leaves, letters, pids = bytearray(), [], bytearray()
    beginning = slip.begins(given.case)
    at = 0
    for name in names:
        entries = tree.unpacked(given.box[name], name)
        hashes = [merkle.leaf(raw) for raw in entries]
        leaves += b"".join(hashes)
        part.counts.append(len(entries))
        part.blocks.append(merkle.paired(hashes))
        for raw in entries:
            ballot = slip.slip_of(raw, beginning)
            if ballot is None and part.wrong is None:
                try:
                    line = _line(raw, at, given.case)
                except Wrong as wrong:
                    part = part._replace(wrong=(at, str(wrong)))
                else:
                    letters.append(LETTERS[line.kind])
                    if line.kind == "ballot":
                        ballot = slip.of_line(line.says)
                    else:
                        part.lines.append(line)
            elif ballot is not None:
                letters.append(LETTERS["ballot"])
            if ballot is not None:
                part.places.append(at)
                part.revs.append(ballot.rev)
                part.files.append(ballot.file)
                pids += bytes.fromhex(ballot.pid)
            at += 1
    return part._replace(leaves=bytes(leaves), letters="".join(letters), pids=bytes(pids))


def _line(raw: bytes, index: int, case: str) -> Line:
    says: dict[str, Any] = entry(raw)
    need(says.pop("case") == case, "it is of another case")
    kind = says.pop("kind")
    need(kind in LETTERS, f"unknown kind {kind!r}")
    schema.check_fields(kind, says)
    return Line(index, raw, kind, says)
