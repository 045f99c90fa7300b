"""How a case ends without a count: its claimant withdraws, or it can come to none.

Either way the box is never opened. The ballots that were cast are logged as they are, sealed, the
log ends, and the key is destroyed.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from audit.actions import append, record
from jury.actions.box import log_held_ballots
from jury.actions.challenges import end_challenges
from jury.actions.evidence import hand_down
from jury.events import CaseVoided, CaseVoidProposed, CaseWithdrawn
from jury.hopeless import BEFORE_THE_COUNT, KEY_LOST
from jury.keyfiles import KeyGone
from jury.keys import SharesMissing, case_keys, destroy_case_keys
from jury.models import BEFORE_CLOSING, CaseVoid, Draw, JuryCase, SharedKey, Withdrawal
from jury.queries import (
    case_for_officer,
    check_not_halted,
    finding_on,
    halt_of,
    locked_case,
    locked_together,
    panel_beside,
)
from kernel.db import once_committed
from kernel.errors import N_, Conflict
from kernel.work import Work


def withdraw_case(work: Work, ref: str) -> JuryCase:
    """Withdraw a case before its poll has closed, and the panel beside it. Raises Missing, or
    Conflict when the poll has closed or the case is over."""
    case, *others = locked_together(work.session, ref)
    halted = halt_of(work.session, ref) is not None
    over = case.ends_at is not None and case.ends_at <= work.now and not halted
    if case.stage not in BEFORE_CLOSING or over:
        raise Conflict(N_("The poll has closed, so the claim can no longer be withdrawn."))
    for one in (case, *(other for other in others if other.stage in BEFORE_THE_COUNT)):
        work.session.add(Withdrawal(case_ref=one.ref, stage=one.stage, withdrawn_at=work.now))
        _end(work, one, "withdrawn", "case.withdrawn", {})
        record(work, CaseWithdrawn(case=one.ref))
    return case


def propose_case_void(work: Work, ref: str) -> CaseVoid:
    """Propose to void a case that can come to no count. Proposing it twice changes nothing.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict while it is
    halted, or can still be decided.
    """
    case, why = _hopeless(work, ref)
    found = work.session.get(CaseVoid, case.ref)
    if found is not None and found.why == why:
        return found
    if found is None:
        found = CaseVoid(case_ref=ref)
        work.session.add(found)
    found.why, found.proposed_by, found.proposed_at = why, work.actor.account, work.now
    record(work, CaseVoidProposed(case=ref, why=why))
    work.session.flush()
    return found


def void_case(work: Work, ref: str) -> JuryCase:
    """Agree that a case is void; it can then be opened again, for another panel.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict for the officer
    who proposed it, where nobody did, while it is halted, or can still be decided.
    """
    case, why = _hopeless(work, ref)
    proposed = work.session.get(CaseVoid, ref)
    if proposed is None or proposed.why != why:
        raise Conflict(N_("Nobody proposed to void this case."))
    if proposed.proposed_by == work.actor.account:
        raise Conflict(N_("You proposed to void this case; another officer must agree."))
    proposed.confirmed_by, proposed.confirmed_at = work.actor.account, work.now
    return _void(work, case, why)


def void_lost_key(work: Work, ref: str) -> JuryCase:
    """Void a closed case whose trustees did not bring enough of its key in time.

    Raises Missing; Conflict while they have time left, where the house holds the key, and where it
    can be had after all: whoever decides late decides the same.
    """
    case, key = locked_case(work.session, ref), work.session.get(SharedKey, ref)
    over = key is not None and key.enter_by is not None and key.enter_by <= work.now
    if case.stage != "closed" or not over or _opens(work, ref):
        raise Conflict(N_("This case can still be decided, or it is over."))
    found = work.session.get(CaseVoid, ref)
    if found is None:
        found = CaseVoid(case_ref=ref, proposed_at=work.now)
        work.session.add(found)
    found.why, found.proposed_by, found.confirmed_at = KEY_LOST, None, work.now
    return _void(work, case, KEY_LOST)


def _opens(work: Work, ref: str) -> bool:
    """Whether the parts that were brought make a key."""
    try:
        case_keys(work.settings, ref)
    except (KeyGone, SharesMissing):
        return False
    return True


def _hopeless(work: Work, ref: str) -> tuple[JuryCase, str]:
    case = case_for_officer(work.session, ref, work.actor.account_id)
    check_not_halted(work.session, ref)
    finding = finding_on(work.session, case, work.now)
    if finding is None:
        raise Conflict(N_("This case can still be decided, or it is over."))
    return case, finding.why


def _void(work: Work, case: JuryCase, why: str) -> JuryCase:
    """Void a case, and the panel beside it: it estimates what nobody can know any more."""
    panel = panel_beside(work.session, case.ref)
    if panel is not None and locked_case(work.session, panel.ref).stage in BEFORE_THE_COUNT:
        voided = work.session.get_one(CaseVoid, case.ref)
        by = {"proposed_by": voided.proposed_by, "confirmed_by": voided.confirmed_by}
        at = {"proposed_at": voided.proposed_at, "confirmed_at": voided.confirmed_at}
        work.session.merge(CaseVoid(case_ref=panel.ref, why=why, **by, **at))
        _void(work, panel, why)
    _end(work, case, "void", "case.voided", {"why": why})
    record(work, CaseVoided(case=case.ref, why=why))
    return case


def _end(work: Work, case: JuryCase, stage: str, kind: str, body: Mapping[str, Any]) -> None:
    ref = case.ref
    if case.stage == "open":
        log_held_ballots(work, case)
    append(work, ref, kind, body)
    work.session.execute(
        sa.update(Draw)
        .where(Draw.case_ref == ref, Draw.state == "pending")
        .values(state="void", why_void=stage)
    )
    end_challenges(work, ref)
    case.stage = stage
    work.session.flush()
    hand_down(work, ref)
    # Only once it is sure that the end stands; the job sweeps up after a crash in between.
    once_committed(work.session, lambda: destroy_case_keys(work.settings, ref))
