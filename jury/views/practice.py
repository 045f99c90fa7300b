"""Doors of practice: mock cases, their ballots, the known answers, and what is said against them.

Nothing of it is sealed, nothing is logged, and no answer is kept but whether the first was right.
"""

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.forms import ANSWERS
from jury.forms.practice import ContestAnswerForm, ContestForm
from jury.forms.quiz import quiz_answers, quiz_form
from jury.reading.practice import (
    AnswerPage,
    PracticePage,
    answer_page,
    contest_pages,
    practice_list,
    practice_page,
)
from jury.views.ballots import carried_names, cites_of, fields_of, form_of, said
from jury.views.room import known_id, room
from jury.views.seats import NOT_ALL
from kernel.access import Permission, requires
from kernel.errors import Conflict, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see


@room.route("/jury/practice/")
@requires(Permission.SIGNED_IN)
def practice() -> Response:
    """What there is to practise on, what one has done, and what came of one's contests."""
    with open_work() as work:
        page = practice_list(work.session, work.actor.account, work.now.date())
    return answer("jury/practice.html", page=page)


@room.route("/jury/practice/<name>")
@requires(Permission.SIGNED_IN)
def practise(name: str) -> Response:
    """The file of a mock case, and three questions about it."""
    case = _look(name)
    return answer("jury/mock.html", case=case, quiz_form=quiz_form(case.file.quiz))


@room.route("/jury/practice/<name>/quiz", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def practice_quiz(name: str) -> Response:
    """As before a real ballot; but nothing keeps anybody from going on without it."""
    case = _look(name)
    form = quiz_form(case.file.quiz)
    if not form.is_submitted():
        return see("jury.practise", name=name)
    if not form.validate():
        return answer("jury/mock.html", "quiz", 422, case=case, quiz_form=form)
    if not case.file.knows(quiz_answers(form)):
        refusal = Conflict(NOT_ALL)
        return answer("jury/mock.html", "quiz", 409, case=case, quiz_form=form, again=refusal)
    notice(_("All right. Here is the ballot, as you would get it."))
    return see("jury.practice_ballot", name=name)


@room.route("/jury/practice/<name>/ballot", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def practice_ballot(name: str) -> Response:
    """Fill in, check, cast; then the known answer stands beside what was chosen."""
    case = _look(name)
    form = form_of(case)
    if not form.is_submitted() or form["step"].data == "change":
        return answer("jury/mock_ballot.html", case=case, form=form)
    if not form.validate():
        return answer("jury/mock_ballot.html", status=422, case=case, form=form)
    values, cites = fields_of(form), cites_of(form)
    if form["step"].data != "cast":
        carried = [(field, form[field].data) for field in carried_names(form) if form[field].data]
        carried += [("cites", clause) for clause in cites]
        rows = list(said(case, values, cites))
        return answer("jury/mock_ballot.html", case=case, checking=True, rows=rows, carried=carried)
    with open_work() as work:
        first = actions.answer_mock(work, name, values)
        page = answer_page(work.session, work.actor.account, name, work.now.date())
    return _answered(page, mine=values, first=first)


@room.route("/jury/practice/<name>/answer")
@requires(Permission.SIGNED_IN)
def known_answer(name: str) -> Response:
    """The known answer, to whoever has answered."""
    return _answered(_look_at_answer(name))


@room.route("/jury/practice/<name>/contest", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def contest(name: str) -> Response:
    """A member says that the known answer is wrong."""
    form = ContestForm()
    page = _look_at_answer(name)
    if not form.is_submitted():
        return see("jury.known_answer", name=name)
    if not form.validate():
        return _answered(page, 422, form)
    try:
        with open_work() as work:
            actions.contest_mock(work, name, form.told.data)
    except Conflict as refusal:
        return _answered(page, refusal.status, form, refusal)
    notice(_("Thank you. An editor reads it and answers you here."))
    return see("jury.practice")


@room.route("/jury/contests/")
@requires(Permission.EDIT_RULES)
def contests() -> Response:
    """What members say against known answers, for editors to answer."""
    return _contests()


@room.route("/jury/contests/<contest_id>", methods=["POST"])
@requires(Permission.EDIT_RULES)
def contest_answer(contest_id: str) -> Response:
    form = ContestAnswerForm(prefix=f"{known_id(contest_id)}-")
    if not form.validate():
        return _contests(422, contest_id, form)
    with open_work() as work:
        actions.answer_contest(work, contest_id, form.upheld.data == "yes", form.answer.data)
    if form.upheld.data == "yes":
        notice(
            _("The case counts for nobody and is no longer offered. The member reads your answer.")
        )
    else:
        notice(_("The member reads your answer under “Practice cases”."))
    return see("jury.contests")


def _look(name: str) -> PracticePage:
    with open_work() as work:
        return practice_page(work.session, name, work.now.date())


def _look_at_answer(name: str) -> AnswerPage:
    with open_work() as work:
        return answer_page(work.session, work.actor.account, name, work.now.date())


def _answered(
    page: AnswerPage,
    status: int = 200,
    form: Form | None = None,
    refusal: Refusal | None = None,
    mine: dict[str, str] | None = None,
    first: bool = False,
) -> Response:
    """Answer with a known answer. form: what was said against it, as it was filled in; mine: the
    ballot just given, which stands beside it and nowhere else; first: whether it counts."""
    return answer(
        "jury/mock_answer.html",
        status=status,
        page=page,
        form=form or ContestForm(formdata=None),
        refusal=refusal,
        mine=mine,
        first=first,
        votes=ANSWERS,
    )


def _contests(
    status: int = 200, answering: str | None = None, form: Form | None = None
) -> Response:
    """Answer with what waits. answering: the contest of which `form` was sent."""
    with open_work() as work:
        pages = contest_pages(work.session, work.actor.account, work.now.date())
    forms: dict[str, Form] = {
        page.contest.row.id: ContestAnswerForm(formdata=None, prefix=f"{page.contest.row.id}-")
        for page in pages
    }
    if answering is not None and form is not None:
        forms[answering] = form
    return answer("jury/contests.html", status=status, contests=pages, forms=forms, votes=ANSWERS)
