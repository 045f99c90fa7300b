"""Ballots: who may cast them, which of them count, and what is in them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from .entries import CaseLog, Line, strict
from .note import unbase64
from .step import Wrong, need

CHOICES = ("uphold", "deny", "cannot_judge")
ANSWERS = ("applies", "does_not_apply", "unclear", "cannot_be_met")
SEALED, PLAIN = 1072, 1024


@dataclass(frozen=True)
class Opened:
    """A ballot after opening: `counted`, `replaced` or `void`, and what it says if it counts."""

    line: Line
    counted: str
    choice: str | None = None
    issues: dict[str, str] = field(default_factory=dict)
    tier: int | None = None
    why_void: str = ""


def check_roll(log: CaseLog) -> str:
    """Check the list of voters, the window and the ballots' names and numbers; raises Wrong."""
    roll, closed = log.one("roll.committed").says, log.one("case.closed").says
    need(roll["pids"] == sorted(set(roll["pids"])), "the list of voters is not sorted, or double")
    opens, closes = _moment(roll["opens_at"]), _moment(roll["closes_at"])
    hours = log.one("case.opened").says["standard"]["hours"]
    need(closes - opens == timedelta(hours=hours), f"the poll was not open for {hours} hours")
    _check_halts(log)
    need(closed["closes_at"] == log.closes_at, "the poll closed at another time than it said")
    ballots = log.all("ballot")
    need(closed["ballots"] == len(ballots), f"case.closed counts {closed['ballots']} ballots")
    revs: dict[str, list[int]] = {}
    for line in ballots:
        need(line.says["pid"] in roll["pids"], f"entry {line.index}: this pid is not on the roll")
        revs.setdefault(line.says["pid"], []).append(line.says["rev"])
    for pid, found in revs.items():
        need(
            sorted(found) == list(range(1, len(found) + 1)), f"the ballots of {pid} are not 1, 2 …"
        )
    held = seats_held(log)
    need(len(revs) <= held, f"{len(revs)} have voted, but only {held} seats were held at closing")
    return (
        f"{len(ballots)} ballots of {len(revs)} voters, {len(roll['pids'])} on the roll; "
        f"{held} seats were held at closing; not proved: which seat a pid holds"
    )


def _check_halts(log: CaseLog) -> None:
    """A halt in the poll moves its end, and never to an earlier moment; one before it has none."""
    roll = log.one("roll.committed")
    end = _moment(roll.says["closes_at"])
    for line in log.all("case.resumed"):
        moved = line.says["closes_at"]
        need(
            (moved is not None) == (line.index > roll.index),
            f"entry {line.index}: a closing time is said before the poll, or not said in it",
        )
        if moved is not None:
            need(_moment(moved) >= end, f"entry {line.index}: the poll ends earlier than it said")
            end = _moment(moved)


def seats_held(log: CaseLog) -> int:
    """Return how many seats somebody held at closing, as the log says it; `draw` checks that.

    Who has voted keeps the seat, so no more than these can have voted. A seat that is empty stays
    empty: what was given up without a successor is counted once.
    """
    stream: list[list[Any]] = log.one("draw.result").says["stream"]
    seated = [row for row in stream if row[2] == "seated"]
    emptied = [line for line in log.all("seat.replaced") if line.says["ord"] is None]
    return len(seated) - len(emptied)


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  compared only
    except ValueError:
        raise Wrong(f"no such time: {text}") from None


def private_key(log: CaseLog) -> X25519PrivateKey:
    """Return the revealed key if it is the one that the ballots were sealed to; raises Wrong."""
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(log.one("key.revealed").says["key"]))
    need(
        key.public_key().public_bytes_raw().hex() == log.one("case.opened").says["key"],
        "the revealed key is not the one that the case was opened with",
    )
    return key


def open_all(log: CaseLog, case: str) -> list[Opened]:
    """Open every ballot that counts, in log order."""
    key, ballots = private_key(log), log.all("ballot")
    last: dict[str, int] = {}
    for line in ballots:
        last[line.says["pid"]] = max(last.get(line.says["pid"], 0), line.says["rev"])
    opened = log.one("case.opened").says
    found = []
    for line in ballots:
        if line.says["rev"] < last[line.says["pid"]]:
            found.append(Opened(line, "replaced"))
            continue
        try:
            need(line.says["file"] == log.file, "it names another case file")
            says = _read(line.says, case, key, opened)
        except Wrong as wrong:
            found.append(Opened(line, "void", why_void=str(wrong)))
        else:
            found.append(Opened(line, "counted", says["choice"], says["issues"], says["tier"]))
    return found


def told(opened: list[Opened]) -> str:
    """Say what came out of the box."""
    void = [f"entry {one.line.index} ({one.why_void})" for one in opened if one.why_void]
    good = sum(one.counted == "counted" for one in opened)
    return f"{good} ballots open" + (f"; void: {', '.join(void)}" if void else "")


def _read(
    ballot: dict[str, Any], case: str, key: X25519PrivateKey, opened: dict[str, Any]
) -> dict[str, Any]:
    sealed = unbase64(ballot["sealed"])
    need(len(sealed) == SEALED, "it is not 1,072 bytes long")
    info = f"jury/ballot/v1\n{case}\n{ballot['pid']}".encode()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    try:
        plain = suite.decrypt(sealed, key, info)
    except (InvalidTag, ValueError):
        raise Wrong("it does not open") from None
    length = int.from_bytes(plain[:2], "big")
    need(len(plain) == PLAIN and length <= PLAIN - 2, "it is not padded to 1,024 bytes")
    need(not any(plain[2 + length :]), "its padding is not zero")
    says = strict(plain[2 : 2 + length])
    need(isinstance(says, dict), "it is no object")
    need(set(says) == {"choice", "issues", "tier", "v"}, "it has other fields than four")
    need(type(says["v"]) is int and says["v"] == 1, "it has an unknown version")
    need(says["choice"] in CHOICES, "it has an unknown choice")
    clauses, issues = {clause["id"] for clause in opened["clauses"]}, says["issues"]
    need(isinstance(issues, dict) and set(issues) <= clauses, "it answers for an unknown clause")
    need(all(answer in ANSWERS for answer in issues.values()), "it holds an unknown answer")
    tier = says["tier"]
    need(tier is None or (type(tier) is int and tier in opened["tiers"]), "an unknown tier")
    found: dict[str, Any] = says
    return found
