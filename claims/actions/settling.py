"""What is done after a decision: members object, a side appeals, an officer answers and reopens."""

from dataclasses import replace

from audit.actions import record
from claims.actions.deciding import lapse
from claims.actions.steps import for_claimant, for_officer, note
from claims.events import (
    AppealedByPlan,
    ClaimAppealed,
    ClaimReopened,
    ObjectionAnswered,
    ObjectionMade,
)
from claims.life import Deed, State, after
from claims.models import (
    APPEALED,
    DISMISSED,
    OPEN,
    OPENED,
    REOPENED,
    UPHELD,
    Appeal,
    Claim,
    Objection,
)
from claims.queries import (
    appeal_of,
    claim_by_id,
    exclusions,
    has_objected,
    locked_claim,
    objection,
    present_case,
    published_one,
    settlement_of,
    took_part,
)
from claims.settlement import Settlement, check_answer, check_appeal, check_object, check_uphold
from claims.timetable import Side
from jury.actions import open_on_appeal
from jury.models import JuryCase
from kernel.actor import SYSTEM
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict
from kernel.remark import check_length, remark
from kernel.work import Work

OBJECTED = N_("You have objected to this payment already. An officer answers you.")
LONGEST = 2_000  # characters


def object_to_payment(work: Work, ref: str, evidence: str) -> None:
    """Object to a payment, as a member, with what one knows; it is suspended until looked into.

    Raises Missing outside the three days, Conflict for the second time, and for no evidence, and
    Malformed for more of it than is kept.
    """
    published_one(work.session, ref, work.now)
    claim = locked_claim(work.session, ref)
    settlement = _settled(work, claim)
    if has_objected(work.session, claim, settlement, work.actor.account):
        raise Conflict(OBJECTED)
    check_object(settlement, evidence, work.now)
    check_length(evidence.strip(), LONGEST)
    row = Objection(
        id=new_id(),
        claim_id=claim.id,
        by=work.actor.account,
        against=settlement.since,
        evidence=evidence.strip(),
        at=work.now,
        state=OPEN,
        answer="",
        answered_by=None,
        answered_at=None,
    )
    if not insert_once(work.session, row):
        raise Conflict(OBJECTED)
    record(work, ObjectionMade(claim=ref))


def answer_objection(work: Work, objection_id: str, upheld: bool, answer: str) -> None:
    """Answer an objection, as an officer: dismissed, or upheld; then the claim is reopened.

    Raises Missing, Malformed without a reason, Conflict when it was answered already, for one's
    own, for who took part in what is objected to, and where the claim cannot be reopened: it was
    withdrawn, or a jury has it.
    """
    row = objection(work.session, objection_id, lock=True)
    claim = for_officer(work, claim_by_id(work.session, row.claim_id).ref)
    mine = work.actor.account
    check_answer(row.by, mine, took_part=took_part(work.session, claim, mine))
    if row.state != OPEN:
        raise Conflict(N_("This objection was answered already."))
    said = remark(answer, N_("Say what was looked into, and what came of it."), LONGEST)
    reopened = _reopened(work, claim) if upheld else None
    row.state = UPHELD if upheld else DISMISSED
    row.answer = said
    row.answered_by, row.answered_at = work.actor.account, work.now
    work.session.flush()
    record(work, ObjectionAnswered(claim=claim.ref, upheld=upheld))
    if reopened is None:
        note(work, claim, DISMISSED, row.answer)
    else:
        _reopen(work, claim, reopened, row.answer)


def _reopened(work: Work, claim: Claim) -> State:
    """Return where a claim goes that is taken up again; raises Conflict where it cannot be."""
    lapse(replace(work, actor=SYSTEM), claim.ref)  # what the worker does, should it be late
    state = after(State(claim.state), Deed.REOPEN)
    check_uphold(settlement_of(work.session, claim, work.now))
    return state


def _reopen(work: Work, claim: Claim, state: State, why: str) -> None:
    """Take a settled claim up again: what was paid on is prepared or investigated anew.

    What was decided until now decides nothing any more; an appeal from it ends with it.
    """
    claim.state = state
    claim.facts = claim.facts.unremarked
    claim.revision += 1
    made = appeal_of(work.session, claim)
    if made is not None and made.case_ref is None:
        made.ended_at = work.now
    work.session.flush()
    note(work, claim, REOPENED, why)
    record(work, ClaimReopened(claim=claim.ref))


def appeal(work: Work, ref: str, side: Side, why: str) -> Appeal:
    """Appeal on the merits, for a side, once: as the claimant, not as who advises them, or as an
    officer. Raises Missing, Malformed, Conflict."""
    claim = (for_claimant if side is Side.CLAIMANT else for_officer)(work, ref)
    check_appeal(_settled(work, claim), side, work.now)
    said = remark(why, N_("Say in a few sentences what the jury got wrong."), LONGEST)
    made = Appeal(
        id=new_id(),
        claim_id=claim.id,
        side=side,
        why=said,
        by=work.actor.account,
        at=work.now,
        case_ref=None,
        ended_at=None,
    )
    if not insert_once(work.session, made):
        raise Conflict(N_("This claim was appealed already: that can be done once."))
    note(work, claim, APPEALED)
    told = ClaimAppealed if side is Side.CLAIMANT else AppealedByPlan
    record(work, told(claim=ref))
    return made


def open_appeal(work: Work, ref: str) -> JuryCase:
    """Open the new case of an appeal, as an officer: another panel, from which all who were drawn
    before are left out. Raises Missing, Conflict."""
    claim = for_officer(work, ref)
    claim.state = after(State(claim.state), Deed.OPEN_APPEAL)
    made = appeal_of(work.session, claim)
    last = present_case(work.session, ref)
    if made is None or last is None:
        raise Conflict(N_("Nobody has appealed."))
    if made.case_ref is not None:
        raise Conflict(N_("The case of this appeal is open already."))
    note(work, claim, OPENED)
    opened = open_on_appeal(work, last.ref, exclusions(work.session, claim))
    made.case_ref = opened.ref
    work.session.flush()
    return opened


def _settled(work: Work, claim: Claim) -> Settlement:
    found = settlement_of(work.session, claim, work.now)
    if found is None:
        raise Conflict(N_("Nothing is decided yet."))
    return found
