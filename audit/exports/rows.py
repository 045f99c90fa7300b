"""What stands in a line of an export: of the registry, of a verdict, of the figures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from audit import kinds, telling
from audit.entry import BadEntry, parse
from audit.exports.table import Nested
from audit.figures import EVERY, OUTCOMES, Figures

REGISTRY = ("index", "kind", "at", "by", "facts")
APART = {"v", "kind", "at", "by"}  # what has its own column, or says nothing
NUMBERS = tuple(kinds.OBJECTS["numbers"])
BEFORE = ("case", "question", "clauses", "closed_on", "estimate", "withheld", "outcome")
RULE = ("standard", "quorum", "quorum_rule", "threshold", "denial", "approval", "tiers")
# New ones come last: programs of others may go by the order.
VERDICTS = (*BEFORE, "stands", "tier", "mode", *NUMBERS, "issues", "caveats", *RULE)
FIGURES = ("table", "name", *OUTCOMES, EVERY)


def of_registry(index: int, raw: bytes) -> dict[str, Any]:
    """Return a line of the registry: what all entries say, and whatever else this one does."""
    try:
        says = parse(raw)
    except BadEntry:
        return {"index": index}
    facts = Nested({name: fact for name, fact in says.items() if name not in APART})
    return {"index": index, **{name: says.get(name) for name in REGISTRY[1:4]}, "facts": facts}


def of_verdict(
    verdict: dict[str, Any], closed_on: date | None, within_quotas: bool = False
) -> dict[str, Any]:
    """Return a line of the verdicts; of one that tells how each juror voted, its outcome alone.

    within_quotas: its panel was drawn by types.
    """
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
        **{name: verdict[name] for name in ("stands", "tier", "caveats")},
        "issues": Nested(verdict["issues"]),
        "mode": "assembly" if "assembly" in verdict else "quotas" if within_quotas else "panel",
        **_rule(verdict),
    }


def of_figures(found: Figures) -> Iterator[dict[str, Any]]:
    """Yield the lines of the figures, by month and then by clause, as their page shows them: a
    count that is hidden is None, and there is no line where too few are decided to tell any."""
    tables = {"month": found.by_month, "clause": found.by_clause} if found.tells else {}
    for table, lines in tables.items():
        for line in lines:
            counts = zip(FIGURES[2:], line.counts, strict=True)
            yield {"table": table, "name": line.name, **dict(counts)}


def _rule(verdict: dict[str, Any]) -> dict[str, Any]:
    """Return what the outcome follows by: with the numbers, anybody can work it out again."""
    standard, numbers = verdict["standard"], verdict["numbers"]
    absolute, (part, whole) = standard["quorum"]["absolute"], standard["quorum"]["share"]
    among = verdict["assembly"]["voters"]["count"] if "assembly" in verdict else numbers["seats"]
    return {
        "standard": standard["name"],
        "quorum": max(absolute, -(-part * among // whole)),
        "quorum_rule": f"max({absolute}, {part}/{whole} of {among})",
        "threshold": _bar(standard["threshold"]),
        "denial": _bar(standard["denial"]) if standard["denial"] else None,
        "approval": standard["approval"],
        "tiers": Nested(verdict["tiers"]),
    }


def _bar(bar: dict[str, Any]) -> str:
    return "{} {}/{}".format(bar["operator"], *bar["share"])
