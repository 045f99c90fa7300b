"""Claims as the rule book may see them: what a clause asks of each, and nobody in it."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.dates import KnownDates, facts_of
from claims.life import State
from claims.models import Claim
from claims.queries.claims import last_case_of
from jury.models import JuryCase, Verdict
from rules.clause import is_clause_id
from rules.computed.replay import PastCase
from rules.impact import Hit, Impact, Touched

# Before the jury has a claim nobody but its officers knows of it: it is counted and never named.
ON_THE_WAY = (
    State.DECIDED,
    State.DISPUTED,
    State.PREPARED,
    State.IN_REVIEW,
    State.SIGNED_OFF,
    State.AGREED,
)
LIGHT = "light-tier"
DATES = (
    Claim.joined_on.label("joined"),
    Claim.born_on.label("born"),
    Claim.event_on.label("event"),
    Claim.diagnosed_on.label("diagnosed"),
    Claim.accident,
    Claim.waiting_agreed,
    Claim.medication_days,
    Claim.stay_days,
)


def past_cases(session: Session, clause_id: str) -> list[PastCase]:
    """Return the claims before the jury, or decided by it, that dispute a clause, by their refs.

    Their facts hold days and ages, and no name, no day of birth and no text. The title is that of
    the frozen file. What has no such file, or is prepared anew, is left out: an editor may yet be
    drawn for it, and what comes of it by the present words is no more theirs to know than which it
    is. Where the light tier is in dispute, the cancer is taken to be light, so that no claim
    escapes whom a change of it would hit.
    """
    if not is_clause_id(clause_id):
        return []
    rows = session.execute(
        sa.select(Claim.ref, Claim.clauses, JuryCase.title, Verdict.case_ref.label("verdict"))
        .add_columns(*DATES)
        .join(JuryCase, JuryCase.ref == last_case_of(Claim.ref))
        .outerjoin(Verdict, Verdict.case_ref == JuryCase.ref)
        .where(
            Claim.state == State.FROZEN,
            # An id in its quotes stands in the text of the list where it is in the list.
            sa.cast(Claim.clauses, sa.String).contains(f'"{clause_id}"'),
        )
        .order_by(Claim.ref)
    )
    return [
        PastCase(
            ref=row.ref,
            title=row.title,
            facts=facts_of(_dates(row), row.ref, light=LIGHT in row.clauses),
            decided=row.verdict is not None,
        )
        for row in rows
    ]


def _dates(row: sa.Row[tuple[object, ...]]) -> KnownDates:
    held = row._mapping
    return KnownDates(**{column.key: held[column.key] for column in DATES})


def open_claims(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return how many claims that the jury has not yet got dispute a changed clause.

    Each stays with the version that was found when it was filed.
    """
    disputed = session.scalars(sa.select(Claim.clauses).where(Claim.state.in_(ON_THE_WAY)))
    count = Counter(clause_id for clauses in disputed for clause_id in set(clauses))
    return [
        Impact(one.change.clause_id, Hit.OPEN_CASES, count[one.change.clause_id])
        for one in touched
        if one.change.before is not None and one.change.words_changed
    ]
