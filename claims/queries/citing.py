"""Questions about which clauses a claim is about: cited by the plan, cited against it, and touched
by its days."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from claims.datelines import RESTS_ON
from claims.models import CHANGED, DECIDED, ENTERED, Claim
from claims.queries.filing import answer_of, decision_of
from claims.queries.governing import versions_governing
from claims.queries.steps import steps
from claims.suggestion import Why, cited_in, touched
from rules.clause import ClauseVersion


def citations(
    session: Session, claim: Claim, book: Sequence[ClauseVersion]
) -> dict[str, list[Why]]:
    """Return which clauses were cited on the way to a dispute, each with by whom: in the plan's
    decision and its reason, and in what the claimant says against it."""
    made, answer = decision_of(session, claim), answer_of(session, claim)
    by_plan = {*(made.clauses if made else ()), *cited_in(claim.decision_reason, book)}
    said = (answer.why if answer else "", claim.claimant_says, claim.claimant_replies)
    by_claimant = frozenset[str]().union(*(cited_in(text, book) for text in said))
    sides = ((Why.DECISION, by_plan), (Why.DISPUTE, by_claimant))
    return {
        clause_id: [why for why, cited in sides if clause_id in cited]
        for clause_id in by_plan | by_claimant
    }


def was_prepared(session: Session, claim: Claim) -> bool:
    """Whether an officer has said which clauses are in dispute: entered the claim so, or changed
    its file since the plan decided."""
    done = [step.what for step in steps(session, claim)]
    since = len(done) - done[::-1].index(DECIDED) if DECIDED in done else 0
    return CHANGED in done[since:] or ENTERED in done[since:]


def touched_by_days(session: Session, claim: Claim) -> dict[str, list[str]]:
    """Return which clauses the days of a claim touch, each with what is computed by it: the days
    themselves, as officers read them."""
    known = replace(claim.facts.dates, relative=False)
    return touched(known, versions_governing(session, claim, RESTS_ON))
