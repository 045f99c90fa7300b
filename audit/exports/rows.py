"""What stands in a line of an export: of the registry, of a verdict, of the figures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from audit import kinds, telling
from audit.entry import BadEntry, parse
from audit.figures import EVERY, OUTCOMES, Figures

REGISTRY = ("index", "kind", "at", "by", "facts")
APART = {"v", "kind", "at", "by"}  # what has its own column, or says nothing
NUMBERS = tuple(kinds.OBJECTS["numbers"])
BEFORE = ("case", "question", "clauses", "closed_on", "estimate", "withheld", "outcome")
VERDICTS = (*BEFORE, "stands", "tier", "mode", *NUMBERS, "issues", "caveats")
FIGURES = ("table", "name", *OUTCOMES, EVERY)


def of_registry(index: int, raw: bytes) -> dict[str, Any]:
    """Return a line of the registry: what all entries say, and whatever else this one does."""
    try:
        says = parse(raw)
    except BadEntry:
        return {"index": index}
    facts = {name: fact for name, fact in says.items() if name not in APART}
    return {"index": index, **{name: says.get(name) for name in REGISTRY[1:4]}, "facts": facts}


def of_verdict(verdict: dict[str, Any], closed_on: date | None) -> dict[str, Any]:
    """Return a line of the verdicts; of one that tells how each juror voted, its outcome alone."""
    row = {
        "case": verdict["case"],
        "question": verdict["question"],
        "clauses": [f"{clause['id']}/{clause['version']}" for clause in verdict["clauses"]],
        "closed_on": closed_on.isoformat() if closed_on else None,
        "estimate": verdict["stands"] == telling.ESTIMATE,
        "withheld": telling.withheld(verdict),
        "outcome": verdict["outcome"],
    }
    if row["withheld"]:
        return row
    return {
        **row,
        **verdict["numbers"],
        **{name: verdict[name] for name in ("stands", "tier", "issues", "caveats")},
        "mode": "assembly" if "assembly" in verdict else "panel",
    }


def of_figures(found: Figures) -> Iterator[dict[str, Any]]:
    """Yield the lines of the figures, by month and then by clause, as their page shows them: a
    count that is hidden is None, and there is no line where too few are decided to tell any."""
    tables = {"month": found.by_month, "clause": found.by_clause} if found.tells else {}
    for table, lines in tables.items():
        for line in lines:
            counts = zip(FIGURES[2:], line.counts, strict=True)
            yield {"table": table, "name": line.name, **dict(counts)}
