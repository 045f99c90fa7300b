"""What waits in the exam room: for members the exam, for editors the bank."""

from datetime import datetime

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.actor import Actor, Role
from members.desk import Waiting
from quiz.queries import bank_standing, standing, uncovered_on
from quiz.queries.delta import debt
from quiz.staleness import Effect


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
    if mine.certified:
        return _delta(session, actor, now)
    if mine.next_at is None or mine.next_at > now:
        return []
    detail = _("Whoever passes can be drawn for a panel.")
    return [Waiting(_("Sit the exam"), detail, url_for("quiz.home"))]


def _delta(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what a juror owes since the rules changed, where it can be asked about by now."""
    what = debt(session, actor.account, now.date())
    if not what.to_ask:
        return []
    return [
        Waiting(
            _("Learn what changed in the rules"),
            _("Until then you are drawn for no case that cites the changed clauses."),
            url_for("quiz.delta"),
            len(what.to_ask),
        )
    ]


def _bank(session: Session, now: datetime) -> list[Waiting]:
    """Return the items on words that changed, and the topics nobody can be asked on."""
    found = []
    bank = bank_standing(session, now.date())
    if pulled := [one for one in bank if not one.is_asked]:
        found.append(
            Waiting(
                _("Questions in no paper"),
                _("The words they rest on have changed. Write them anew, or say they are right."),
                url_for("quiz.items"),
                len(pulled),
            )
        )
    if in_review := [one for one in bank if one.effect is Effect.REVIEW]:
        found.append(
            Waiting(
                _("Questions to look at"),
                _("Something near their words has changed. Say whether they are still right."),
                url_for("quiz.items"),
                len(in_review),
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
