"""When what governs a claim is found anew: the claim has changed, never the book alone."""

from collections.abc import Iterable, Mapping
from datetime import date

from rules.clause import Dates, GovernsBy


def days_asked(anchor: GovernsBy, dates: Dates) -> tuple[date | None, ...]:
    """Return the days that a clause asks of a claim, by the kind of day that decides in it."""
    return {
        GovernsBy.JOINING: (dates.joined,),
        GovernsBy.EVENT: (dates.event,),
        GovernsBy.FILING: (dates.filed,),
        GovernsBy.PERIOD: (dates.period,),
        GovernsBy.FAVOURABLE: (dates.joined, dates.event),
    }[anchor]


def kept(
    held: Mapping[str, GovernsBy], needed: Iterable[str], before: Dates, after: Dates
) -> frozenset[str]:
    """Return the ids of the clauses of which what was found stays as it is.

    held: the clauses of which something was found, with the kind of day that decided. needed: the
    clauses that the claim needs now. Of a clause whose days were corrected, nothing stays.
    """
    return frozenset(
        clause_id
        for clause_id in needed
        if clause_id in held
        and days_asked(held[clause_id], before) == days_asked(held[clause_id], after)
    )
