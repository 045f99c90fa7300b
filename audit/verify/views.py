"""The views, made again from the entries and the opened ballots."""

from typing import Any

from .ballots import Opened
from .entries import CaseLog, compact

COLUMNS = ("case", "index", "pid", "rev", "counted", "choice", "tier", "issues", "reason")
ROWS = ("seats", "cast", "valid", "uphold", "deny", "cannot_judge", "void", "replaced_ballots")


def all_views(log: CaseLog, case: str, opened: list[Opened]) -> dict[str, bytes]:
    """Return votes.csv, votes.jsonl and summary.html."""
    votes = [_vote(case, one) for one in opened]
    table = ",".join(COLUMNS) + "\r\n"
    table += "".join(
        ",".join(_cell(name, vote[name]) for name in COLUMNS) + "\r\n" for vote in votes
    )
    return {
        "votes.csv": table.encode(),
        "votes.jsonl": b"".join(compact(vote) + b"\n" for vote in votes),
        "summary.html": _summary(case, log.one("verdict").says).encode(),
    }


def _vote(case: str, one: Opened) -> dict[str, Any]:
    says = one.line.says
    return {
        "case": case,
        "index": one.line.index,
        "pid": says["pid"],
        "rev": says["rev"],
        "counted": one.counted,
        "choice": one.choice,
        "tier": one.tier,
        "issues": one.issues,
        "reason": says["reason"],
    }


def _cell(name: str, value: Any) -> str:
    if name == "issues":
        value = ";".join(f"{clause}={answer}" for clause, answer in sorted(value.items()))
    text = "" if value is None else str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        text = "'" + text
    if any(sign in text for sign in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text


def _summary(case: str, verdict: dict[str, Any]) -> str:
    rows = [("outcome", verdict["outcome"]), ("stands", verdict["stands"])]
    rows += [(name, verdict["numbers"][name]) for name in ROWS]
    rows.append(("tier", "" if verdict["tier"] is None else verdict["tier"]))
    for clause in verdict["clauses"]:
        n = verdict["issues"][clause["id"]]
        told = (
            f"applies {n['applies']}, does not apply {n['does_not_apply']}, "
            f"unclear {n['unclear']}, cannot be met {n['cannot_be_met']}"
        )
        rows.append((f"{clause['id']}/{clause['version']}", told))
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"><title>Case {_safe(case)}</title></head>',
        "<body>",
        f"<h1>Case {_safe(case)}</h1>",
        f"<p>{_safe(verdict['question'])}</p>",
        "<table>",
        "<caption>The count</caption>",
        *(f'<tr><th scope="row">{_safe(a)}</th><td>{_safe(b)}</td></tr>' for a, b in rows),
        "</table>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _safe(value: Any) -> str:
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
