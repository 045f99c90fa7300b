"""The editors' queue: what speaks against the clauses, and what an editor answers to it."""

from flask import Response, current_app, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import Permission, requires
from kernel.errors import Conflict, Malformed, Missing, Refusal
from kernel.web import answer, notice, open_work, see
from rules import actions, queries
from rules.clause import is_clause_id
from rules.forms.queue import AnswerForm, answer_form
from rules.queries.revisions import under_way
from rules.reading.queue import earlier_doubts, queued
from rules.signals import Provider, Source
from rules.views.room import room, today

Sent = tuple[str, AnswerForm]  # the answer that came back to be mended, and its clause


@room.route("/rules/queue/")
@requires(Permission.EDIT_RULES)
def queue() -> Response:
    return shown()


@room.route("/rules/findings/")
@requires(Permission.EDIT_RULES)
def findings() -> AnyResponse:
    """Lead on to the queue, which holds the findings of the rules of wording too."""
    return redirect(url_for(".queue"), 308)


def providers() -> tuple[Provider, ...]:
    """Return who knows what speaks against a clause; `app.py` plugs them in."""
    return tuple(current_app.extensions.get("venire-signals", ()))


def shown(status: int = 200, sent: Sent | None = None, refusal: Refusal | None = None) -> Response:
    """Answer with the queue. An answer that came back stands where it was written.

    Where its signal has left the queue meanwhile, it stands on top of the page.
    """
    with open_work() as work:
        found = queued(work.session, providers())
        earlier = earlier_doubts(work.session)
        scheduled = queries.scheduled(work.session, today())
        moving = under_way(work.session)
    forms = {
        (one.version.clause_id, spoken.signal.source.value): answer_form(
            one.version.clause_id, spoken.signal.source.value, spoken.signal.count
        )
        for one in found
        for spoken in one.spoken
    }
    back = (sent[0], sent[1].source.data or "") if sent else None
    stray = sent if back not in forms else None
    if sent and back in forms:
        forms[back] = sent[1]
    return answer(
        "rules/queue.html",
        moving=moving,
        status=status,
        queued=found,
        earlier=earlier,
        scheduled=scheduled,
        forms=forms,
        sent=sent,
        back=back,
        stray=stray,
        refusal=refusal,
        today=today(),
    )


@room.route("/rules/queue/<clause_id>/answer", methods=["POST"])
@requires(Permission.EDIT_RULES)
def answer_signal(clause_id: str) -> Response:
    """Answer one signal on a clause, as far as it was counted."""
    if not is_clause_id(clause_id):
        raise Missing()
    form = answer_form(clause_id, AnswerForm().source.data or "")
    if not form.validate():
        with open_work() as work:
            queries.versions_of(work.session, clause_id)
        return shown(422, (clause_id, form))
    try:
        with open_work() as work:
            source = Source(form.source.data)
            there = [one for ask in providers() for one in ask(work.session)]
            about = (clause_id, source)
            counts = [one.count for one in there if (one.clause_id, one.source) == about]
            # Nobody has seen what has not been counted yet.
            seen = min(form.seen.data, max(counts, default=0))
            actions.answer_signal(work, clause_id, source, seen, form.why.data)
    except (Conflict, Malformed) as refusal:
        return shown(refusal.status, (clause_id, form), refusal)
    notice(_("Your answer is kept. The clause comes back when there is more."))
    return see(".queue")
