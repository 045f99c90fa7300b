"""What the exam room puts on an editor's desk."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.actor import Actor, Role
from members.desk import Waiting
from quiz.queries import stale_on, uncovered_on


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: items on words that changed, topics nobody can be asked on."""
    if Role.EDITOR not in actor.roles:
        return []
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
