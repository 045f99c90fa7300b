"""Doors of the question bank: the list, one item, what is done with it."""

from flask import Response, request
from flask_babel import gettext as _
from wtforms import SelectChoice

from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from quiz import actions, queries, wording
from quiz.analysis.item_figures import LEAST_ANSWERS
from quiz.bank import is_item_id
from quiz.forms.items import EnemyForm, FindForm, WhyForm
from quiz.models import DraftState
from quiz.queries.bank import live_item, retirements
from quiz.queries.drafts import drafts, returned_to, waiting_for
from quiz.queries.retiring import issues_before_retiring
from quiz.reading.figures import item_figures
from quiz.reading.items import State, bank_list, item_page
from quiz.topic import Topic
from quiz.views.room import room
from rules.queries import clause_names


@room.route("/quiz/items/")
@requires(Permission.EDIT_RULES)
def items() -> Response:
    """The bank, by topic: what is asked, what is not and why, what is being written."""
    form = FindForm(request.args)
    form.topic.choices = _choices({str(one): wording.topic(one) for one in Topic})
    form.state.choices = _choices({str(one): wording.state(one) for one in State})
    if request.args:
        form.validate()
    given = (form.words.data or "", form.topic.data or "", form.state.data or "")
    with open_work() as work:
        day, mine = work.now.date(), work.actor.ref
        found = bank_list(work.session, day, *given)
        clauses = clause_names(work.session, day)
        uncovered = queries.uncovered_on(work.session, day)
        written = drafts(work.session, DraftState.DRAFT)
        in_review = drafts(work.session, DraftState.IN_REVIEW)
        for_me = {one.id for one in waiting_for(work.session, mine)}
        returned = {one.id for one in returned_to(work.session, mine)}
        retired = list(retirements(work.session).values())
    by_topic = {topic: [one for one in found if one.item.topic is topic] for topic in Topic}
    return answer(
        "quiz/items.html",
        form=form,
        searched=any(given),
        by_topic={topic: some for topic, some in by_topic.items() if some},
        count=len(found),
        clauses=clauses,
        uncovered=uncovered,
        written=written,
        in_review=in_review,
        for_me=for_me,
        returned=returned,
        retired=retired,
    )


def _choices(named: dict[str, str]) -> list[SelectChoice]:
    every = {"": _("all"), **named}
    return [SelectChoice(value=value, label=label) for value, label in every.items()]


@room.route("/quiz/items/<name>")
@requires(Permission.EDIT_RULES)
def item(name: str) -> Response:
    return show_item(name)


def show_item(
    name: str,
    form: Form | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    """Show an item as jurors meet it, with its key, its words, and all that became of it."""
    if not is_item_id(name):
        raise Missing()
    asked = request.args.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    with open_work() as work:
        page = item_page(work.session, name, number, work.now.date())
        told = item_figures(work.session, name)
    return answer(
        "quiz/item.html",
        status=status,
        refusal=refusal,
        page=page,
        told=told,
        least_answers=LEAST_ANSWERS,
        why=form if isinstance(form, WhyForm) else WhyForm(formdata=None),
        enemy=form if isinstance(form, EnemyForm) else EnemyForm(formdata=None),
    )


@room.route("/quiz/items/<name>/pull", methods=["POST"])
@requires(Permission.EDIT_RULES)
def pull_item(name: str) -> Response:
    form = WhyForm()
    if not form.validate():
        return show_item(name, form, status=422)
    try:
        with open_work() as work:
            actions.pull_item(work, name, form.why.data or "")
    except Refusal as refusal:
        return show_item(name, form, refusal, refusal.status)
    return see("quiz.item", name=name)


@room.route("/quiz/items/<name>/retirement", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def retire_item(name: str) -> Response:
    """Tell what follows from retiring an item, which is for good, and ask for the reason first.

    An address may bring a reason along: `?why=…`.
    """
    form = WhyForm(data={"why": request.args.get("why", "")})
    if form.validate_on_submit():
        with open_work() as work:
            actions.retire_item(work, name, form.why.data or "")
        notice(_("Retired: no paper asks it any more."))
        return see("quiz.item", name=name)
    with open_work() as work:
        shown = live_item(work.session, name)
        issues = issues_before_retiring(work.session, name, work.now.date())
    status = 422 if form.is_submitted() else 200
    return answer("quiz/retirement.html", status=status, item=shown, issues=issues, form=form)


@room.route("/quiz/items/<name>/put-back", methods=["POST"])
@requires(Permission.EDIT_RULES)
def put_back(name: str) -> Response:
    try:
        with open_work() as work:
            actions.put_back(work, name)
    except Refusal as refusal:
        return show_item(name, None, refusal, refusal.status)
    notice(_("It is asked again."))
    return see("quiz.item", name=name)


@room.route("/quiz/items/<name>/enemies", methods=["POST"])
@requires(Permission.EDIT_RULES)
def set_enemy(name: str) -> Response:
    form = EnemyForm()
    if not form.validate():
        return show_item(name, form, status=422)
    other = (form.other.data or "").strip()
    try:
        with open_work() as work:
            actions.set_enemies(work, name, other)
    except Missing:
        form.other.errors = [_("There is no item of this id.")]
        return show_item(name, form, status=422)
    except Refusal as refusal:
        return show_item(name, form, refusal, refusal.status)
    return see("quiz.item", name=name)


@room.route("/quiz/items/<name>/enemies/<other>/unset", methods=["POST"])
@requires(Permission.EDIT_RULES)
def unset_enemy(name: str, other: str) -> Response:
    try:
        with open_work() as work:
            actions.unset_enemies(work, name, other)
    except Refusal as refusal:
        return show_item(name, None, refusal, refusal.status)
    return see("quiz.item", name=name)
