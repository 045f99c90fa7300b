"""What waits for an officer in the claims' room."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from claims.claim import State
from claims.queries import DeskRow, desk_rows
from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the claims that `actor` can move on: one's own are not among those to review."""
    if not may(actor, Permission.PREPARE_CASES):
        return []
    rows = desk_rows(session, actor.account)
    found = []
    for title, page, fitting in (
        (_("Claims to review"), "review", [row for row in rows if _to_review(row)]),
        (_("Cases to freeze"), "freezing", [row for row in rows if row.state is State.SIGNED_OFF]),
        (_("Claims being prepared"), "edit", [row for row in rows if row.state is State.PREPARED]),
    ):
        if len(fitting) == 1:
            one = fitting[0]
            where = url_for(f"claims.{page}", ref=one.ref)
            found.append(Waiting(title, f"{one.ref} · {one.title}", where))
        elif fitting:
            listed = ", ".join(row.ref for row in fitting[:6])
            found.append(Waiting(title, listed, url_for("claims.desk"), len(fitting)))
    detail = _("Enter a disputed claim, or look at all of them.")
    return [*found, Waiting(_("All claims"), detail, url_for("claims.desk"), 0)]


def _to_review(row: DeskRow) -> bool:
    return row.state is State.IN_REVIEW and not row.mine
