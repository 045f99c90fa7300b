"""What waits at the jury for a person: for officers on the bench, for jurors at their seats."""

from collections import Counter
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from jury import wording
from jury.reading.bench import bench_rows
from jury.reading.seats import my_cards
from jury.step import FOR_OFFICERS
from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: summons and ballots of their own, and the bench's steps."""
    if not actor.signed_in:
        return []
    found = [
        Waiting(str(wording.NEXT[card.step]), f"{card.ref} · {card.title}", _case_url(card.ref))
        for card in my_cards(session, actor.account, now)
        if card.to_do
    ]
    if may(actor, Permission.PREPARE_CASES):
        found += _on_the_bench(session, actor, now)
    return found


def _on_the_bench(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    rows = [row for row in bench_rows(session, actor.account, now) if row.next in FOR_OFFICERS]
    steps = Counter(row.next for row in rows)
    found = []
    for step, count in steps.items():
        first = next(row for row in rows if row.next is step)
        title = str(wording.OFFICER_NEXT[step])
        if count == 1:
            where = url_for("jury.bench_case", ref=first.ref)
            found.append(Waiting(title, f"{first.ref} · {first.title}", where))
        else:
            listed = ", ".join(row.ref for row in rows if row.next is step)
            found.append(Waiting(title, listed, url_for("jury.bench"), count))
    if not found:
        found.append(Waiting(_("Cases and panels"), _("Nothing waits."), url_for("jury.bench"), 0))
    return found


def _case_url(ref: str) -> str:
    return url_for("jury.case", ref=ref)
