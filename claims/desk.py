"""What waits for an officer in the claims' room, and for a claimant."""

from datetime import datetime

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from claims.agenda import Next
from claims.life import State
from claims.models import Claim
from claims.place import place_of
from claims.queries import (
    DeskRow,
    decision_of,
    desk_rows,
    exchange_of,
    my_claims,
    outcome_of,
    present_case,
)
from claims.timetable import Round, Side
from claims.wording.desk import WAITING
from claims.wording.outcome import told
from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting

SHOWN = 6  # refs in one line; the list of claims has all of them
# Where it is done. What the bench of the jury says waits under the jury's own heading.
PAGES = {
    Next.LOOK_AGAIN: "reopen",
    Next.OBJECTION: "after",
    Next.OPEN_APPEAL: "after",
    Next.REVIEW: "review",
    Next.INVESTIGATE: "investigation",
    Next.STATEMENT: "plan_statement",
    Next.REPLY: "plan_statement",
    Next.FREEZE: "freezing",
    Next.PREPARE: "edit",
    Next.REFUSED: "edit",
    Next.ANSWER: "investigation",
    Next.THEIR_TEXT: "plan_statement",
    Next.AGREEMENT: "freezing",
    Next.SETTLING: "after",
    Next.OVER: "after",
}


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: their own claims, and for officers those of others."""
    mine = _own(session, actor, now) if actor.signed_in else []
    if not may(actor, Permission.PREPARE_CASES):
        return mine
    rows = desk_rows(session, actor.account, now)
    found = []
    for next_, title in WAITING.items():
        fitting = [row for row in rows if _is_to_do(row, next_)]
        # Each claim that holds up a jury or a payment has a line of its own.
        alone = [row for row in fitting if row.presses(now)]
        found += [_waits(title, row, next_) for row in alone]
        found += _together(title, [row for row in fitting if row not in alone], next_)
    detail = _("Enter a disputed claim, or look at all of them.")
    return [*mine, *found, Waiting(_("All claims"), detail, url_for("claims.desk"), 0)]


def where(ref: str, next_: Next, case_ref: str | None = None) -> str:
    """Return the address at which an officer does what comes next with a claim."""
    if next_ is Next.CASE:
        return url_for("jury.bench_case", ref=case_ref)
    return url_for(f"claims.{PAGES[next_]}", ref=ref)


def _is_to_do(row: DeskRow, next_: Next) -> bool:
    return any(one.next is next_ and one.yours for one in row.tasks)


def _waits(title: str, row: DeskRow, next_: Next) -> Waiting:
    named = " · ".join(filter(None, (row.ref, row.title)))
    [task] = (one for one in row.tasks if one.next is next_)
    until = task.deadline.at if task.deadline else None
    return Waiting(str(title), named, where(row.ref, next_), ref=row.ref, until=until)


def _together(title: str, rows: list[DeskRow], next_: Next) -> list[Waiting]:
    if len(rows) < 2:
        return [_waits(title, row, next_) for row in rows]
    listed = ", ".join(row.ref for row in rows[:SHOWN])
    return [Waiting(str(title), listed, url_for("claims.desk"), len(rows))]


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
            row = decision_of(session, claim) if state is State.DECIDED else None
            until = row.answer_by if row else None
            address = url_for(page, ref=claim.ref)
            found.append(Waiting(title, claim.called, address, ref=claim.ref, until=until))
        elif state is State.FROZEN:
            found += _came_of(session, claim, now)
    return found


def _came_of(session: Session, claim: Claim, now: datetime) -> list[Waiting]:
    """Return that there is a verdict, or that it is appealed, while that is news. What it says is a
    detail, so that no mail tells how it went."""
    outcome = outcome_of(session, claim, now)
    if outcome is None or not outcome.is_news(now):
        return []
    case = present_case(session, claim.ref)
    at = place_of(State.FROZEN, case.stage if case else None)
    goes_on = outcome.appealed is not None and not outcome.is_heard
    until = outcome.open_until(now)
    title = _("There is a verdict on your claim")
    if goes_on:
        title = _("Your claim goes on")
    elif until:  # the same to both who won and who lost: a mail is read by others too
        title = _("There is a verdict on your claim, and a side may appeal")
    headline, text = told(at, outcome, now)
    address = url_for("claims.claim", ref=claim.ref)
    return [Waiting(title, " ".join([f"{headline}.", *text]), address, ref=claim.ref, until=until)]


def _to_write(session: Session, claim: Claim, now: datetime) -> list[Waiting]:
    """Return the text that its claimant may write now, with its last moment; nothing while the plan
    is waited for."""
    exchange = exchange_of(session, claim)
    round_ = exchange.open_round(Side.CLAIMANT, now)
    if round_ is None:
        return []
    title = _("Write your statement") if round_ is Round.STATEMENT else _("Write your reply")
    due = exchange.due(Side.CLAIMANT, round_)
    until = format_datetime(due, _("d MMMM y, HH:mm z"))
    detail = _("%(claim)s, until %(until)s", claim=claim.called, until=until)
    address = url_for("claims.statement", ref=claim.ref)
    return [Waiting(title, detail, address, ref=claim.ref, until=due)]
