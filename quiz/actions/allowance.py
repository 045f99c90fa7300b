"""What is done about extra time: an admin gives it to a member, and takes it back."""

from audit.actions import record
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.queries import account_by_ref
from quiz.actions.sittings import open_for
from quiz.events import AllowanceGiven, AllowanceWithdrawn
from quiz.models import Allowance
from quiz.queries.allowance import hold_account
from quiz.queries.sittings import open_sitting
from quiz.specification import SPECIFICATIONS


def give_allowance(work: Work, ref: str, percent: int, why: str) -> Allowance:
    """Give a member so many per cent more time for each paper, in place of what they had.

    An open paper is prolonged to what it would have been with it, never shortened; one whose time
    is over stays over. Raises Missing for an unknown reference, Conflict for one's own.
    """
    account_id = _anothers(work, ref)
    given = work.session.get(Allowance, account_id) or Allowance(account_id=account_id)
    given.percent, given.why = percent, why
    given.given_by, given.given_at = work.actor.ref, work.now
    work.session.add(given)
    record(work, AllowanceGiven())
    _prolong(work, account_id, percent)
    return given


def _prolong(work: Work, account_id: str, percent: int) -> None:
    current = open_sitting(work.session, account_id, lock=True)
    if current is None or work.now >= current.expires_at:
        return
    specification = SPECIFICATIONS[current.specification]
    lasts = open_for(specification, work.settings.exam_minutes, percent)
    current.expires_at = max(current.expires_at, current.started_at + lasts)


def withdraw_allowance(work: Work, ref: str) -> None:
    """Take a member's extra time back, for papers begun from now on. Twice is the same as once."""
    given = work.session.get(Allowance, _anothers(work, ref))
    if given is None:
        return
    work.session.delete(given)
    record(work, AllowanceWithdrawn())


def _anothers(work: Work, ref: str) -> str:
    """Return the id of another's account, and hold it."""
    one = account_by_ref(work.session, ref)
    if one.id == work.actor.account_id:
        raise Conflict(N_("Nobody gives more time to themself. Ask another admin."))
    hold_account(work.session, one.id)
    return one.id
