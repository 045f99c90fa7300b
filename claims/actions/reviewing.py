"""What a second officer does: approves what jurors will read, and freezes the file."""

from collections.abc import Mapping

from audit.actions import record
from claims import claim as rules
from claims.actions.steps import for_officer, note
from claims.contradiction import check_explained
from claims.events import SummaryApproved
from claims.handover import SHOW, undecided
from claims.life import Deed, State, after
from claims.models import APPROVED, FROZEN, Claim, FlagDecision, SignOff
from claims.queries import (
    contradictions_of,
    digest_of,
    exclusions,
    issues_before_freezing,
    preparers,
    present_case,
    preview,
)
from claims.queries import flags as flags_of
from jury.actions import next_ref, open_case, resume_case
from jury.models import JuryCase
from jury.queries import halt_of
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work

UNSAID = N_("Say of each flag that is to be shown why it may be.")


def approve_summary(
    work: Work,
    ref: str,
    flags: Mapping[str, str],
    revision: int,
    *,
    whys: Mapping[str, str] | None = None,
    despite: str = "",
) -> SignOff:
    """Approve all that jurors would read, what is at stake and the standard, as a second officer.

    flags: flag key to "hide" or "show", one for every flag. revision: the one that was read.
    whys: flag key to why it may be shown, one for each that is. despite: why the decision stands
    where the dates contradict it. Raises Conflict for a preparer, for a text that has changed, and
    for a flag left undecided; Malformed for one shown without a reason, and for a contradiction
    that the second officer says nothing of.
    """
    claim = for_officer(work, ref)
    by = preparers(work.session, claim)
    state = after(State(claim.state), Deed.APPROVE)
    rules.check_approve(work.actor.account, by, claim.revision, revision)
    if open_flags := undecided(flags_of(work.session, claim), flags):
        raise Conflict(N_("Decide on every flag first; %(count)s are left."), count=len(open_flags))
    said = check_explained(contradictions_of(work.session, claim), despite)
    for key, decision in _decided(work, claim, flags).items():
        why = ""
        if decision == SHOW:
            why = remark((whys or {}).get(key, ""), UNSAID, rules.LONGEST_WHY_SHOWN)
        work.session.add(
            FlagDecision(
                claim_id=claim.id,
                revision=claim.revision,
                key=key,
                decision=decision,
                why=why,
                by=work.actor.account,
                at=work.now,
            )
        )
    work.session.flush()
    approved = SignOff(
        claim_id=claim.id,
        revision=claim.revision,
        prepared_by=by[-1],
        approved_by=work.actor.account,
        approved_at=work.now,
        text_digest=digest_of(work.session, claim),
        despite=said,
    )
    work.session.add(approved)
    claim.state = state
    note(work, claim, APPROVED)
    record(
        work,
        SummaryApproved(claim=ref, revision=claim.revision, text=approved.text_digest),
    )
    return approved


def freeze(work: Work, ref: str) -> JuryCase:
    """Freeze a claim that both sides agreed to into a case file, and hand it to the jury.

    Whoever freezes it chooses nothing: the standard is the one that was approved and agreed to.
    Nobody close to the claim can be drawn for it. Raises Missing, Conflict while something stands
    in the way.
    """
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.FREEZE)
    rules.check_ready(issues_before_freezing(work.session, claim))
    claim.state = state
    note(work, claim, FROZEN)
    file, barred = preview(work.session, claim), exclusions(work.session, claim)
    standard = claim.standard or ""  # that there is one was asked above
    last = present_case(work.session, ref)
    if last is None:
        return open_case(work, file, standard, barred)
    if halt_of(work.session, last.ref) is not None:
        return resume_case(work, last.ref, file.named(last.ref))
    return open_case(work, file.named(next_ref(last.ref)), standard, barred, again_of=last.ref)


def _decided(work: Work, claim: Claim, flags: Mapping[str, str]) -> dict[str, str]:
    """Return the decisions that belong to flags of this claim, and no others."""
    return {flag.key: flags[flag.key] for flag in flags_of(work.session, claim)}
