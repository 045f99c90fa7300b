"""Two officers take words out of what is published of a decided case, or withhold a reason.

What jurors wrote and what the file told stand in no log but as digests, so they can change; what
the log holds in clear, the question first of all, cannot, and stays in it.
"""

import sqlalchemy as sa

from audit.actions import record
from jury.actions.verdicts import empty_reasons
from jury.archive import searchable
from jury.blackening import (
    LONGEST,
    SHORTEST,
    blackened,
    file_without,
    letters_in,
    places,
)
from jury.blackening_events import BlackeningProposed, BlackeningTakenBack, TextBlackened
from jury.models import Blackening, JuryCase, Reason, Verdict
from jury.queries import blackening, case_for_officer, file_of, reasons_published, reasons_told
from kernel.db import leave_no_trace
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.remark import remark
from kernel.work import Work


def propose_blackening(work: Work, ref: str, words: str) -> Blackening:
    """Propose to take these words out of all that is published of a decided case; another officer
    has to agree. Proposing the same twice changes nothing.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict before a verdict;
    Malformed for words that stand nowhere in it, and for fewer than two characters.
    """
    case = _decided(work, ref)
    said = " ".join(remark(words, N_("Write which words are to go."), LONGEST).split())
    if letters_in(said) < SHORTEST:
        raise Malformed(N_("A single letter would take out half of the text: write the word."))
    reasons = [one.text for one in reasons_told(work.session, ref)]
    if not places(file_of(case), reasons, said):
        raise Malformed(N_("These words stand in nothing that is published of this case."))
    return _propose(work, ref, words=said, reason_id=None)


def propose_withholding(work: Work, ref: str, reason_id: str) -> Blackening:
    """Propose to withhold a reason that was published. Raises Missing; Conflict, as above."""
    _decided(work, ref)
    if reason_id not in {one.id for one in reasons_published(work.session, ref)}:
        raise Missing()
    return _propose(work, ref, words="", reason_id=reason_id)


def take_back_blackening(work: Work, ref: str, blackening_id: str) -> None:
    """Take back what was proposed: who did, or an officer who does not agree. Raises Missing."""
    _decided(work, ref)
    work.session.delete(blackening(work.session, ref, blackening_id))
    record(work, BlackeningTakenBack(case=ref))
    work.session.flush()
    leave_no_trace(work.session)


def agree_blackening(work: Work, ref: str, blackening_id: str) -> None:
    """Agree, as another officer, and do it: the words are gone from the file, from all reasons,
    from what the archive is searched by, and from what was proposed. Sealed reasons go too, of
    cases that were decided before the count emptied them: the key in the log opens them.

    Raises Missing, Conflict for the officer who proposed it.
    """
    case = _decided(work, ref)
    row = blackening(work.session, ref, blackening_id)
    if row.proposed_by == work.actor.account:
        raise Conflict(N_("You proposed it; another officer must agree."))
    if row.reason_id is not None:
        _withhold(work, row.reason_id)
    else:
        _take_out(work, case, row.words)
    empty_reasons(work, ref)
    row.words, row.agreed_by, row.agreed_at = "", work.actor.account, work.now
    work.session.flush()
    record(work, TextBlackened(case=ref))
    work.session.flush()
    leave_no_trace(work.session)


def _take_out(work: Work, case: JuryCase, words: str) -> None:
    file = file_without(file_of(case), words)
    case.title, case.file = file.title, file.as_json()
    work.session.get_one(Verdict, case.ref).words = searchable(file)
    every = sa.select(Reason).where(Reason.case_ref == case.ref)
    for one in work.session.scalars(every):
        one.text = blackened(one.text, words)


def _withhold(work: Work, reason_id: str) -> None:
    reason = work.session.get_one(Reason, reason_id)
    reason.text, reason.state = "", "withheld"
    reason.moderated_by, reason.moderated_at = work.actor.ref, work.now


def _decided(work: Work, ref: str) -> JuryCase:
    case = case_for_officer(work.session, ref, work.actor.account)
    if case.stage != "decided":
        raise Conflict(N_("Nothing is published of this case yet, or it ended without a verdict."))
    return case


def _propose(work: Work, ref: str, *, words: str, reason_id: str | None) -> Blackening:
    same = sa.select(Blackening).where(
        Blackening.case_ref == ref,
        Blackening.words == words,
        Blackening.reason_id.is_not_distinct_from(reason_id),
        Blackening.agreed_at.is_(None),
    )
    if (found := work.session.scalar(same)) is not None:
        return found
    by = work.actor.account
    made = Blackening(
        case_ref=ref, words=words, reason_id=reason_id, proposed_by=by, proposed_at=work.now
    )
    work.session.add(made)
    record(work, BlackeningProposed(case=ref))
    work.session.flush()
    return made
