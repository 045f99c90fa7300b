"""Doors of what the rules did to the bank: still right, written anew, drafted from the change."""

from dataclasses import dataclass
from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, asked_at, needed_number, notice, open_work, see
from quiz import actions
from quiz.bank import is_item_id
from quiz.forms.stale import chosen_words, right_form
from quiz.queries.bank import live_item
from quiz.reading.stale import OnDay, Stale, drafted, stale_list, step_to
from quiz.staleness import Effect
from quiz.views.room import room
from rules.clause import is_clause_id


@dataclass(frozen=True)
class _Sent:
    """What was sent about an item, on a day: its form stands in the page again."""

    name: str
    day: date
    form: Form


@room.route("/quiz/items/stale")
@requires(Permission.EDIT_RULES)
def stale() -> Response:
    return _list()


def _list(sent: _Sent | None = None, refusal: Refusal | None = None, status: int = 200) -> Response:
    """Show what waits now and from the days to come on, each item with its form."""
    with open_work() as work:
        days = stale_list(work.session, work.now.date())
    return answer(
        "quiz/stale.html",
        status=status,
        refusal=refusal,
        days=days,
        today=asked_at().date(),
        forms={
            (day.day, one.item.item): _form(day, one, sent) for day in days for one in day.items
        },
        sent=sent.form if sent else None,
        effects=(Effect.PULLED, Effect.REVIEW),
    )


def _form(on: OnDay, one: Stale, sent: _Sent | None) -> Form:
    if sent and (sent.name, sent.day) == (one.item.item, on.day):
        return sent.form
    where = f"{on.day.isoformat()}-{one.item.item}"
    form = right_form(tuple(shown.asked for shown in one.shown), where, fresh=True)
    form["on"].data, form["seen"].data = on.day.isoformat(), one.seen
    return form


def _day() -> date:
    """Return the day that a form is about: today, or one to come."""
    text = request.form.get("on", "")
    try:
        day = date.fromisoformat(text) if text else asked_at().date()
    except ValueError:
        raise Missing() from None
    return max(day, asked_at().date())


@room.route("/quiz/items/<name>/reaffirmation", methods=["POST"])
@requires(Permission.EDIT_RULES)
def reaffirm(name: str) -> Response:
    """Still right: in one click where no words are wanted, else on the words that were chosen."""
    day = _day()
    with open_work() as work:
        days = stale_list(work.session, work.now.date())
    asked = next(
        (
            tuple(shown.asked for shown in one.shown)
            for on in days
            for one in on.items
            if (on.day, one.item.item) == (day, name)
        ),
        (),
    )
    form = right_form(asked, f"{day.isoformat()}-{name}", fresh=False)
    sent = _Sent(name, day, form)
    if not form.validate():
        return _list(sent, status=422)
    try:
        with open_work() as work:
            words = chosen_words(form, asked)
            actions.reaffirm(work, name, day, words, form["seen"].data or None)
    except Missing:
        raise
    except Refusal as refusal:
        return _list(sent, refusal, refusal.status)
    notice(_("Noted: it is still right."))
    return see("quiz.stale")


@room.route("/quiz/items/reaffirmations", methods=["POST"])
@requires(Permission.EDIT_RULES)
def reaffirm_all() -> Response:
    """Several that one change hit are still right: all of them, or none is noted."""
    day = _day()
    names, seen = request.form.getlist("item"), request.form.getlist("seen")
    if len(names) != len(seen) or not all(is_item_id(name) for name in names):
        raise Missing()
    try:
        with open_work() as work:
            for name, looked in zip(names, seen, strict=True):
                actions.reaffirm(work, name, day, seen=looked)
    except Missing:
        raise
    except Refusal as refusal:
        return _list(None, refusal, refusal.status)
    notice(_("Noted: all %(count)s are still right.", count=len(names)))
    return see("quiz.stale")


@room.route("/quiz/items/<name>/rewording", methods=["POST"])
@requires(Permission.EDIT_RULES)
def write_anew(name: str) -> Response:
    """Begin a new wording of an item, on the words of the clauses as they read on the day."""
    if not is_item_id(name):
        raise Missing()
    day = _day()
    try:
        with open_work() as work:
            draft_id = actions.write_anew(work, name, day).id
    except Missing:
        raise
    except Refusal as refusal:
        return _list(None, refusal, refusal.status)
    return see("quiz.draft", draft_id=draft_id)


@room.route("/quiz/proposals/<clause_id>/<int:version>", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def proposals(clause_id: str, version: int) -> Response:
    """Show what can be drafted of an old and a new wording; a POST begins with one of them."""
    if not is_clause_id(clause_id) or not 1 < version < 1_000_000:
        raise Missing()
    name, part = request.values.get("item", ""), _part()
    if name and not is_item_id(name):
        raise Missing()
    refusal = None
    if request.method == "POST":
        try:
            with open_work() as work:
                key = request.form.get("which", "")
                begun = actions.draft_proposal(work, clause_id, version, key, name, part)
                draft_id = begun.id
            return see("quiz.draft", draft_id=draft_id)
        except Missing:
            raise
        except Refusal as refused:
            refusal = refused
    with open_work() as work:
        item = live_item(work.session, name) if name else None
        step = step_to(work.session, clause_id, version)
        found = drafted(work.session, clause_id, version, item)
    return answer(
        "quiz/proposals.html",
        status=refusal.status if refusal else 200,
        refusal=refusal,
        step=step,
        found=[one for one in found if not (item and item.is_case and one.dated)],
        item=item,
        part=part,
        today=asked_at().date(),
    )


def _part() -> int:
    """Return the question of an item that a draft shall take the place of, from 0."""
    return needed_number(request.values.get("part", "0"), 99)
