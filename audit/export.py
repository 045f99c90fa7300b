"""The vote log and the summary: views, pure functions of a decided case's entries.

They exist once the key has been revealed, and hold no time and no name.
"""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from audit import kinds, opening, telling
from audit.entry import parse
from audit.exports import table
from audit.slip import slip_of
from audit.vote import AT_ONCE, Opener, Sealed, Sheet, Vote, open_some
from kernel.errors import Conflict

COLUMNS = ("case", "index", "pid", "rev", "counted", "choice", "tier", "issues", "reason")
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


def is_decided(fields: Sequence[dict[str, Any]]) -> bool:
    """Whether these entries end with a verdict."""
    return bool(fields) and fields[-1]["kind"] == "verdict"


def rows(log: Iterable[bytes], opener: Opener | None = None) -> Iterator[Vote]:
    """Return the votes of a decided case, in the order of its log.

    log: its entries, gone through twice and never held, so memory grows with those who voted more
    than once alone. opener: where ballots are opened; without one, as it suits so many.
    Raises Conflict, at once, while the case has no verdict.
    """
    around, again, sent = _around(log)
    opener = opener or opening.opener_for(sent)
    return (vote for some in opener(_sheet(around), _chunks(log, again)) for vote in some)


def vote_logs(log: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the vote log of a decided case, some votes at a time, as a table and as JSON Lines.

    Raises as `rows` does.
    """
    around, again, sent = _around(log)
    yield b"".join(csv([])), b""
    yield from opening.each(_both, _sheet(around), _chunks(log, again), sent)


def _both(sheet: Sheet, some: list[Sealed]) -> tuple[bytes, bytes]:
    votes = open_some(sheet, some)
    return b"".join(islice(csv(votes), 1, None)), b"".join(jsonl(votes))


def _around(log: Iterable[bytes]) -> tuple[list[dict[str, Any]], dict[str, int], int]:
    """Return what stands around the ballots, the last rev of each pid with a second one, and how
    many ballots there are."""
    around: list[dict[str, Any]] = []
    again: dict[str, int] = {}
    sent, ended = 0, False
    for raw in log:
        slip, ended = slip_of(raw), False
        if slip is None:
            around.append(parse(raw))
            ended = is_decided(around)
            continue
        sent += 1
        if slip.rev > 1:
            again[slip.pid] = max(slip.rev, again.get(slip.pid, 0))
    if not ended:
        raise Conflict(telling.no_bundle(around[-1]) if around else telling.NOT_YET)
    return around, again, sent


def _sheet(around: Sequence[dict[str, Any]]) -> Sheet:
    by_kind = {one["kind"]: one for one in around}  # of a kind, the last stays
    opened = by_kind["case.opened"]
    return Sheet(
        opened["case"],
        by_kind.get("case.resumed", opened)["file"],
        tuple(clause["id"] for clause in opened["clauses"]),
        tuple(opened["tiers"]),
        bytes.fromhex(by_kind["key.revealed"]["key"]),
    )


def _chunks(log: Iterable[bytes], again: Mapping[str, int]) -> Iterator[list[Sealed]]:
    some: list[Sealed] = []
    for index, raw in enumerate(log):
        if (slip := slip_of(raw)) is None:
            continue
        some.append(Sealed(index, slip, slip.rev < again.get(slip.pid, slip.rev)))
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def as_row(vote: Vote) -> dict[str, Any]:
    """Return a vote with its columns in order."""
    return {name: getattr(vote, name) for name in COLUMNS}


def csv(found: Iterable[Vote]) -> Iterator[bytes]:
    """Yield the vote log as RFC 4180, line by line."""
    return table.csv(COLUMNS, map(as_row, found))


def jsonl(found: Iterable[Vote]) -> Iterator[bytes]:
    """Yield the vote log as JSON Lines."""
    return table.jsonl(COLUMNS, map(as_row, found))


def summary(raw: bytes) -> bytes:
    """Return the count of a decided case, from its verdict, as a small page that stands alone."""
    verdict = parse(raw)
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
