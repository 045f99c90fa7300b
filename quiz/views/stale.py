"""Doors of what the rules did to the bank: still right, written anew, drafted from the change."""

from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.web import answer, asked_at, notice, open_work, see
from quiz import actions
from quiz.bank import is_item_id
from quiz.draft import Draft, of_part, proposed_id
from quiz.queries.drafts import item_ids
from quiz.reading.stale import drafted, stale_list
from quiz.views.room import room
from rules.clause import is_clause_id

LONGEST = 2_000  # characters of a quote


@room.route("/quiz/items/stale")
@requires(Permission.EDIT_RULES)
def stale() -> Response:
    return _list()


def _list(
    refusal: Refusal | None = None, status: int = 200, about: str = "", on: date | None = None
) -> Response:
    """Show the list; what was typed for the item `about` stands there again."""
    with open_work() as work:
        days = stale_list(work.session, work.now.date())
    typed = {name: text[:LONGEST] for name, text in request.form.items()} if about else {}
    return answer(
        "quiz/stale.html",
        status=status,
        refusal=refusal,
        days=days,
        today=asked_at().date(),
        about=about,
        on=on,
        typed=typed,
    )


def _day() -> date:
    """Return the day that the form is about: today, or one on which the rules change."""
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
    if not is_item_id(name):
        raise Missing()
    words = {}
    for field, text in request.form.items():
        kind, _dash, rest = field.partition("-")
        part, _dash, place = rest.partition("-")
        if kind == "quote" and part.isdecimal() and place.isdecimal() and len(rest) < 6:
            words[int(part), int(place)] = text[:LONGEST]
    day = _day()
    try:
        with open_work() as work:
            actions.reaffirm(work, name, day, words)
    except Missing:
        raise
    except Refusal as refusal:
        return _list(refusal, refusal.status, name, day)
    notice(_("Noted: it is still right."))
    return see("quiz.stale")


@room.route("/quiz/items/<name>/rewording", methods=["POST"])
@requires(Permission.EDIT_RULES)
def write_anew(name: str) -> Response:
    if not is_item_id(name):
        raise Missing()
    try:
        with open_work() as work:
            draft_id = actions.write_anew(work, name, _day()).id
    except Missing:
        raise
    except Refusal as refusal:
        return _list(refusal, refusal.status)
    return see("quiz.draft", draft_id=draft_id)


@room.route("/quiz/proposals/<clause_id>/<int:version>", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def proposals(clause_id: str, version: int) -> Response:
    """Show what can be drafted of an old and a new wording; a POST begins with one of them."""
    if not is_clause_id(clause_id) or not 1 < version < 1_000_000:
        raise Missing()
    with open_work() as work:
        found = drafted(work.session, clause_id, version)
    if request.method == "POST":
        chosen = request.form.get("which", "")
        if not (chosen.isascii() and chosen.isdigit() and int(chosen) < len(found)):
            raise Missing()
        part = found[int(chosen)]
        with open_work() as work:
            name = proposed_id(part.stem, item_ids(work.session))
            draft_id = actions.draft_proposal(work, Draft(name, (of_part(part),))).id
        return see("quiz.draft", draft_id=draft_id)
    return answer("quiz/proposals.html", found=found, clause_id=clause_id, version=version)
