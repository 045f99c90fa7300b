"""What claimants do first: they file a claim, change what they filed, and hand it in."""

from dataclasses import replace
from typing import Any

from audit.actions import record
from claims.actions.papers import note_completeness
from claims.actions.steps import for_claimant, keep_governing, next_ref, note
from claims.claim import BY_YOURSELF, Facts, check_fresh, check_seen
from claims.dates import KnownDates
from claims.events import ClaimHandedIn
from claims.filing import (
    AMOUNT_RESTS_ON,
    LONGEST_STORY,
    Filing,
    Whom,
    as_asked,
    benefit_in_fen,
    check_drafts,
    check_whole,
    parties_named,
    unasked,
)
from claims.handover import rule_dates
from claims.life import Deed, State, after
from claims.models import FILED, HANDED_IN, Claim, FilingRow
from claims.queries import drafts, filing_row, governing_now
from kernel.db import hold_name
from kernel.errors import N_, Conflict
from kernel.remark import check_length
from kernel.work import Work
from members.queries import account


def file_claim(work: Work, filing: Filing) -> Claim:
    """Begin a claim of the actor's own, whole or not; return it.

    Jurors read days of it counted from joining, unless an officer finds that it turns on a date.
    Raises Malformed, and Conflict for one who writes too many already.
    """
    check_length(filing.story, LONGEST_STORY)
    filing = as_asked(filing)
    # Two that are begun at once would each not count the other.
    hold_name(work.session, f"drafts of {work.actor.account}")
    check_drafts(drafts(work.session, work.actor.account))
    begun = Claim(ref=next_ref(work), claimant_id=work.actor.account, state=State.FILING)
    begun.facts = Facts(title="", dates=replace(_days(work, filing), relative=True))
    work.session.add(begun)
    work.session.flush()
    row = FilingRow(claim_id=begun.id, begun_at=work.now, handed_in_at=None)
    row.take(filing)
    work.session.add(row)
    note(work, begun, FILED)
    return begun


def change_filing(work: Work, ref: str, filing: Filing, revision: int) -> Claim:
    """Change what the actor filed, until it is handed in. revision: the one it was written on.

    The same again changes nothing. What is typed and not asked of the benefit that is claimed is
    kept aside. Raises Missing, Malformed, Conflict, and Stale where it was changed in another
    window.
    """
    claim, row = _mine(work, ref)
    if State(claim.state) is not State.FILING:
        raise Conflict(N_("The claim is handed in. Tell the officer what has to change."))
    check_length(filing.story, LONGEST_STORY)
    held, filing = claim.facts.dates, as_asked(filing)
    days = replace(_days(work, filing), filed=held.filed, relative=held.relative)
    if row.value(claim) == replace(filing, dates=days):
        return claim
    check_fresh(claim.revision, revision, BY_YOURSELF)
    claim.facts = replace(claim.facts, dates=days)
    row.take(filing)
    claim.revision += 1
    work.session.flush()
    note_completeness(work, claim)  # what is claimed decides which papers are asked for
    return claim


def hand_in_claim(work: Work, ref: str, revision: int | None = None) -> Claim:
    """Hand in the actor's claim: an officer looks into it from now on.

    The day of filing is today, who was named is declared, the amount is what the rules say, and
    which versions govern is found and kept. revision: the one that was read once more before this,
    where one was. Raises Missing, Conflict while something is missing, or after a change.
    """
    claim, row = _mine(work, ref)
    state = after(State(claim.state), Deed.HAND_IN)
    filing = row.value(claim)
    check_whole(filing, work.now)
    if revision is not None:
        check_seen(claim.revision, revision)
    before = claim.facts
    # What was put aside was typed for another benefit: an officer is told what is claimed, and no
    # more. Of a member the days of birth and joining are the house's own.
    other: dict[str, Any] = dict.fromkeys(unasked(filing.benefit, Whom.CHILD))
    row.aside = {}
    days = replace(before.dates, filed=before.dates.filed or work.now.date(), **other)
    facts = replace(before, dates=days, parties=parties_named(filing.named))
    found = governing_now(work.session, AMOUNT_RESTS_ON, rule_dates(facts))
    versions = [one.version for one in found if one.version is not None]
    claim.facts = replace(facts, amount=benefit_in_fen(filing, versions))
    claim.state = state
    claim.revision += 1
    row.handed_in_at = work.now
    keep_governing(work, claim, before)
    note(work, claim, HANDED_IN)
    record(work, ClaimHandedIn(claim=ref))
    return claim


def _mine(work: Work, ref: str) -> tuple[Claim, FilingRow]:
    claim = for_claimant(work, ref)
    return claim, filing_row(work.session, claim)


def _days(work: Work, filing: Filing) -> KnownDates:
    """Return the days of a filing; when a member joined and was born the house knows itself."""
    if filing.whom is Whom.CHILD:
        return filing.dates
    own = account(work.session, work.actor.account)
    return replace(filing.dates, joined=own.joined_at.date(), born=own.born_on)
