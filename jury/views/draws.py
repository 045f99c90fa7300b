"""Draws: announced on the bench, their randomness brought in, given up by two; all in the open."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.beacon import QUICKNET, can_check, checked_round, read_round
from jury.forms import DigitsForm, DrawForm, RoundForm
from jury.queries import officer_case
from jury.randomness import Kind
from jury.reading.draws import draws_page
from jury.views.bench import page_of
from jury.views.room import known, room
from kernel.access import Permission, public, requires
from kernel.errors import N_, Conflict, Malformed, Refusal
from kernel.web import answer, notice, open_work, see

LAST_PAGE = 9_999


@room.route("/draws/")
@public
def draws() -> Response:
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    with open_work() as work:
        found = draws_page(work.session, work.now, page)
    return answer("jury/draws.html", found=found, page=page)


@room.route("/jury/bench/<ref>/draw", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def draw(ref: str) -> Response:
    form = DrawForm()
    try:
        kind = lot_of(form)
        with open_work() as work:
            actions.commit_draw(work, known(ref), kind, form.source.data or "")
    except Malformed as refusal:
        return page_of(ref, refusal, draw=form)
    notice(_("The draw is announced. The lot falls once its randomness is there."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/digits", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def digits(ref: str) -> Response:
    form = DigitsForm()
    try:
        with open_work() as work:
            source, fell = form.source.data or "", form.digits.data or ""
            actions.enter_digits(work, known(ref), source, fell)
    except Refusal as refusal:
        return page_of(ref, refusal, digits=form)
    notice(_("The digits are entered. The lot falls in a few seconds."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/round", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def beacon_round(ref: str) -> Response:
    form = RoundForm()
    with open_work() as work:
        lot = officer_case(work.session, known(ref), work.actor.account_id).lot
    try:
        if lot is None or lot.round is None:
            raise Conflict(N_("This draw waits for no round of the beacon."))
        # Checking takes a second: not while others wait for the case.
        signature = read_round((form.answer.data or "").encode(), lot.round)
        round = checked_round(QUICKNET, lot.round, signature)
        with open_work() as work:
            actions.take_round(work, ref, round)
    except Refusal as refusal:
        return page_of(ref, refusal, round=form)
    notice(_("The round is checked and entered. The lot falls in a few seconds."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/void", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def giving_up(ref: str) -> Response:
    with open_work() as work:
        lot = officer_case(work.session, known(ref), work.actor.account_id).lot
        agrees = lot is not None and lot.mine_to_agree
        (actions.void_draw if agrees else actions.propose_void)(work, ref)
    if agrees:
        notice(_("The draw is given up. It stays on the list of all draws; announce another."))
    else:
        notice(_("Another officer has to agree before the draw is given up."))
    return see("jury.bench_case", ref=ref)


def lot_of(form: DrawForm) -> Kind:
    """Return where a form says that the lot comes from; raises Malformed where it says nothing, and
    Conflict for what cannot be had."""
    if form.kind.data not in set(Kind):
        raise Malformed(N_("Choose where the lot comes from."))
    kind = Kind(form.kind.data)
    if kind is Kind.BEACON and not can_check():
        raise Conflict(N_("A beacon cannot be checked here, so no draw may wait for one."))
    return kind
