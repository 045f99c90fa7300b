"""What the jury's room gives up of a member who is erased, and of a claim that is."""

import sqlalchemy as sa

from jury.actions.seats import decline_seat
from jury.actions.verdicts import empty_reasons
from jury.models import (
    Blackening,
    Challenge,
    Halt,
    JuryCase,
    MockAnswer,
    MockContest,
    Reason,
    RollRemark,
    Trustee,
)
from jury.queries import file_of, seats_to_give_back
from kernel.work import Work


def give_seats_back(work: Work) -> None:
    """Give up every seat of the actor, who leaves, that can be given up: each goes to the next."""
    # In the order of the cases, so that nobody waits for each other.
    for ref in seats_to_give_back(work.session, work.actor.account, work.now):
        decline_seat(work, ref)


def forget_member(work: Work, account_id: str) -> None:
    """Give up what a member said here in words of their own and what they practised, and end what
    they were appointed to. That they sat, and that they voted, stays by their reference."""
    session, their = work.session, account_id
    for row in session.scalars(
        sa.select(Trustee).where(Trustee.account_id == their, Trustee.ended_at.is_(None))
    ):
        # No event says so: beside that of erasing, it would say of whom that is.
        row.ended_by, row.ended_at = work.actor.account_id or their, work.now
    session.execute(sa.delete(MockAnswer).where(MockAnswer.account_id == their))
    for told in (MockContest, RollRemark):
        session.execute(sa.update(told).where(told.account_id == their).values(told=""))
    for words in (Halt, Challenge):
        session.execute(sa.update(words).where(words.by == their).values(told=""))
    session.flush()


def forget_words(work: Work, case: JuryCase) -> None:
    """Give up what was written about a case that is over and was published nowhere: why it was
    halted, why jurors were challenged, reasons that were withheld, and the file of one that came to
    no verdict. What is published stays."""
    ref = case.ref
    if case.stage != "decided":
        case.title, case.file = "", file_of(case).emptied().as_json()
    for words in (
        sa.update(Halt).where(Halt.case_ref == ref).values(told=""),
        sa.update(Challenge).where(Challenge.case_ref == ref).values(told=""),
        sa.update(Challenge)
        .where(Challenge.case_ref == ref, Challenge.answer.is_not(None))
        .values(answer=""),
        sa.update(Reason)
        .where(Reason.case_ref == ref, Reason.state != "published")
        .values(text="", state="withheld"),
        sa.delete(Blackening).where(Blackening.case_ref == ref, Blackening.agreed_at.is_(None)),
    ):
        work.session.execute(words)
    empty_reasons(work, ref)  # once the count left them there
    work.session.flush()
