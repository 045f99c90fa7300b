"""What waits for an editor of the rules."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting
from rules import queries, reading


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the versions on their way and the wordings to look at; nothing but to editors."""
    if not may(actor, Permission.EDIT_RULES):
        return []
    found = []
    scheduled = queries.scheduled(session, now.date())
    if scheduled:
        found.append(
            Waiting(
                _("Versions on their way"),
                _("They come into force on a day ahead."),
                "/rules/findings/",
                len(scheduled),
            )
        )
    doubtful = reading.doubtful(queries.all_versions(session))
    if doubtful:
        places = sum(len(held) for _version, held in doubtful)
        detail = ngettext(
            "%(num)s place that may be read in two ways.",
            "%(num)s places that may be read in two ways.",
            places,
        )
        found.append(Waiting(_("Wordings to look at"), detail, "/rules/findings/", len(doubtful)))
    return found
