"""What opening a poll takes, of a panel and of an assembly alike."""

from datetime import timedelta
from typing import Any

from audit.actions import append, record
from jury.events import PollOpened
from jury.keys import words_left
from jury.models import JuryCase
from jury.queries import issues_before_opening, officer_case, standard_of
from kernel.clock import as_text
from kernel.errors import N_, Conflict
from kernel.work import Work


def check_ready(work: Work, ref: str) -> None:
    """Raise Conflict with the first of `issues_before_opening`, while there is one."""
    if issues := issues_before_opening(officer_case(work.session, ref, work.actor.account_id)):
        raise Conflict(issues[0].message, **issues[0].params)
    if words_left(work.settings, ref):
        raise Conflict(N_("Words of a trustee still lie here. They are destroyed in a moment."))


def begin(work: Work, case: JuryCase, kind: str, who_may_vote: dict[str, Any]) -> None:
    """Open the poll now, for as long as the standard says. kind: the entry that commits to who may
    vote, before anybody can."""
    # The log tells time to the second, so the poll's window does too.
    case.opens_at = work.now.replace(microsecond=0)
    case.closes_at = case.opens_at + timedelta(hours=standard_of(case).hours)
    case.stage = "open"
    window = {"opens_at": as_text(case.opens_at), "closes_at": as_text(case.closes_at)}
    case.opening_leaf = append(work, case.ref, kind, {**who_may_vote, **window}).leaf_hash
    record(work, PollOpened(case=case.ref))
    work.session.flush()
