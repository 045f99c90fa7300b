"""Draws within quotas: chosen and announced on the bench, and shown to everybody."""

from threading import Lock

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.beacon import can_check
from jury.forms.quotas import QuotasForm, quotas_form
from jury.reading.quotas import QuotasPage, frame_of, quotas_page
from jury.reading.strata import lottery_json, type_draw_page
from jury.strata.feasible import Infeasible
from jury.strata.leximin import leximin
from jury.strata.lottery import Lottery
from jury.strata.solver import check_is_there
from jury.strata.types import Frame
from jury.views.draws import lot_of
from jury.views.room import known, room
from jury.wording.strata import people
from kernel.access import Permission, public, requires
from kernel.errors import N_, Conflict, Refusal
from kernel.web import answer, notice, open_work, see

SOLVING = Lock()
ANOTHER_ROLL = N_(
    "The roll is another one now, of epoch %(epoch)s, and with it the shares. Nothing was "
    "announced. Look at the numbers again."
)


@room.route("/jury/bench/<ref>/quotas")
@requires(Permission.PREPARE_CASES)
def quotas(ref: str) -> Response:
    page = _page(known(ref))
    return _answer(page, quotas_form(page, fresh=True))


@room.route("/jury/bench/<ref>/quotas", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def quota_draw(ref: str) -> Response:
    page = _page(known(ref))
    form = quotas_form(page, fresh=False)
    if form.epoch.data != str(page.epoch):
        form.epoch.data = str(page.epoch)
        return _answer(page, form, Conflict(ANOTHER_ROLL, epoch=page.epoch))
    if not form.validate():
        return _answer(page, form, status=422)
    try:
        kind = lot_of(form)
        with open_work() as work:
            mine = work.actor.account_id
            frame = frame_of(work.session, mine, ref, work.now, kind, form.quotas)
        lottery = _fairest(frame)
        if lottery.never:
            raise Conflict(
                N_("With these quotas some could never sit. Leave room for them. %(whom)s"),
                whom="; ".join(map(people, lottery.never)),
            )
        with open_work() as work:
            actions.commit_draw(work, ref, kind, form.source.data or "", lottery)
    except Refusal as refusal:
        return _answer(page, form, refusal)
    notice(_("The draw is announced. The lot falls once its randomness is there."))
    return see("jury.bench_case", ref=ref)


@room.route("/draws/<ref>")
@public
def type_draw(ref: str) -> Response:
    with open_work() as work:
        page = type_draw_page(work.session, known(ref), work.actor.account_id)
    return answer("jury/type_draw.html", page=page)


@room.route("/draws/<ref>/lottery.json")
@public
def lottery(ref: str) -> Response:
    with open_work() as work:
        body = lottery_json(work.session, known(ref))
    return Response(body, mimetype="application/json")


def _fairest(frame: Frame) -> Lottery:
    """Find the fairest lottery, which takes seconds: not while others wait for the case.

    One at a time, so that whoever presses again and again takes one thread of the server alone.
    """
    if not SOLVING.acquire(blocking=False):
        raise Conflict(N_("Another lottery is being worked out. Try again in a minute."))
    try:
        return leximin(frame.available, frame.quotas, frame.seats)
    finally:
        SOLVING.release()


def _page(ref: str) -> QuotasPage:
    check_is_there()
    with open_work() as work:
        return quotas_page(work.session, work.actor.account_id, ref, work.now)


def _answer(
    page: QuotasPage, form: QuotasForm, refusal: Refusal | None = None, status: int = 200
) -> Response:
    changes = refusal.changes if isinstance(refusal, Infeasible) else ()
    return answer(
        "jury/quotas.html",
        status=refusal.status if refusal else status,
        page=page,
        form=form,
        refusal=None if changes else refusal,
        changes=changes,
        beacon=can_check(),
    )
