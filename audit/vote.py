"""A line of the vote log: a ballot of a decided case, opened with the key in its log."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from audit import kinds
from audit.entry import BadEntry, strict
from audit.note import unb64
from audit.slip import Slip

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
CHOICES = frozenset({"uphold", "deny", "cannot_judge"})
PADDED = 1024
SEALED = 32 + PADDED + 16
AT_ONCE = 500  # ballots that are opened together
ALIKE = 4_096  # ballots that say something of their own, of which it is kept what they say


@dataclass(frozen=True, slots=True)
class Vote:
    """A line of the vote log. `counted` is counted, replaced or void; only the first shows more."""

    case: str
    index: int
    pid: str
    rev: int
    reason: str
    counted: str
    choice: str | None = None
    tier: int | None = None
    issues: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What it takes to read the ballots of a case: file is the last that jurors read, key the
    private key that its log reveals."""

    case: str
    file: str
    clauses: tuple[str, ...]
    tiers: tuple[int, ...]
    key: bytes


class Sealed(NamedTuple):
    """A ballot, where it stands in the log, and whether its juror replaced it."""

    at: int
    slip: Slip
    replaced: bool


Opener = Callable[[Sheet, Iterable[list[Sealed]]], Iterable[list[Vote]]]


def in_turn(sheet: Sheet, chunks: Iterable[list[Sealed]]) -> Iterator[list[Vote]]:
    """Open ballots here, chunk after chunk."""
    return (open_some(sheet, some) for some in chunks)


def open_some(sheet: Sheet, some: Sequence[Sealed]) -> list[Vote]:
    """Return what some ballots say."""
    key = X25519PrivateKey.from_private_bytes(sheet.key)
    return [_vote(sheet, key, *one) for one in some]


def _vote(sheet: Sheet, key: X25519PrivateKey, at: int, slip: Slip, replaced: bool) -> Vote:
    facts = (sheet.case, at, slip.pid, slip.rev, slip.reason)
    if replaced:
        return Vote(*facts, counted="replaced")
    plain = _opened(sheet, key, slip) if slip.file == sheet.file else None
    says = None if plain is None else _said(plain, sheet.clauses, sheet.tiers)
    if says is None:
        return Vote(*facts, counted="void")
    return Vote(*facts, "counted", says["choice"], says["tier"], says["issues"])


def _opened(sheet: Sheet, key: X25519PrivateKey, slip: Slip) -> bytes | None:
    """Return what is sealed in a ballot, with its padding; None if it does not open."""
    sealed = unb64(slip.sealed)
    if len(sealed) != SEALED:
        return None
    try:
        return SUITE.decrypt(sealed, key, f"jury/ballot/v1\n{sheet.case}\n{slip.pid}".encode())
    except InvalidTag:
        return None


@lru_cache(ALIKE)  # many ballots say the same, so each is read once
def _said(plain: bytes, clauses: tuple[str, ...], tiers: tuple[int, ...]) -> dict[str, Any] | None:
    """Return what an opened ballot says; None if it is no ballot."""
    end = 2 + int.from_bytes(plain[:2], "big")
    if end > PADDED or plain[end:].strip(b"\0"):
        return None
    try:
        says = strict(plain[2:end])
    except BadEntry:
        return None
    return says if _is_valid(says, clauses, tiers) else None


def _is_valid(says: Any, clauses: tuple[str, ...], tiers: tuple[int, ...]) -> bool:
    if not isinstance(says, dict) or set(says) != {"choice", "issues", "tier", "v"}:
        return False
    issues, tier = says["issues"], says["tier"]
    return (
        says["v"] == 1
        and says["v"] is not True
        and isinstance(says["choice"], str)
        and says["choice"] in CHOICES
        and isinstance(issues, dict)
        and set(clauses).issuperset(issues)
        and all(answer in list(kinds.OBJECTS["answers"]) for answer in issues.values())
        and (tier is None or (tier in tiers and not isinstance(tier, bool)))
    )
