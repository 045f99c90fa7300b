"""Doors of the item bench: an item is written beside its clause, and decided on by another."""

from dataclasses import replace

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, needed_number, notice, number, open_work, see
from kernel.work import Work
from quiz import actions
from quiz.bank import is_item_id
from quiz.draft import Draft, of_item, to_item, with_part, without_part
from quiz.forms.items import WhyForm, as_sent, draft_form, new_form, typed
from quiz.forms.papers import check_all_answered, check_choices, chosen_all, page_form
from quiz.item import MOST_OPTIONS
from quiz.models import DraftState, ItemDraft
from quiz.queries.bank import versions_of_item
from quiz.queries.drafts import OPEN, draft_row, value_of
from quiz.reading.items import clause_choices, draft_page, new_item
from quiz.reading.practice import Told, as_asked, explained_case
from quiz.views.room import room
from rules.queries import clause_names
from rules.revision import Stale


@room.route("/quiz/drafts/new")
@requires(Permission.EDIT_RULES)
def new_draft() -> Response:
    """Ask for the clause first, since a question is written beside its words."""
    with open_work() as work:
        form = new_form(clause_names(work.session, work.now.date()))
    return answer("quiz/new.html", form=form)


@room.route("/quiz/drafts/", methods=["POST"])
@requires(Permission.EDIT_RULES)
def begin_draft() -> Response:
    """Begin a new wording of the item that is named, or else a new item, on a clause or on none."""
    with open_work() as work:
        if name := request.form.get("item", ""):
            if not is_item_id(name):
                raise Missing()
            latest = versions_of_item(work.session, name)[0]
            draft_id = actions.begin_draft(work, of_item(latest.value), latest.version).id
        else:
            form = new_form(clause_names(work.session, work.now.date()))
            if not form.validate():
                return answer("quiz/new.html", status=422, form=form)
            begun = new_item(
                work.session,
                work.now.date(),
                clause=form["clause"].data or "",
                topic=form["topic"].data or "",
                kind=form["kind"].data,
            )
            draft_id = actions.begin_draft(work, begun).id
    return see("quiz.draft", draft_id=draft_id)


@room.route("/quiz/drafts/<draft_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def draft(draft_id: str) -> Response:
    """The bench: a GET shows the draft; a POST saves it, or adds or takes away a question."""
    with open_work() as work:
        row = draft_row(work.session, draft_id)
        if gone := _gone(work, row):
            return gone
        kept = value_of(row)
        if row.state != DraftState.DRAFT:
            return see("quiz.review_draft", draft_id=draft_id)
        before = as_sent(kept, request.form) if request.method == "POST" else kept
        choices = clause_choices(work.session, work.now.date(), before)
        form = draft_form(before, choices)
        edition = row.edition
    if not form.is_submitted():
        form["edition"].data = str(edition)
        return _bench(draft_id, form, kept)
    if not form.validate():
        return _bench(draft_id, form, before, status=422)
    said = written = typed(form, before)
    step = request.form.get("step", "save")
    if step == "more":
        written = said = with_part(written)
    if step == "less":
        written = without_part(written)
    try:
        with open_work() as work:
            actions.save_draft(work, draft_id, written, _edition(form))
    except Refusal as refusal:
        if len(said.parts) > len(before.parts):  # its form has no fields for what was added
            added = said.parts[len(before.parts) :]
            form = draft_form(replace(said, parts=(*before.parts, *added)), choices)
        return _bench(draft_id, form, said, refusal, refusal.status)
    if step == "send":
        return _send(draft_id, form, said)
    notice(_("Saved."))
    return see("quiz.draft", draft_id=draft_id)


def _send(draft_id: str, form: Form, said: Draft) -> Response:
    """Send a draft in that was saved just now; where it is not whole, it stays saved."""
    try:
        with open_work() as work:
            actions.send_draft(work, draft_id)
    except Refusal as refusal:
        return _bench(draft_id, form, said, refusal, refusal.status, saved=True)
    notice(_("Sent in. Another editor reviews it."))
    return see("quiz.draft", draft_id=draft_id)


def _gone(work: Work, row: ItemDraft) -> Response | None:
    """Lead from a draft that was approved or given up to its item, and say so; None for one that
    stands. Raises Missing where there is no item."""
    if row.state in OPEN:
        return None
    versions_of_item(work.session, row.item)
    if row.state == DraftState.APPROVED:
        notice(_("The draft was approved: this is its item."), "info")
    else:
        notice(_("The draft was given up: this is the item as it stands."), "info")
    return see("quiz.item", name=row.item)


def _edition(form: Form) -> int:
    found = number(str(form["edition"].data or ""), 99_999_999)
    return -1 if found is None else found


def _bench(
    draft_id: str,
    form: Form,
    shown: Draft,
    refusal: Refusal | None = None,
    status: int = 200,
    *,
    saved: bool = False,
) -> Response:
    with open_work() as work:
        row = draft_row(work.session, draft_id)
        page = draft_page(work.session, row, shown)
        if saved or isinstance(refusal, Stale):  # told so, they may save theirs in its place
            form["edition"].data = str(row.edition)
    return answer(
        "quiz/draft.html",
        status=status,
        refusal=refusal,
        page=page,
        form=form,
        shown=shown,
        most_options=MOST_OPTIONS,
    )


@room.route("/quiz/drafts/<draft_id>/discard", methods=["POST"])
@requires(Permission.EDIT_RULES)
def discard_draft(draft_id: str) -> Response:
    with open_work() as work:
        if gone := _gone(work, draft_row(work.session, draft_id, lock=True)):
            return gone
        actions.discard_draft(work, draft_id)
    notice(_("The draft is given up."))
    return see("quiz.items")


@room.route("/quiz/drafts/<draft_id>/take-back", methods=["POST"])
@requires(Permission.EDIT_RULES)
def take_back_draft(draft_id: str) -> Response:
    try:
        with open_work() as work:
            actions.take_back_draft(work, draft_id)
    except Refusal as refusal:
        return _review(draft_id, refusal=refusal, status=refusal.status)
    return see("quiz.draft", draft_id=draft_id)


@room.route("/quiz/drafts/<draft_id>/review", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def review_draft(draft_id: str) -> Response:
    """Show a draft as jurors will meet it; its key only to who has answered it."""
    return _review(draft_id)


def _review(
    draft_id: str,
    why: Form | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    """Show the review. Who has come as far as to decide has seen the key, and sees it again."""
    told: list[Told] = []
    with open_work() as work:
        row = draft_row(work.session, draft_id)
        if gone := _gone(work, row):
            return gone
        if row.state == DraftState.DRAFT:
            return see("quiz.draft", draft_id=draft_id)
        page = draft_page(work.session, row)
        item = to_item(page.draft, 1)
        asked = as_asked(item)
        form = page_form(asked)
        mine = work.actor.ref in page.authors
        answered = request.form.get("answered") == "y"
        if answered and not (
            form.validate() and check_choices(form, asked) and check_all_answered(form, asked)
        ):
            status = 422
        elif answered or mine or why or refusal or row.state != DraftState.IN_REVIEW:
            told = explained_case(work.session, item, chosen_all(form, asked))
    return answer(
        "quiz/draft_review.html",
        status=status,
        refusal=refusal,
        page=page,
        questions=asked,
        form=form,
        told=told,
        mine=mine,
        answered=answered,
        why=why or WhyForm(formdata=None),
    )


@room.route("/quiz/drafts/<draft_id>/approval", methods=["POST"])
@requires(Permission.EDIT_RULES)
def approve_draft(draft_id: str) -> Response:
    seen = needed_number(request.form.get("edition", ""), 99_999_999)
    try:
        with open_work() as work:
            actions.approve_draft(work, draft_id, seen)
            name = draft_row(work.session, draft_id).item
    except Refusal as refusal:
        return _review(draft_id, refusal=refusal, status=refusal.status)
    notice(_("Approved. It is in papers from now on."))
    return see("quiz.item", name=name)


@room.route("/quiz/drafts/<draft_id>/return", methods=["POST"])
@requires(Permission.EDIT_RULES)
def return_draft(draft_id: str) -> Response:
    why = WhyForm()
    if not why.validate():
        return _review(draft_id, why, status=422)
    try:
        with open_work() as work:
            actions.return_draft(work, draft_id, why.why.data or "")
    except Refusal as refusal:
        return _review(draft_id, why, refusal, refusal.status)
    notice(_("Returned to its author."))
    return see("quiz.items")
