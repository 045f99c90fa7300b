"""What waits in the exam room: for members the exam, for editors the bank."""

from datetime import datetime

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.actor import Actor, Role
from members.desk import Waiting
from quiz.queries import stale_on, standing, uncovered_on


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: the exam; for editors, what the bank lacks."""
    if not actor.signed_in:
        return []
    found = _exam(session, actor, now)
    return found + _bank(session, now) if Role.EDITOR in actor.roles else found


def _exam(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the open paper, or the exam where it may be sat now."""
    mine = standing(session, actor.account, now)
    if mine.open:
        where = url_for("quiz.sitting", sitting_id=mine.open.id)
        if now >= mine.open.expires_at:
            detail = _("The time for your exam paper is over. What you had saved counts.")
            return [Waiting(_("See how the exam went"), detail, where)]
        until = format_datetime(mine.open.expires_at, _("d MMMM y, HH:mm z"))
        detail = _("Your exam paper is open until %(when)s.", when=until)
        return [Waiting(_("Go on with the exam"), detail, where)]
    if mine.certified or mine.next_at is None or mine.next_at > now:
        return []
    detail = _("Whoever passes can be drawn for a panel.")
    return [Waiting(_("Sit the exam"), detail, url_for("quiz.home"))]


def _bank(session: Session, now: datetime) -> list[Waiting]:
    """Return the items on words that changed, and the topics nobody can be asked on."""
    found = []
    if stale := stale_on(session, now.date()):
        found.append(
            Waiting(
                _("Questions on an old wording"),
                _("Their clause has changed. They are in no paper until they are written anew."),
                url_for("quiz.items"),
                len(stale),
            )
        )
    if bare := uncovered_on(session, now.date()):
        found.append(
            Waiting(
                _("Topics without a question"),
                _("The exam cannot ask about them now."),
                url_for("quiz.items"),
                len(bare),
            )
        )
    return found
