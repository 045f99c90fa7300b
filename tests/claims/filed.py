"""A claim as Clara files it, and what the plan makes of it."""

from datetime import UTC, date, datetime

from claims.claim import Decision
from claims.dates import KnownDates
from claims.decision import Decided
from claims.filing import Benefit, Filing, Named, PartyKind, Whom

BIRCH = Named("Dr Anna Birch", PartyKind.DOCTOR)
HILL = Named("Hill Hospital", PartyKind.HOSPITAL)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FILED = Filing(
    benefit=Benefit.ACCIDENT,
    whom=Whom.CHILD,
    story="She fell from the wall.\n\nDr Birch at Hill Hospital saw her.",
    named=(HILL, BIRCH, Named("Lake Hospital", PartyKind.HOSPITAL)),
    dates=KnownDates(
        joined=date(2025, 3, 1), born=date(2019, 5, 4), event=date(2025, 9, 9), accident=True
    ),
)
REFUSED = Decided(
    decision=Decision.REFUSE,
    title="A fall from a wall",
    reason="The papers tell of an earlier injury.",
    clauses=("accident-exempt",),
    amount=30_000_000,
    cost=275_000,
)
