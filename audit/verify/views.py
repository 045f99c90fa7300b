"""The views, made again from the entries and the opened ballots."""

from typing import Any

from .box import Box
from .entries import compact
from .slip import Slip

COLUMNS = ("case", "index", "pid", "rev", "counted", "choice", "tier", "issues", "reason")
ROWS = ("seats", "cast", "valid", "uphold", "deny", "cannot_judge", "void", "replaced_ballots")


class Compared:
    """The vote logs of a bundle, held against the lines that follow from its ballots as these are
    opened. Nothing of them is kept but how far they went, and which is another."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._at = {"votes.csv": 0, "votes.jsonl": 0}
        self._others: set[str] = set()
        self.go_on((",".join(COLUMNS) + "\r\n").encode(), b"")

    def go_on(self, table: bytes, lines: bytes) -> None:
        """Compare the next lines of either."""
        for name, raw in (("votes.csv", table), ("votes.jsonl", lines)):
            if self._box.read(name, self._at[name], len(raw)) != raw:
                self._others.add(name)
            self._at[name] += len(raw)

    def wrong(self) -> str:
        """Return the first that is another, or longer; nothing if both are as they have to be."""
        for name, end in self._at.items():
            if name in self._others or end != self._box.places[name].size:
                return name
        return ""


class Words:
    """What the lines of all ballots have in common that say the same; only those that count show
    what they say."""

    def __init__(
        self,
        case: str,
        counted: str,
        choice: str | None = None,
        tier: int | None = None,
        issues: dict[str, str] | None = None,
    ) -> None:
        answers = issues or {}
        told = ";".join(f"{clause}={answer}" for clause, answer in sorted(answers.items()))
        self._case = _cell(case)
        self._cells = ",".join(map(_cell, (counted, choice, tier, told)))
        self._first = compact({"case": case, "choice": choice, "counted": counted}).decode()[:-1]
        self._issues, self._tier = compact(answers).decode(), compact(tier).decode()

    def row(self, index: int, ballot: Slip) -> str:
        """Return a ballot's line of votes.csv."""
        return f"{self._case},{index},{ballot.pid},{ballot.rev},{self._cells},{ballot.reason}\r\n"

    def line(self, index: int, ballot: Slip) -> str:
        """Return a ballot's line of votes.jsonl."""
        return (
            f'{self._first},"index":{index},"issues":{self._issues},"pid":"{ballot.pid}",'
            f'"reason":"{ballot.reason}","rev":{ballot.rev},"tier":{self._tier}}}\n'
        )


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        text = "'" + text
    if any(sign in text for sign in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text


def summary(case: str, verdict: dict[str, Any]) -> bytes:
    """Return summary.html."""
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
    page = [
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
    return ("\n".join(page) + "\n").encode()


def _safe(value: Any) -> str:
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
