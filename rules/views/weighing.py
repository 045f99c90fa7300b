"""The language group's doors: weigh each change, worked cases, the cases for the members."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from kernel.work import Work
from rules import actions
from rules.forms.bench import (
    SAYS,
    STANCE,
    WEIGHT,
    WORD,
    CaseForm,
    ReadingForm,
    questions_form,
    read_questions,
    show_questions,
    stances_form,
)
from rules.queries.consultation import questions_of
from rules.queries.revisions import revision_by_ref
from rules.queries.weighing import Weighed
from rules.queries.worked import worked_cases
from rules.reading.bench import RevisionPage, clause_choices, revision_page
from rules.revision import Stance, State
from rules.text.weight import Weight
from rules.views.room import room
from rules.wording import WEIGHTS
from rules.worked import Reading, Says


@room.route("/rules/bench/<ref>/weighing", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def weighing(ref: str) -> Response:
    """Show each changed group of words as a card; a POST says what one holds of them."""
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        page = revision_page(work.session, revision, work.actor, work.now)
        me = work.actor.account
    form = stances_of(page, me)
    shown: dict[str, Any] = {"page": page, "form": form, "my_account": me}
    if not form.validate_on_submit():
        return answer("rules/weighing.html", status=422 if form.is_submitted() else 200, **shown)
    try:
        with open_work() as work:
            for one in units_in(page):
                say(work, page, one, form)
    except Refusal as refusal:
        return answer("rules/weighing.html", status=refusal.status, refusal=refusal, **shown)
    notice(_("What you hold of the changes is saved."))
    return see(".weighing", ref=ref)


def units_in(page: RevisionPage) -> list[Weighed]:
    """Return the changed groups of words of a revision, in the order of the page."""
    return [unit for change in page.changes for unit in change.units]


def key_of(one: Weighed) -> str:
    """Return the name of a change in the form: alike words may change in two amendments."""
    return f"{one.amendment_id}.{one.unit.key}"


def stances_of(page: RevisionPage, me: str) -> Form:
    """Return the form on which an editor says what they hold of each change."""
    rows = [
        (key_of(one), f"{one.unit.old} → {one.unit.new}", one.by_rule, weight_said(one, me))
        for one in units_in(page)
    ]
    form = stances_form(rows, WEIGHTS)
    if not form.is_submitted():
        form["edition"].data = str(page.edition)
        for one in units_in(page):
            mine = one.stance_of(me)
            if mine:
                form[f"{STANCE}{key_of(one)}"].data = mine.stance.value
                form[f"{WORD}{key_of(one)}"].data = mine.word
    return form


def weight_said(one: Weighed, me: str) -> str:
    """Return what an editor has said of a change's weight, as the form names it."""
    if me in one.lowered_by:
        return "lower"
    return str(int(one.weight)) if me in one.raised_by else ""


def say(work: Work, page: RevisionPage, one: Weighed, form: Form) -> None:
    """Take what the form says of one change, where it says something new."""
    name, me = key_of(one), work.actor.account
    about = (page.ref, one.amendment_id, one.unit.key)
    weight = form[f"{WEIGHT}{name}"].data or ""
    if weight != weight_said(one, me):
        if weight == "lower":
            actions.lower_weight(work, *about)
        elif weight:
            actions.raise_weight(work, *about, Weight(int(weight)))
    stance, word = form[f"{STANCE}{name}"].data, form[f"{WORD}{name}"].data or ""
    mine = one.stance_of(me)
    if stance and (mine is None or (mine.stance, mine.word) != (stance, word)):
        actions.take_stance(work, *about, Stance(stance), word)


@room.route("/rules/bench/<ref>/worked-cases", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def worked(ref: str) -> Response:
    """Show the worked cases of a revision; a POST adds one."""
    with open_work() as work:
        names = names_touched(work, ref)
    form = CaseForm(names)
    if not form.validate_on_submit():
        return worked_page(ref, form, 422 if form.is_submitted() else 200)
    reading = Reading(Says(form.before.data), Says(form.after.data))
    try:
        with open_work() as work:
            actions.write_case(work, ref, form.clause_id.data, form.facts.data, reading)
    except Refusal as refusal:
        return worked_page(ref, form, refusal.status, refusal)
    notice(_("The case is written. Others answer it without seeing what you hold right."))
    return see(".worked", ref=ref)


@room.route("/rules/bench/<ref>/worked-cases/<case_id>", methods=["POST"])
@requires(Permission.EDIT_RULES)
def answer_worked(ref: str, case_id: str) -> Response:
    form = ReadingForm(prefix=f"{case_id}-")
    with open_work() as work:
        empty = CaseForm(names_touched(work, ref), formdata=None)
    if not form.validate_on_submit():
        return worked_page(ref, empty, 422, sent=(case_id, form))
    reading = Reading(Says(form.before.data), Says(form.after.data))
    try:
        with open_work() as work:
            actions.answer_case(work, ref, case_id, reading)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return worked_page(ref, empty, refusal.status, refusal, (case_id, form))
    notice(_("Your answer is saved. Now you see how others read the case."))
    return see(".worked", ref=ref)


def names_touched(work: Work, ref: str) -> dict[str, str]:
    """Return the clauses that a revision changes: id to number and title."""
    revision = revision_by_ref(work.session, ref)
    page = revision_page(work.session, revision, work.actor, work.now)
    return {one.change.clause_id: f"{one.number} {one.name}" for one in page.changes}


def worked_page(
    ref: str,
    form: CaseForm,
    status: int,
    refusal: Refusal | None = None,
    sent: tuple[str, Form] | None = None,
) -> Response:
    """Answer with the worked cases; `sent` is the answer that came back to be mended."""
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        cases = worked_cases(work.session, revision, work.actor.account)
        names = {**clause_choices(work.session), **names_touched(work, ref)}
        page = revision_page(work.session, revision, work.actor, work.now)
    forms = {one.id: ReadingForm(formdata=None, prefix=f"{one.id}-") for one in cases}
    if sent:
        forms[sent[0]] = sent[1]
    return answer(
        "rules/worked.html",
        status=status,
        page=page,
        cases=cases,
        names=names,
        form=form,
        forms=forms,
        says=SAYS,
        refusal=refusal,
    )


@room.route("/rules/bench/<ref>/questions", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def questions(ref: str) -> Response:
    """Show the three cases that members will be asked about; a POST writes them."""
    form = questions_form()
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        page: dict[str, Any] = {
            "ref": ref,
            "title": revision.title,
            "form": form,
            "editable": revision.state in {State.DRAFT, State.IN_REVIEW},
        }
        if not form.is_submitted():
            show_questions(form, questions_of(work.session, revision))
    if not form.validate_on_submit():
        return answer("rules/questions.html", status=422 if form.is_submitted() else 200, **page)
    try:
        with open_work() as work:
            actions.write_questions(work, ref, read_questions(form))
    except Refusal as refusal:
        return answer("rules/questions.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Saved."))
    return see(".bench_revision", ref=ref)
