"""What is done by trustees, and who is one. Their words go from a file to a page, and from a form
to a file: never into a row, an entry, or a message.

What is kept can be stolen, and what is shown can be lost on its way. So the words are destroyed as
soon as the page with them has left this house: a breakdown before that shows them twice, never not
at all. Whoever did not get them says so, and the case is voided before its poll opens.
"""

import sqlalchemy as sa

from audit.actions import record
from audit.queries import covering, sequenced
from jury.hopeless import BEFORE_THE_POLL
from jury.keyfiles import KeyGone
from jury.keys import destroy_words, entered_places, keep_entered, trustee_words
from jury.models import BEFORE_CLOSING, CaseTrustee, JuryCase, SharedKey, Trustee
from jury.queries import locked_case, part_of, trustees_of
from jury.shares import look_at
from jury.trustee_events import (
    ShareEntered,
    TrusteeAppointed,
    TrusteeAsked,
    TrusteeDeclined,
    TrusteeEnded,
    WordsKept,
    WordsShown,
)
from kernel.actor import Role
from kernel.db import held, insert_once, new_id, once_committed
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.work import Work
from members.queries import account, account_told, roles_of

AFTER_OPENING = N_("The poll was opened, or the case is over: there is nothing left to show.")


def appoint_trustee(work: Work, told: str) -> None:
    """Ask the account whose reference is `told` to be a trustee: it is one once it accepts. One who
    was asked, or is one, already stays so.

    Raises Malformed for no reference of an account, Conflict for oneself and for an officer.
    """
    found = account_told(work.session, told)
    if found is None:
        raise Malformed(N_("No account has this reference."))
    if found.id == work.actor.account:
        raise Conflict(N_("Nobody appoints themselves. Ask another admin."))
    if Role.OFFICER in roles_of(work.session, found.id):
        raise Conflict(N_("Officers handle cases, so they hold no part of a key."))
    row = Trustee(
        id=new_id(),
        account_id=found.id,
        appointed_by=work.actor.account,
        appointed_at=work.now,
        accepted_at=None,
        ended_by=None,
        ended_at=None,
    )
    if insert_once(work.session, row):
        record(work, TrusteeAsked())


def accept_trust(work: Work) -> None:
    """Become a trustee, as who was asked. Raises Missing for who was not; Conflict for an officer.

    Accepting twice changes nothing.
    """
    row = _asked(work)
    if row.accepted_at is not None:
        return
    if Role.OFFICER in roles_of(work.session, row.account_id):
        raise Conflict(N_("Officers handle cases, so they hold no part of a key."))
    row.accepted_at = work.now
    record(work, TrusteeAppointed(account=work.actor.ref))
    work.session.flush()


def decline_trust(work: Work) -> None:
    """Be no trustee, as who was asked; it has no consequence. Raises Missing for who was not asked;
    Conflict for who has accepted."""
    row = _asked(work)
    if row.accepted_at is not None:
        raise Conflict(N_("You have accepted. An admin can end it."))
    row.ended_by, row.ended_at = work.actor.account, work.now
    record(work, TrusteeDeclined())
    work.session.flush()


def _asked(work: Work) -> Trustee:
    mine = sa.select(Trustee).where(
        Trustee.account_id == work.actor.account, Trustee.ended_at.is_(None)
    )
    row = work.session.scalar(held(mine))
    if row is None:
        raise Missing()
    return row


def end_trustee(work: Work, trustee_id: str) -> None:
    """Give an account no more parts of keys; those that it holds stay with it. Or ask it no more,
    where it has not accepted. Raises Missing."""
    row = work.session.scalar(held(sa.select(Trustee).where(Trustee.id == trustee_id)))
    if row is None:
        raise Missing()
    if row.ended_at is None:
        row.ended_by, row.ended_at = work.actor.account, work.now
        if row.accepted_at is None:
            record(work, TrusteeDeclined())
        else:
            record(work, TrusteeEnded(account=account(work.session, row.account_id).ref))
        work.session.flush()


def show_words(work: Work, ref: str) -> tuple[CaseTrustee, str]:
    """Return the part of a case's key that the actor holds, and its words; shown once.

    Whoever shows them destroys them (`jury.keys.destroy_words`), after the commit and once they
    have left. Raises Missing for who holds no part; Conflict once they are destroyed, were said to
    be on paper, or the poll was opened.
    """
    case, part = _mine(work, ref)
    if case.stage not in BEFORE_THE_POLL:
        raise Conflict(AFTER_OPENING)
    if part.kept_at is not None:
        raise Conflict(N_("You have said that your words are on paper, so they are not kept here."))
    try:
        words = trustee_words(work.settings, ref, part.place)
    except KeyGone:
        raise Conflict(
            N_(
                "Your words were shown, and are not here any more. If you do not have them on "
                "paper, tell an officer: the case is then voided and opened anew."
            )
        ) from None
    part.shown_at = work.now
    record(work, WordsShown(case=ref))
    work.session.flush()
    return part, words


def keep_words(work: Work, ref: str) -> None:
    """Say that one has one's words on paper. Saying it twice changes nothing.

    Raises Missing for who holds no part of the case's key; Conflict before they were shown, or
    once the poll was opened or the case is over.
    """
    case, part = _mine(work, ref)
    if part.kept_at is not None:
        return
    if case.stage not in BEFORE_THE_POLL:
        raise Conflict(AFTER_OPENING)
    if part.shown_at is None:
        raise Conflict(N_("Look at your words first, and put them on paper."))
    part.kept_at = work.now
    record(work, WordsKept(case=ref))
    work.session.flush()
    place = part.place
    # Gone already, unless the house broke down when it had shown them; the job sweeps up too.
    once_committed(work.session, lambda: destroy_words(work.settings, ref, place))


def enter_share(work: Work, ref: str, words: str) -> int:
    """Enter the words of a trustee, once the poll is closed; return how many have been by now.

    For any trustee of the case, and for the house's own command on the server. The file is written
    first: should the rest fail, it is a share that was given out, of a poll that is closed, and is
    found when the words are entered again.
    Raises Missing for anybody else; Conflict before the closing stands in the log, and when it is
    too late; BadShare, which is Malformed and tells what is wrong with the words.
    """
    case = locked_case(work.session, ref)
    parts = trustees_of(work.session, ref)
    theirs = work.actor.account_id in {part.account_id for part in parts}
    if not parts or (work.actor.signed_in and not theirs):
        raise Missing()
    _check_time(work, case)
    entered = {part.place for part in parts if part.entered_at is not None}
    entered &= entered_places(work.settings, ref)  # both, or it was broken off, or is lost
    place = look_at(words, [part.digest for part in parts], entered)
    try:
        keep_entered(work.settings, ref, place, words)
    except KeyGone:
        raise Conflict(
            N_(
                "What belongs to these words is not where it was put. Keep your paper, and tell "
                "whoever runs this server."
            )
        ) from None
    parts[place - 1].entered_at = work.now
    record(work, ShareEntered(case=ref))
    work.session.flush()
    return len(entered_places(work.settings, ref))


def _check_time(work: Work, case: JuryCase) -> None:
    """Raise Conflict unless shares are taken now: the ballots stand in the log, and the time to
    open the box is not over."""
    if case.stage in BEFORE_CLOSING:
        raise Conflict(
            N_("No words are taken before the poll has closed: until then nobody opens the box.")
        )
    if case.stage != "closed":
        raise Conflict(N_("This case is over. Your words open nothing any more."))
    until = work.session.get_one(SharedKey, case.ref).enter_by
    if until is not None and until <= work.now:
        raise Conflict(N_("The time to enter words is over, and the case will be void."))
    index = sequenced(work.session, case.ref, case.closing_leaf or b"")
    if index is None or covering(work.session, case.ref, index) is None:
        raise Conflict(N_("The closing is not in the log yet. Try again in a moment."))


def _mine(work: Work, ref: str) -> tuple[JuryCase, CaseTrustee]:
    """Return a case, locked, and the part of its key that the actor holds; raises Missing."""
    case = locked_case(work.session, ref)
    return case, part_of(work.session, ref, work.actor.account)
