"""Verdicts in figures that can be passed on: by month and by clause, small cells hidden."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from audit.cells import Cell, Sum, hidden

EVERY = "all"
EARLIER = "earlier"
MONTHS = 24  # with a row of their own, the latest; all before are one row
OUTCOMES = ("upheld", "denied", "hung", "inquorate")


@dataclass(frozen=True)
class Line:
    """A row of a table: a count for each outcome, then all of them; None where it is hidden."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Figures:
    """by_month: the latest month first, its last line is of all. by_clause: without a line of all,
    since a case may be about several clauses."""

    by_month: tuple[Line, ...]
    by_clause: tuple[Line, ...]
    hides: bool

    @property
    def tells(self) -> bool:
        """Whether any count is shown that is not 0."""
        return any(count for line in (*self.by_month, *self.by_clause) for count in line.counts)


def figures(
    by_day: Mapping[tuple[date, str], int], by_clause: Mapping[tuple[str, str], int]
) -> Figures:
    """Return the figures of verdicts, counted by the day of closing and outcome, and by clause and
    outcome."""
    months = _by_month(by_day)
    names = sorted({month for month, _outcome in months}, reverse=True)
    clauses = sorted({clause for clause, _outcome in by_clause})
    counts: Counter[Cell] = Counter()
    for (month, outcome), count in months.items():
        for cell in ((month, outcome), (month, EVERY), (EVERY, outcome), (EVERY, EVERY)):
            counts["month", *cell] += count
    for (clause, outcome), count in by_clause.items():
        for cell in ((clause, outcome), (clause, EVERY)):
            counts["clause", *cell] += count
    rows = [*(("month", name) for name in (*names, EVERY)), *(("clause", name) for name in clauses)]
    for table, name in rows:
        for outcome in (*OUTCOMES, EVERY):
            counts[table, name, outcome] += 0
    kept = hidden(counts, list(_sums(counts, names, clauses)))

    def line(table: str, name: str) -> Line:
        cells = [(table, name, outcome) for outcome in (*OUTCOMES, EVERY)]
        return Line(name, tuple(None if cell in kept else counts[cell] for cell in cells))

    return Figures(
        tuple(line("month", name) for name in (*names, EVERY)) if names else (),
        tuple(line("clause", name) for name in clauses),
        bool(kept),
    )


def _by_month(by_day: Mapping[tuple[date, str], int]) -> Counter[tuple[str, str]]:
    months = sorted({day.strftime("%Y-%m") for day, _outcome in by_day})
    own = set(months[-MONTHS:])
    found: Counter[tuple[str, str]] = Counter()
    for (day, outcome), count in by_day.items():
        month = day.strftime("%Y-%m")
        found[month if month in own else EARLIER, outcome] += count
    return found


def _sums(counts: Counter[Cell], months: list[str], clauses: list[str]) -> Iterable[Sum]:
    """Yield what adds up to what, across both tables."""
    for table, names in (("month", [*months, EVERY]), ("clause", clauses)):
        for name in names:
            parts = tuple((table, name, outcome) for outcome in OUTCOMES)
            yield Sum((table, name, EVERY), parts)
    for outcome in (*OUTCOMES, EVERY):
        total = ("month", EVERY, outcome)
        yield Sum(total, tuple(("month", name, outcome) for name in months))
        parts = tuple(("clause", name, outcome) for name in clauses)
        if sum(counts[part] for part in parts) == counts[total]:
            yield Sum(total, parts)  # as where each case is about one clause
