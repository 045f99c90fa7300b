"""Doors of item actions, and of what members reported after the exam."""

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Malformed, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see, words_of
from members.queries import account
from quiz import actions
from quiz.bank import is_item_id
from quiz.forms.regrade import action_form, proposed
from quiz.forms.reports import AnswerForm
from quiz.item import ItemVersion
from quiz.itemaction import check_action
from quiz.queries.bank import item_version
from quiz.queries.regrade import action_row
from quiz.queries.reports import help_requests, open_reports
from quiz.reading.regrade import actions_page, preview_of, reported, waiting_actions
from quiz.regrade import Preview
from quiz.views.room import room
from rules.queries import clauses_at


@room.route("/quiz/items/<name>/<int:number>/actions")
@requires(Permission.EDIT_RULES)
def item_actions(name: str, number: int) -> Response:
    return _page(name, number)


def _page(
    name: str,
    number: int,
    form: Form | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
    part: int = 0,
    looked: Preview | None = None,
) -> Response:
    if not is_item_id(name) or not 0 < number < 1_000_000:
        raise Missing()
    with open_work() as work:
        item, found = actions_page(work.session, name, number, request.args.get("look", ""))
        mine = work.actor.ref
    if not 0 <= part < len(item.parts):
        raise Missing()
    return answer(
        "quiz/actions.html",
        status=status,
        refusal=refusal,
        item=item,
        found=found,
        mine=mine,
        part=part,
        form=form or action_form(item, part),
        looked=looked,
    )


def _asked(name: str, number: int, part: int) -> ItemVersion:
    if not is_item_id(name) or not 0 < number < 1_000_000:
        raise Missing()
    with open_work() as work:
        item = item_version(work.session, name, number)
    if not 0 <= part < len(item.parts):
        raise Missing()
    return item


@room.route("/quiz/items/<name>/<int:number>/actions/<int:part>", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def propose_action(name: str, number: int, part: int) -> Response:
    """Propose what to do about a question; first look at what it would do (step `look`)."""
    item = _asked(name, number, part)
    form = action_form(item, part)
    if not form.is_submitted():
        return _page(name, number, form, part=part)
    if not form.validate():
        return _page(name, number, form, status=422, part=part)
    action = proposed(form, item, part)
    try:
        check_action(item.parts[part], action)
    except Malformed as refusal:
        form["what"].errors = [words_of(refusal)]
        return _page(name, number, form, status=422, part=part)
    if request.form.get("step") == "look":
        with open_work() as work:
            looked = preview_of(work.session, action)
        return _page(name, number, form, part=part, looked=looked)
    try:
        with open_work() as work:
            actions.propose_action(work, action, form["why"].data or "")
    except Refusal as refusal:
        return _page(name, number, form, refusal, refusal.status, part)
    notice(_("Proposed. Another editor decides."))
    return see("quiz.item_actions", name=name, number=number)


@room.route("/quiz/actions/<action_id>/application", methods=["POST"])
@requires(Permission.EDIT_RULES)
def apply_action(action_id: str) -> Response:
    return _decide(action_id, apply=True)


@room.route("/quiz/actions/<action_id>/refusal", methods=["POST"])
@requires(Permission.EDIT_RULES)
def refuse_action(action_id: str) -> Response:
    return _decide(action_id, apply=False)


def _decide(action_id: str, *, apply: bool) -> Response:
    with open_work() as work:
        row = action_row(work.session, action_id)
        name, number = row.item, row.version
    try:
        with open_work() as work:
            if apply:
                changed = actions.apply_action(work, action_id)
                notice(_("Applied. %(count)s papers changed.", count=changed))
            else:
                actions.refuse_action(work, action_id)
                notice(_("Refused."))
    except Refusal as refusal:
        return _page(name, number, None, refusal, refusal.status)
    return see("quiz.item_actions", name=name, number=number)


@room.route("/quiz/reports/")
@requires(Permission.EDIT_RULES)
def reports() -> Response:
    return _reports()


def _reports(
    form: Form | None = None, about: str = "", refusal: Refusal | None = None, status: int = 200
) -> Response:
    """List what members reported, without their names; and who asked for help, with theirs."""
    with open_work() as work:
        numbers = {one.clause_id: one for one in clauses_at(work.session, work.now.date())}
        found = reported(work.session)
        clauses = open_reports(work.session, "clause")
        waiting = waiting_actions(work.session, work.actor.ref)
        people = [
            (one, account(work.session, one.account_id)) for one in help_requests(work.session)
        ]
    return answer(
        "quiz/reports.html",
        status=status,
        refusal=refusal,
        found=found,
        clauses=clauses,
        numbers=numbers,
        waiting=waiting,
        people=people,
        about=about,
        form=form or AnswerForm(formdata=None),
    )


@room.route("/quiz/reports/<report_id>/answer", methods=["POST"])
@requires(Permission.EDIT_RULES)
def answer_report(report_id: str) -> Response:
    form = AnswerForm()
    if not form.validate():
        return _reports(form, report_id, status=422)
    try:
        with open_work() as work:
            actions.answer_report(work, report_id, form.answer.data or "")
    except Missing:
        raise
    except Refusal as refusal:
        return _reports(form, report_id, refusal, refusal.status)
    notice(_("Answered. The member reads it beside the question."))
    return see("quiz.reports")


@room.route("/quiz/help/<account_id>", methods=["POST"])
@requires(Permission.EDIT_RULES)
def take_up_help(account_id: str) -> Response:
    with open_work() as work:
        actions.take_up_help(work, account_id)
    notice(_("It is yours. Write to them."))
    return see("quiz.reports")
