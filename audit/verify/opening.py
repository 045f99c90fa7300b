"""What is in the ballots: every one that counts is opened, counted, and put into the views."""

import binascii
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from . import slip, tree, views
from .box import Box
from .entries import CaseLog, entry, strict
from .slip import Slip
from .spread import spread
from .step import Wrong, need
from .views import Words

CHOICES = ("uphold", "deny", "cannot_judge")
ANSWERS = ("applies", "does_not_apply", "unclear", "cannot_be_met")
SEALED, PLAIN = 1072, 1024
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
MANY = 2_000  # entries; so few ballots are opened before a process has begun
TOGETHER = 4  # bundles of entries whose ballots are opened at once
KEPT = 4_096  # ballots of their own words, of which it is kept what they say
NAMED = 50  # void ballots that are named; the others are counted


class Sheet(NamedTuple):
    """What it takes to open the ballots of a case. last: the last rev of pids with several."""

    box: Box
    case: str
    file: str
    key: bytes
    clauses: frozenset[str]
    tiers: frozenset[int]
    last: dict[bytes, int]


@dataclass
class Count:
    """What came out of ballots. choices, tiers and issues: of those that count, how many say so;
    a tier is said by those that uphold."""

    choices: Counter[str] = field(default_factory=Counter)
    tiers: Counter[int] = field(default_factory=Counter)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    void: int = 0
    replaced: int = 0
    named: list[str] = field(default_factory=list)  # the first that are void, and why

    @property
    def cast(self) -> int:
        """How many voted."""
        return self.choices.total() + self.void

    def add(self, says: dict[str, Any], times: int) -> None:
        """Take in so many ballots that count and say the same."""
        self.choices[says["choice"]] += times
        for answered in says["issues"].items():
            self.issues[answered] += times
        if says["choice"] == "uphold" and says["tier"] is not None:
            self.tiers[says["tier"]] += times

    def merge(self, other: "Count") -> None:
        """Take in what came out of further ballots."""
        self.choices += other.choices
        self.tiers += other.tiers
        self.issues += other.issues
        self.void += other.void
        self.replaced += other.replaced
        self.named += other.named[: NAMED - len(self.named)]

    def __str__(self) -> str:
        more = self.void - len(self.named)
        void = [*self.named, *([f"and {more} more"] if more else [])]
        return f"{self.choices.total()} ballots open" + (
            f"; void: {', '.join(void)}" if void else ""
        )


def private_key(log: CaseLog) -> X25519PrivateKey:
    """Return the revealed key if it is the one that the ballots were sealed to; raises Wrong."""
    for line in log.all("key.split"):
        threshold, count = line.says["threshold"], line.says["count"]
        need(2 <= threshold <= count <= 16, f"no key is split so that {threshold} of {count} join")
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(log.one("key.revealed").says["key"]))
    need(
        key.public_key().public_bytes_raw().hex() == log.one("case.opened").says["key"],
        "the revealed key is not the one that the case was opened with",
    )
    return key


def open_all(
    log: CaseLog, case: str, box: Box, entries: int, last: dict[bytes, int]
) -> tuple[Count, str]:
    """Open every ballot that counts, and hold the vote logs of the bundle against them.

    Return what came out, and the name of a view that does not follow from it, if one does not.
    """
    opened, key = log.one("case.opened").says, private_key(log)
    clauses = frozenset(clause["id"] for clause in opened["clauses"])
    tiers = frozenset(opened["tiers"])
    sheet = Sheet(box, case, log.file, key.private_bytes_raw(), clauses, tiers, last)
    count, compared = Count(), views.Compared(box)
    for part, table, lines in spread(open_some, sheet, _chunks(entries), entries > MANY):
        count.merge(part)
        compared.go_on(table, lines)
    return count, compared.wrong()


def _chunks(entries: int) -> Iterator[list[tuple[str, int]]]:
    """Yield bundles of entries, each with the place of its first."""
    some: list[tuple[str, int]] = []
    for number, (name, _width) in enumerate(tree.bundles(entries)):
        some.append((name, number * tree.WIDTH))
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def open_some(sheet: Sheet, bundles: list[tuple[str, int]]) -> tuple[Count, bytes, bytes]:
    """Open the ballots in some bundles of entries; return what came out, with their lines of
    votes.csv and votes.jsonl."""
    key, count, alike = X25519PrivateKey.from_private_bytes(sheet.key), Count(), Counter[bytes]()
    replaced, void = Words(sheet.case, "replaced"), Words(sheet.case, "void")
    table, lines = [], []
    for index, ballot in _ballots(sheet, bundles):
        if sheet.last and ballot.rev < sheet.last.get(bytes.fromhex(ballot.pid), 0):
            count.replaced += 1
            words = replaced
        else:
            try:
                need(ballot.file == sheet.file, "it names another case file")
                plain = _opened(sheet, key, ballot)
                words = _words(plain, sheet.case, sheet.clauses, sheet.tiers)
            except Wrong as wrong:
                count.void += 1
                count.named.append(f"entry {index} ({wrong})")
                words = void
            else:
                alike[plain] += 1
        table.append(words.row(index, ballot))
        lines.append(words.line(index, ballot))
    for plain, times in alike.items():
        count.add(read(plain, sheet.clauses, sheet.tiers), times)
    return count, "".join(table).encode(), "".join(lines).encode()


def _ballots(sheet: Sheet, bundles: list[tuple[str, int]]) -> Iterator[tuple[int, Slip]]:
    """Yield the ballots in some bundles of entries, which all were found to be good."""
    beginning = slip.begins(sheet.case)
    for name, start in bundles:
        for index, raw in enumerate(tree.unpacked(sheet.box[name], name), start):
            ballot = slip.slip_of(raw, beginning, again=True)
            if ballot is None:
                says = entry(raw)
                if says["kind"] != "ballot":
                    continue
                ballot = slip.of_line(says)
            yield index, ballot


@lru_cache(KEPT)  # many ballots say the same
def _words(plain: bytes, case: str, clauses: frozenset[str], tiers: frozenset[int]) -> Words:
    says = read(plain, clauses, tiers)
    return Words(case, "counted", says["choice"], says["tier"], says["issues"])


def _opened(sheet: Sheet, key: X25519PrivateKey, ballot: Slip) -> bytes:
    sealed = binascii.a2b_base64(ballot.sealed)
    need(len(sealed) == SEALED, "it is not 1,072 bytes long")
    info = f"jury/ballot/v1\n{sheet.case}\n{ballot.pid}".encode()
    try:
        return SUITE.decrypt(sealed, key, info)
    except (InvalidTag, ValueError):
        raise Wrong("it does not open") from None


def read(plain: bytes, clauses: frozenset[str], tiers: frozenset[int]) -> dict[str, Any]:
    """Return what an opened ballot says; raises Wrong for what is none."""
    length = int.from_bytes(plain[:2], "big")
    need(len(plain) == PLAIN and length <= PLAIN - 2, "it is not padded to 1,024 bytes")
    need(not any(plain[2 + length :]), "its padding is not zero")
    says = strict(plain[2 : 2 + length])
    need(isinstance(says, dict), "it is no object")
    need(set(says) == {"choice", "issues", "tier", "v"}, "it has other fields than four")
    need(type(says["v"]) is int and says["v"] == 1, "it has an unknown version")
    need(says["choice"] in CHOICES, "it has an unknown choice")
    issues = says["issues"]
    need(isinstance(issues, dict) and set(issues) <= clauses, "it answers for an unknown clause")
    need(all(answer in ANSWERS for answer in issues.values()), "it holds an unknown answer")
    tier = says["tier"]
    need(tier is None or (type(tier) is int and tier in tiers), "an unknown tier")
    found: dict[str, Any] = says
    return found
