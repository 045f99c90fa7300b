"""Doors of the cut score room: studies for editors, their questions for judges, what they found."""

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, may, requires
from kernel.errors import N_, Conflict, Malformed, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, needed_number, notice, open_work, see
from kernel.work import Work
from quiz.actions import cut as actions
from quiz.cut import LEAST_JUDGES, WANTED_JUDGES, Phase
from quiz.forms.cut import BeginForm, InviteForm, estimated, estimates_form
from quiz.models import CutStudy
from quiz.queries import cut as queries
from quiz.reading.cut import Judged, judged, results
from quiz.specification import ENTRY
from quiz.views.room import room


@room.route("/quiz/cuts/")
@requires(Permission.SIGNED_IN)
def cuts() -> Response:
    return _cuts(BeginForm())


def _cuts(form: BeginForm, status: int = 200, refusal: Refusal | None = None) -> Response:
    """Show an editor all studies, a judge theirs; to others there is no such page."""
    with open_work() as work:
        edits = may(work.actor, Permission.EDIT_RULES)
        mine = queries.studies_of(work.session, work.actor.account)
        if not (edits or mine):
            raise Missing()
        found = queries.studies(work.session) if edits else mine
    return answer(
        "quiz/cut/list.html",
        status=status,
        refusal=refusal,
        studies=[(one, queries.phase_of(one)) for one in found],
        judging={one.id for one in mine},
        edits=edits,
        entry=ENTRY,
        form=form,
    )


@room.route("/quiz/cuts/", methods=["POST"])
@requires(Permission.EDIT_RULES)
def begin_cut() -> Response:
    form = BeginForm()
    if not form.validate():
        return _cuts(form, 422)
    try:
        with open_work() as work:
            begun = actions.begin_study(work, form.name.data)
    except (Conflict, Malformed) as refusal:
        return _cuts(form, refusal.status, refusal)
    return see("quiz.cut", study_id=begun.id)


@room.route("/quiz/cuts/<study_id>")
@requires(Permission.EDIT_RULES)
def cut(study_id: str) -> Response:
    return _study(study_id, InviteForm())


def _study(
    study_id: str, form: InviteForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    with open_work() as work:
        one = queries.study(work.session, study_id)
        people = queries.judges(work.session, one)
        handed_in = queries.hand_ins(work.session, one)
        count = len(queries.questions(work.session, one))
        is_judge = queries.judges_in(work.session, one.id, work.actor.account)
    stands = queries.phase_of(one)
    return answer(
        "quiz/cut/study.html",
        status=status,
        refusal=refusal,
        study=one,
        phase=stands,
        specification=queries.specification_of(one),
        people=people,
        handed_in=handed_in,
        waiting=[
            account.name
            for judge, account in people
            if (judge.account_id, stands.round) not in handed_in
            and (stands is Phase.FIRST or (judge.account_id, 1) in handed_in)
        ],
        may_close=sum(number == 1 for _account, number in handed_in) >= LEAST_JUDGES,
        count=count,
        is_judge=is_judge,
        wanted=WANTED_JUDGES,
        least=LEAST_JUDGES,
        form=form,
    )


@room.route("/quiz/cuts/<study_id>/judges", methods=["POST"])
@requires(Permission.EDIT_RULES)
def invite_judge(study_id: str) -> Response:
    form = InviteForm()
    if not form.validate():
        return _study(study_id, form, 422)
    try:
        with open_work() as work:
            actions.invite_judge(work, study_id, form.email.data)
    except Conflict as refusal:
        return _study(study_id, form, refusal.status, refusal)
    notice(_("Invited. Nothing is sent: tell them that the study waits for them at /quiz/cuts/."))
    return see("quiz.cut", study_id=study_id)


@room.route("/quiz/cuts/<study_id>/close", methods=["POST"])
@requires(Permission.EDIT_RULES)
def close_cut_round(study_id: str) -> Response:
    number = _round()
    try:
        with open_work() as work:
            actions.close_round(work, study_id, number)
    except Conflict as refusal:
        return _study(study_id, InviteForm(formdata=None), refusal.status, refusal)
    if number == 1:
        notice(_("The first round is closed. Each judge sees the range of all, and may revise."))
        return see("quiz.cut", study_id=study_id)
    return see("quiz.cut_results", study_id=study_id)


def _round() -> int:
    """Return the round that the page which was sent is about."""
    text = request.form.get("round", "")
    if text not in {"1", "2"}:
        raise Malformed(N_("Say which round this is about."))
    return int(text)


@room.route("/quiz/cuts/<study_id>/judge")
@requires(Permission.SIGNED_IN)
def judge_cut(study_id: str) -> Response:
    return _judge(study_id)


def _judge(
    study_id: str, status: int = 200, refusal: Refusal | None = None, form: Form | None = None
) -> Response:
    """Show a judge a page of the round that is open for them, or why none is."""
    with open_work() as work:
        one = queries.judged_study(work.session, study_id, work.actor.account)
        if closed := _closed_to(work, one):
            return answer(
                "quiz/cut/waiting.html", status=status, refusal=refusal, study=one, why=closed
            )
        questions = judged(work.session, one, work.actor.account)
    page = _page_asked_for()
    here = _on(questions, page)
    return answer(
        "quiz/cut/judge.html",
        status=status,
        refusal=refusal,
        study=one,
        phase=queries.phase_of(one),
        questions=here,
        count=len(questions),
        page=page,
        pages=questions[-1].page,
        form=form or estimates_form(here),
    )


def _closed_to(work: Work, one: CutStudy) -> str:
    """Return why the actor has nothing to estimate now; empty if they have."""
    handed_in = queries.hand_ins(work.session, one)
    stands = queries.phase_of(one)
    if stands is Phase.ENDED:
        return "ended"
    if (work.actor.account, stands.round) in handed_in:
        return stands.value
    if stands is Phase.SECOND and (work.actor.account, 1) not in handed_in:
        return "late"
    return ""


def _page_asked_for() -> int:
    return needed_number(request.args.get("page", "1"), 999)


def _on(questions: list[Judged], page: int) -> list[Judged]:
    if found := [one for one in questions if one.page == page]:
        return found
    raise Missing()


@room.route("/quiz/cuts/<study_id>/estimates", methods=["POST"])
@requires(Permission.SIGNED_IN)
def save_estimates(study_id: str) -> Response:
    page = _page_asked_for()
    number = _round()
    with open_work() as work:
        one = queries.judged_study(work.session, study_id, work.actor.account)
        questions = judged(work.session, one, work.actor.account)
    here = _on(questions, page)
    form = estimates_form(here)
    if not form.validate():
        return _judge(study_id, 422, form=form)
    try:
        with open_work() as work:
            actions.save_estimates(work, study_id, number, estimated(form, here))
    except Conflict as refusal:
        return _judge(study_id, refusal.status, refusal, form)
    then = request.form.get("then", "on")
    if then == "back" and page > 1:
        return see("quiz.judge_cut", study_id=study_id, page=page - 1)
    if then == "on" and page < questions[-1].page:
        return see("quiz.judge_cut", study_id=study_id, page=page + 1)
    return see("quiz.review_estimates", study_id=study_id)


@room.route("/quiz/cuts/<study_id>/review")
@requires(Permission.SIGNED_IN)
def review_estimates(study_id: str) -> Response:
    return _review(study_id)


def _review(study_id: str, status: int = 200, refusal: Refusal | None = None) -> Response:
    with open_work() as work:
        one = queries.judged_study(work.session, study_id, work.actor.account)
        closed = _closed_to(work, one)
        questions = judged(work.session, one, work.actor.account)
    if closed:
        return _judge(study_id, status, refusal)
    return answer(
        "quiz/cut/review.html",
        status=status,
        refusal=refusal,
        study=one,
        phase=queries.phase_of(one),
        questions=questions,
        missing=[question for question in questions if question.own is None],
    )


@room.route("/quiz/cuts/<study_id>/hand-in", methods=["POST"])
@requires(Permission.SIGNED_IN)
def hand_in_estimates(study_id: str) -> Response:
    number = _round()
    try:
        with open_work() as work:
            actions.hand_in_round(work, study_id, number)
    except Conflict as refusal:
        return _review(study_id, refusal.status, refusal)
    return see("quiz.judge_cut", study_id=study_id)


@room.route("/quiz/cuts/<study_id>/results")
@requires(Permission.SIGNED_IN)
def cut_results(study_id: str) -> Response:
    """Show editors and judges what was found; nobody anything before the first round is closed."""
    with open_work() as work:
        one = queries.study(work.session, study_id)
        edits = may(work.actor, Permission.EDIT_RULES)
        if not (edits or queries.judges_in(work.session, one.id, work.actor.account)):
            raise Missing()
        if queries.phase_of(one) is Phase.FIRST:
            raise Conflict(N_("There is nothing to see before the first round is closed."))
        found = results(work.session, one)
    return answer(
        "quiz/cut/results.html",
        study=one,
        phase=queries.phase_of(one),
        specification=queries.specification_of(one),
        results=found,
        wanted=WANTED_JUDGES,
        edits=edits,
    )
