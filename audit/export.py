"""The vote log and the summary: views, pure functions of a decided case's entries.

They exist once the key has been revealed, and hold no time and no name.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from audit import kinds
from audit.entry import BadEntry, canonical, parse, strict
from audit.note import unb64
from kernel.errors import N_, Conflict

COLUMNS = ("case", "index", "pid", "rev", "counted", "choice", "tier", "issues", "reason")
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
CHOICES = frozenset({"uphold", "deny", "cannot_judge"})
PADDED = 1024
SEALED = 32 + PADDED + 16
SUMMARY = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Case {case}</title></head>
<body>
<h1>Case {case}</h1>
<p>{question}</p>
<table>
<caption>The count</caption>
{rows}
</table>
</body>
</html>
"""
ROW = '<tr><th scope="row">{term}</th><td>{value}</td></tr>'


@dataclass(frozen=True)
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


def is_decided(fields: Sequence[dict[str, Any]]) -> bool:
    """Whether these entries end with a verdict."""
    return bool(fields) and fields[-1]["kind"] == "verdict"


def votes(entries: Sequence[bytes]) -> list[Vote]:
    """Open the ballots of a decided case; raises Conflict while it has no verdict."""
    fields = [parse(raw) for raw in entries]
    if not is_decided(fields):
        raise Conflict(N_("The vote log exists once the verdict stands in the log."))
    by_kind = {one["kind"]: one for one in fields}
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(by_kind["key.revealed"]["key"]))
    latest: dict[str, int] = {}
    for one in fields:
        if one["kind"] == "ballot":
            latest[one["pid"]] = max(one["rev"], latest.get(one["pid"], 0))
    last = by_kind.get("case.resumed", by_kind["case.opened"])  # of a kind, the last stays
    opened = {**by_kind["case.opened"], "file": last["file"]}
    return [
        _vote(index, one, latest, key, opened)
        for index, one in enumerate(fields)
        if one["kind"] == "ballot"
    ]


def _vote(
    index: int,
    ballot: dict[str, Any],
    latest: dict[str, int],
    key: X25519PrivateKey,
    opened: dict[str, Any],
) -> Vote:
    facts = (ballot["case"], index, ballot["pid"], ballot["rev"], ballot["reason"])
    if ballot["rev"] != latest[ballot["pid"]]:
        return Vote(*facts, counted="replaced")
    says = _opened(ballot, key) if ballot["file"] == opened["file"] else None
    if says is None or not _is_valid(says, opened):
        return Vote(*facts, counted="void")
    return Vote(*facts, "counted", says["choice"], says["tier"], says["issues"])


def _opened(ballot: dict[str, Any], key: X25519PrivateKey) -> Any:
    """Return what a sealed ballot says; None if it does not open, or not to strict JSON."""
    sealed = unb64(ballot["sealed"])
    info = f"jury/ballot/v1\n{ballot['case']}\n{ballot['pid']}".encode()
    if len(sealed) != SEALED:
        return None
    try:
        plain = SUITE.decrypt(sealed, key, info)
    except InvalidTag:
        return None
    end = 2 + int.from_bytes(plain[:2], "big")
    if end > PADDED or plain[end:].strip(b"\0"):
        return None
    try:
        return strict(plain[2:end])
    except BadEntry:
        return None


def _is_valid(says: Any, opened: dict[str, Any]) -> bool:
    if not isinstance(says, dict) or set(says) != {"choice", "issues", "tier", "v"}:
        return False
    clauses = {clause["id"] for clause in opened["clauses"]}
    issues, tier = says["issues"], says["tier"]
    return (
        says["v"] == 1
        and says["v"] is not True
        and isinstance(says["choice"], str)
        and says["choice"] in CHOICES
        and isinstance(issues, dict)
        and clauses.issuperset(issues)
        and all(answer in list(kinds.OBJECTS["answers"]) for answer in issues.values())
        and (tier is None or (tier in opened["tiers"] and not isinstance(tier, bool)))
    )


def as_row(vote: Vote) -> dict[str, Any]:
    """Return a vote with its columns in order."""
    return {name: getattr(vote, name) for name in COLUMNS}


def cells(vote: Vote) -> list[str]:
    """Return a vote as text cells that no spreadsheet takes for a formula."""
    row = as_row(vote)
    row["issues"] = ";".join(f"{clause}={answer}" for clause, answer in sorted(vote.issues.items()))
    return [guarded("" if value is None else str(value)) for value in row.values()]


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def csv(found: Iterable[Vote]) -> bytes:
    """Return the vote log as RFC 4180."""
    lines = [",".join(COLUMNS), *(",".join(map(_quoted, cells(vote))) for vote in found)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    if any(letter in cell for letter in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def jsonl(found: Iterable[Vote]) -> bytes:
    """Return the vote log as JSON Lines."""
    return b"".join(canonical(as_row(vote)) + b"\n" for vote in found)


def summary(entries: Sequence[bytes]) -> bytes:
    """Return the count of a decided case as a small page that stands alone."""
    verdict = parse(entries[-1])
    rows = [("outcome", verdict["outcome"]), ("stands", verdict["stands"])]
    rows += [(name, verdict["numbers"][name]) for name in kinds.OBJECTS["numbers"]]
    rows.append(("tier", "" if verdict["tier"] is None else verdict["tier"]))
    for clause in verdict["clauses"]:
        answers = verdict["issues"][clause["id"]]
        told = ", ".join(f"{name.replace('_', ' ')} {answers[name]}" for name in _answers())
        rows.append((f"{clause['id']}/{clause['version']}", told))
    return SUMMARY.format(
        case=html.escape(verdict["case"]),
        question=html.escape(verdict["question"]),
        rows="\n".join(
            ROW.format(term=html.escape(term), value=html.escape(str(value)))
            for term, value in rows
        ),
    ).encode()


def _answers() -> list[str]:
    return list(kinds.OBJECTS["answers"])


def views(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Return the three views of a decided case, by their names in the bundle."""
    found = votes(entries)
    return {"votes.csv": csv(found), "votes.jsonl": jsonl(found), "summary.html": summary(entries)}
