"""Questions about which version of a clause governs a claim: found at filing, and kept."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import Preliminary
from claims.contradiction import LOOKED_AT, Contradiction, contradictions
from claims.filing import AMOUNT_RESTS_ON, Benefit, lower_in_fen, most_in_fen
from claims.handover import clauses_needed, rule_dates
from claims.models import Claim, ClaimGoverning, FilingRow
from claims.queries.filing import decision_of, filing_row
from kernel.errors import Missing
from rules.clause import ClauseVersion, Dates, Governing
from rules.queries import governing, version, versions_of


def governing_now(session: Session, clause_ids: Iterable[str], days: Dates) -> list[Governing]:
    """Return what governs by the book as it stands now; a clause in no book is left out."""
    found: list[Governing] = []
    for clause_id in clause_ids:
        try:
            found += governing(session, [clause_id], days)
        except Missing:
            continue
    return found


def governing_rows(session: Session, claim: Claim) -> list[ClaimGoverning]:
    """Return what was found and kept for a claim; nothing where it was filed before any was."""
    rows = sa.select(ClaimGoverning).where(ClaimGoverning.claim_id == claim.id)
    return list(session.scalars(rows.order_by(ClaimGoverning.clause_id)))


def governing_of(session: Session, claim: Claim) -> dict[str, Governing]:
    """Return which version of each clause governs, as it was found at filing.

    A clause that was in no book then is left out. For a claim that nothing was kept for, it is
    found now.
    """
    rows = governing_rows(session, claim)
    if not rows:
        days = rule_dates(claim.facts)
        now = governing_now(session, clauses_needed(claim.facts), days)
        return {one.clause_id: one for one in now}
    return {
        row.clause_id: row.value(
            None if row.version is None else version(session, row.clause_id, row.version)
        )
        for row in rows
    }


def most_at_stake(session: Session, claim: Claim) -> int | None:
    """Return the most that the rules pay for what a member filed, in fen; None where they name no
    benefit."""
    found = governing_now(session, AMOUNT_RESTS_ON, rule_dates(claim.facts))
    governs = [one.version for one in found if one.version is not None]
    written = [one for found_of in found for one in versions_of(session, found_of.clause_id)]
    return most_in_fen(filing_row(session, claim).value(claim), governs, written)


def lower_at_stake(session: Session, claim: Claim) -> int | None:
    """Return what the light tier would pay for the illness that a member filed, in fen; None where
    the rules know none for it."""
    found = governing_now(session, AMOUNT_RESTS_ON, rule_dates(claim.facts))
    governs = [one.version for one in found if one.version is not None]
    return lower_in_fen(filing_row(session, claim).value(claim), governs)


def undecided_clauses(session: Session, claim: Claim) -> list[tuple[str, str]]:
    """Return the clauses in dispute that no version governs: number and title, and why not."""
    found = governing_of(session, claim)
    named = []
    for clause_id in claim.clauses:
        if clause_id in found and found[clause_id].version is None:
            latest = versions_of(session, clause_id)[-1]
            named.append((f"{latest.number} {latest.title}", found[clause_id].reason))
    return named


def versions_governing(
    session: Session, claim: Claim, clause_ids: Iterable[str]
) -> dict[str, ClauseVersion]:
    """Return the version of each clause that governs a claim, as it was found and kept; for a
    clause of which nothing was kept, as it is found now."""
    kept = governing_of(session, claim)
    wanted = list(dict.fromkeys(clause_ids))
    anew = [clause_id for clause_id in wanted if clause_id not in kept]
    now = governing_now(session, anew, rule_dates(claim.facts))
    found = kept | {one.clause_id: one for one in now}
    versions = {name: found[name].version for name in wanted if name in found}
    return {name: version for name, version in versions.items() if version is not None}


def contradictions_with(
    session: Session, claim: Claim, plan: Preliminary, cited: Sequence[str]
) -> tuple[Contradiction, ...]:
    """Return where the dates contradict a decision on a claim. cited: ids of the clauses that it
    rests on."""
    governing = versions_governing(session, claim, (*cited, *LOOKED_AT))
    filed = session.get(FilingRow, claim.id)
    light = filed is not None and filed.benefit == Benefit.LIGHT
    return contradictions(plan, cited, claim.facts.dates, governing, light=light)


def contradictions_of(session: Session, claim: Claim) -> tuple[Contradiction, ...]:
    """Return where the dates contradict the decision on a claim: the plan's own or, where that was
    on paper, what the officer who entered the claim says of it."""
    made, facts = decision_of(session, claim), claim.facts
    if made is None:
        return contradictions_with(session, claim, facts.preliminary, facts.clauses)
    return contradictions_with(session, claim, made.value, made.clauses)
