"""The draw, made again: jury-draw/v1."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from . import merkle, schema
from .entries import CaseLog, strict
from .step import Wrong, need

Row = tuple[int, int, str]


class Roll:
    """What the bundle shows of the roll: the leaves drawn, and who was excluded."""

    def __init__(self, leaves: dict[int, dict[str, Any]], conflict: set[str], cap: set[str]):
        self.leaves = leaves
        self.conflict = conflict
        self.cap = cap


def read_roll(log: CaseLog, members: dict[str, bytes]) -> Roll:
    """Prove every leaf into the roll's root, and the excluded into theirs; raises Wrong."""
    committed = log.one("draw.committed").says
    leaves = _leaves(members["roll.jsonl"], committed["roll"])
    drawn = {
        row[1]
        for kind in ("draw.result", "seat.replaced")
        for line in log.all(kind)
        for row in line.says["stream"]
    }
    need(set(leaves) == drawn, "roll.jsonl shows other leaves than those that were drawn")
    names = [leaf["pseudonym"] for leaf in leaves.values()]
    need(len(set(names)) == len(names), "one pseudonym stands on the roll twice")
    shown = strict(members["excluded.json"])
    schema.check_fields("excluded.json", shown)
    _check_excluded(shown["conflict"], shown["cap"], committed["excluded"])
    return Roll(leaves, set(shown["conflict"]), set(shown["cap"]))


def _leaves(raw: bytes, roll: dict[str, Any]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    need(not raw or raw.endswith(b"\n"), "roll.jsonl does not end with a newline")
    for text in raw.split(b"\n")[:-1]:
        line = strict(text)
        schema.check_fields("roll line", line)
        leaf = strict(line["leaf"].encode())
        schema.check_fields("roll leaf", leaf)
        at = leaf["ord"]
        need(at > max(found, default=-1), "roll.jsonl is not sorted")
        need(leaf["epoch"] == roll["epoch"], f"leaf {at} is of another epoch")
        proof = [bytes.fromhex(digest) for digest in line["proof"]]
        try:
            leaf_hash = merkle.leaf(line["leaf"].encode())
            merkle.check_inclusion(leaf_hash, at, roll["size"], proof, bytes.fromhex(roll["root"]))
        except merkle.BadProof as error:
            raise Wrong(f"leaf {at} of the roll: {error}") from None
        found[at] = leaf
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


def seed_of(log: CaseLog) -> bytes:
    """Check the secret against its commitment; return the seed."""
    committed, result = log.one("draw.committed"), log.one("draw.result")
    secret = bytes.fromhex(result.says["randomness"])
    promised = sha256(b"jury-draw/v1/house\0" + secret).hexdigest()
    need(
        promised == committed.says["randomness"]["commitment"],
        "the secret is not the one that was committed to",
    )
    seed = sha256(b"jury-draw/v1/seed\0" + sha256(committed.raw).digest() + secret).digest()
    need(seed.hex() == result.says["seed"], "the seed is another")
    return seed


def indices(seed: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Yield (j, ord) for every j that is not refused."""
    limit, j = 2**256 - 2**256 % size, 0
    while True:
        number = int.from_bytes(
            sha256(b"jury-draw/v1/seat\0" + seed + j.to_bytes(8, "big")).digest(), "big"
        )
        if number < limit:
            yield j, number % size
        j += 1


class Stream:
    """The stream of a draw, asked for rows as seats become free."""

    def __init__(self, seed: bytes, size: int, roll: Roll) -> None:
        self.numbers = indices(seed, size)
        self.size = size
        self.roll = roll
        self.seen: set[int] = set()

    def rows(self, seats: int, alternates: int = 0) -> list[Row]:
        """Return the rows that fill so many seats and alternates, or all that are left."""
        found: list[Row] = []
        wanted = ["seated"] * seats + ["alternate"] * alternates
        while wanted and len(self.seen) < self.size:
            j, at = next(self.numbers)
            kind = self._skipped(at) or wanted.pop(0)
            self.seen.add(at)
            found.append((j, at, kind))
        return found

    def _skipped(self, at: int) -> str | None:
        if at in self.seen:
            return "duplicate"
        leaf = self.roll.leaves.get(at)
        if leaf is None:
            raise Wrong(f"the stream gives {at}, which the log does not list")
        if leaf["pseudonym"] in self.roll.conflict:
            return "conflict"
        if leaf["next_free_epoch"] > leaf["epoch"]:
            return "cool-off"
        return "cap" if leaf["pseudonym"] in self.roll.cap else None


def check(log: CaseLog, roll: Roll) -> str:
    """Draw again and compare every row, seat and replacement; raises Wrong."""
    standard = log.one("case.opened").says["standard"]
    committed, result = log.one("draw.committed").says, log.one("draw.result").says
    for field in ("seats", "alternates"):
        need(committed[field] == standard[field], f"the draw has other {field} than the standard")
    need(committed["draw"] == 1 and result["draw"] == 1, "the first draw has number 1")
    need(committed["roll"]["size"] > 0, "the roll is empty")
    stream = Stream(seed_of(log), committed["roll"]["size"], roll)
    rows = stream.rows(standard["seats"], standard["alternates"])
    _compare(rows, result["stream"], "draw.result")
    seats = [at for _, at, kind in rows if kind == "seated"]
    holders: dict[int, int | None] = dict(enumerate(seats, 1))
    alternates = [at for _, at, kind in rows if kind == "alternate"]
    for line in log.lines:
        if line.kind == "seat.replaced":
            opened = line.index > log.one("roll.committed").index
            _replace(line.says, holders, alternates, stream, opened)
        elif line.kind == "roll.committed":
            held = sum(at is not None for at in holders.values())
            need(
                len(line.says["pids"]) == held + len(alternates),
                f"{len(line.says['pids'])} may vote, but {held} seats are held and "
                f"{len(alternates)} alternates left",
            )
    return f"{len(seats)} seats come out the same from seed {result['seed'][:16]}…"


def _replace(
    says: dict[str, Any],
    holders: dict[int, int | None],
    alternates: list[int],
    stream: Stream,
    opened: bool,
) -> None:
    seat = says["seat"]
    need(holders.get(seat) is not None, f"seat {seat} is given up, but nobody holds it")
    rows = [] if alternates or opened else stream.rows(1)
    _compare(rows, says["stream"], f"the replacement in seat {seat}")
    if alternates:
        holders[seat] = alternates.pop(0)
    else:
        holders[seat] = rows[-1][1] if rows and rows[-1][2] == "seated" else None
    need(says["ord"] == holders[seat], f"another takes seat {seat} than the next in line")


def _compare(rows: list[Row], given: list[list[Any]], where: str) -> None:
    for ours, theirs in zip(rows, given, strict=False):
        need(list(ours) == theirs, f"{where} says {theirs}; the draw gives {list(ours)}")
    need(len(rows) == len(given), f"{where} has {len(given)} rows; the draw gives {len(rows)}")
