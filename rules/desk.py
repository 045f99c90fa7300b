"""What waits at the rules for a person: members who are asked, editors whose turn it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import current_app
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.access import Permission, may
from kernel.actor import Actor
from members.desk import Waiting
from rules.models import Revision
from rules.queries.revisions import authors, revisions, signed_off_by, steps
from rules.reading.overview import unanswered
from rules.reading.queue import flagged
from rules.revision import State
from rules.signals import Provider

SENT_BACK = frozenset({"returned", "objected", "rebased"})


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: consultations for everybody, the editors' turns for them."""
    if not actor.signed_in:
        return []
    found = [
        Waiting(
            _("Members are asked about a change of the rules"),
            _(
                "%(title)s · open until %(until)s",
                title=one.title,
                until=format_datetime(one.until, _("d MMMM y, HH:mm z")),
            ),
            f"/rules/revisions/{one.ref}/consultation",
            ref=one.ref,
            until=one.until,
        )
        for one in unanswered(session, actor.account, now)
    ]
    if may(actor, Permission.EDIT_RULES):
        found += [*_turns(session, actor.account), *_queue(session)]
    return found


def _turns(session: Session, me: str) -> Iterator[Waiting]:
    """The revisions on which this editor has the next step."""
    for one in revisions(session, State.DRAFT):
        if me in authors(session, one):
            back = _was_sent_back(session, one)
            said = _("A revision came back to you") if back else _("A revision that you write")
            yield _at_the_bench(one, said)
    for one in revisions(session, State.IN_REVIEW):
        if me not in authors(session, one) | signed_off_by(session, one):
            yield _at_the_bench(one, _("A revision is to be weighed"))
    for one in revisions(session, State.APPROVED):
        if me not in authors(session, one):
            yield _at_the_bench(one, _("An approved revision needs its day"))


def _was_sent_back(session: Session, revision: Revision) -> bool:
    """Whether the last thing that others did to a draft was to send it back."""
    by_others = [one.what for one in steps(session, revision) if one.what != "changed"]
    return by_others[-1] in SENT_BACK


def _at_the_bench(revision: Revision, title: str) -> Waiting:
    detail = f"{revision.ref} · {revision.title}"
    return Waiting(title, detail, f"/rules/bench/{revision.ref}", ref=revision.ref)


def _queue(session: Session) -> Iterator[Waiting]:
    """The clauses that something speaks against and nobody has answered for."""
    providers: Sequence[Provider] = current_app.extensions.get("venire-signals", ())
    if count := len(flagged(session, providers)):
        detail = ngettext(
            "Something speaks against the wording of %(num)s clause.",
            "Something speaks against the wording of %(num)s clauses.",
            count,
        )
        yield Waiting(_("Clauses to look at"), detail, "/rules/queue/", count)
