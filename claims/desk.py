"""What waits for an officer in the claims' room."""

from datetime import datetime

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import Claim
from claims.queries import DeskRow, after_waiting, desk_rows, exchange_of, halted, my_claims
from claims.timetable import Round, Side
from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: their own claims, and for officers those of others."""
    mine = _own(session, actor, now) if actor.signed_in else []
    if not may(actor, Permission.PREPARE_CASES):
        return mine
    rows = desk_rows(session, actor.account)
    found = []
    for title, page, fitting in (
        (_("Claims to review"), "review", [row for row in rows if _to_review(row)]),
        (_("Claims to look into"), "investigation", _in(rows, State.INVESTIGATED)),
        (_("Statements to write"), "plan_statement", _in(rows, State.DISPUTED)),
        (_("Cases to freeze"), "freezing", _in(rows, State.AGREED)),
        (_("Claims being prepared"), "edit", _in(rows, State.PREPARED)),
    ):
        if len(fitting) == 1:
            one = fitting[0]
            where = url_for(f"claims.{page}", ref=one.ref)
            found.append(Waiting(title, " · ".join(filter(None, (one.ref, one.title))), where))
        elif fitting:
            listed = ", ".join(row.ref for row in fitting[:6])
            found.append(Waiting(title, listed, url_for("claims.desk"), len(fitting)))
    for ref in halted(session, actor.account):
        where = url_for("claims.reopen", ref=ref)
        found.insert(0, Waiting(_("A juror found private data in a file"), ref, where))
    for ref in after_waiting(session, actor.account):
        where = url_for("claims.after", ref=ref)
        found.append(Waiting(_("Objections and appeals"), ref, where))
    detail = _("Enter a disputed claim, or look at all of them.")
    return [*mine, *found, Waiting(_("All claims"), detail, url_for("claims.desk"), 0)]


def _own(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return which of one's own claims wait for oneself, and for what."""
    asked = {
        State.FILING: (_("Go on with your claim"), "claims.filing"),
        State.DECIDED: (_("Answer the decision on your claim"), "claims.claim"),
        State.SIGNED_OFF: (_("Read what jurors will see of your claim"), "claims.text"),
    }
    found = []
    for claim in my_claims(session, actor.account):
        state = State(claim.state)
        if state is State.DISPUTED:
            found += _to_write(session, claim, now)
        elif state in asked:
            title, page = asked[state]
            found.append(Waiting(title, claim.called, url_for(page, ref=claim.ref)))
    return found


def _to_write(session: Session, claim: Claim, now: datetime) -> list[Waiting]:
    """Return the text that its claimant may write now, with its last moment; nothing while the plan
    is waited for."""
    exchange = exchange_of(session, claim)
    round_ = exchange.open_round(Side.CLAIMANT, now)
    if round_ is None:
        return []
    title = _("Write your statement") if round_ is Round.STATEMENT else _("Write your reply")
    until = format_datetime(exchange.due(Side.CLAIMANT, round_), _("d MMMM y, HH:mm z"))
    detail = _("%(claim)s, until %(until)s", claim=claim.called, until=until)
    return [Waiting(title, detail, url_for("claims.statement", ref=claim.ref))]


def _in(rows: list[DeskRow], state: State) -> list[DeskRow]:
    return [row for row in rows if row.state is state]


def _to_review(row: DeskRow) -> bool:
    return row.state is State.IN_REVIEW and not row.mine
