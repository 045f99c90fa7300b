"""Due work of the members' room: the digest of each member, once a day."""

from collections.abc import Mapping

import sqlalchemy as sa
from flask import current_app

from kernel.db import held
from kernel.jobs import in_turn
from kernel.links import Link
from kernel.mail import Recipient, post
from kernel.web import with_addresses
from kernel.work import Work, unit_of_work
from members import queries, wording
from members.desk import Provider
from members.digest import Line, says_more, standing
from members.models import Account, Digest

AT_ONCE = 50  # members in one round of the worker, which has more to do


def daily_digest() -> int:
    """Post to each member what waits for them, once a day (of UTC) and if it is more than the day
    before; return to how many."""
    with unit_of_work(writing=False) as work:
        if work.settings.smtp_url is None:
            return 0
        due = queries.digests_due(work.session, work.now.date(), AT_ONCE)
    with with_addresses():
        return in_turn(due, _digest)


def _digest(account_id: str) -> bool:
    lines: list[Line] | None = None
    try:
        with unit_of_work(writing=False) as work:
            lines = _lines(work, account_id)
    finally:  # whose desk fails is tried again on the next day, and not with every round
        with unit_of_work() as work:
            posted = _note(work, account_id, lines)
    return posted


def _lines(work: Work, account_id: str) -> list[Line]:
    """Return what stands on the desk of a member and may stand in a mail."""
    providers: Mapping[str, Provider] = current_app.extensions["venire-desks"]
    actor = queries.actor_of(work.session, queries.account(work.session, account_id))
    return [
        Line(one.title, one.url, one.ref, one.until, one.count)
        for provide in providers.values()
        for one in provide(work.session, actor, work.now)
        if one.mailed and one.count
    ]


def _note(work: Work, account_id: str, lines: list[Line] | None) -> bool:
    """Keep what was found, and post it; whether it was posted. Not where another worker was first,
    or the member takes no mail any more."""
    is_due = sa.and_(Digest.account_id == account_id, Digest.looked_on < work.now.date())
    row = work.session.scalar(held(sa.select(Digest).where(is_due)))
    if row is None:
        return False
    row.looked_on = work.now.date()
    if lines is None:
        return False
    told, row.told = row.told, standing(lines)
    if not says_more(told, row.told):
        return False
    subject, body = wording.digest(work.settings, lines)
    return post(work, account_id, subject, body, f"digest:{account_id}:{row.looked_on}")


def recipient_of(work: Work, account_id: str) -> Recipient | None:
    """Return where mail to a member goes; None where it goes nowhere."""
    found = work.session.get(Account, account_id)
    if found is None or not queries.takes_mail(work.session, account_id):
        return None
    return Recipient(found.email, Link("/mail", (account_id,)).address(work.settings))


JOBS = {"members.daily-digest": daily_digest}
