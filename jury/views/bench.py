"""The officers' bench: draw, open the poll, read the reasons. Never a name, never a count."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.beacon import can_check
from jury.forms import DigitsForm, DrawForm, ModerationForm, RoundForm
from jury.models import RollRemark
from jury.queries import found_wrong, latest_roll, usable_roll, voidings, waiting_for
from jury.reading.bench import bench_page, bench_rows
from jury.strata.solver import is_there
from jury.views.room import known, known_id, room
from kernel.access import Permission, requires
from kernel.errors import N_, Malformed, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see


@room.route("/jury/bench/")
@requires(Permission.PREPARE_CASES)
def bench() -> Response:
    with open_work() as work:
        rows = bench_rows(work.session, work.actor.account, work.now)
        newest, used = latest_roll(work.session), usable_roll(work.session, work.now)
        wrong = newest is not None and bool(found_wrong(work.session, [newest.epoch]))
        remarks = waiting_for(work.session, RollRemark, work.actor.account)
    return answer(
        "jury/bench.html",
        cases=rows,
        roll=newest,
        wrong=wrong,
        used=used.epoch if used else None,
        remarks=len(remarks),
    )


@room.route("/jury/bench/roll", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def roll() -> Response:
    with open_work() as work:
        built = actions.build_roll(work)
    notice(
        _(
            "The roll of epoch %(epoch)s is published: %(size)s jurors.",
            epoch=built.epoch,
            size=built.size,
        )
    )
    wanted = request.form.get("case", "")
    return see("jury.bench_case", ref=known(wanted)) if wanted else see("jury.bench")


@room.route("/jury/bench/<ref>")
@requires(Permission.PREPARE_CASES)
def bench_case(ref: str) -> Response:
    return page_of(known(ref))


@room.route("/jury/bench/<ref>/opening", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def opening(ref: str) -> Response:
    try:
        with open_work() as work:
            actions.open_poll(work, known(ref))
    except Refusal as refusal:
        return page_of(ref, refusal)
    notice(_("The poll is open. It closes by itself."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/again", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def again(ref: str) -> Response:
    with open_work() as work:
        new = actions.open_again(work, known(ref))
    notice(_("The question goes to a new panel, as case %(ref)s.", ref=new.ref))
    return see("jury.bench_case", ref=new.ref)


@room.route("/jury/bench/<ref>/ending", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def ending(ref: str) -> Response:
    """A case that can come to no count: an officer proposes to void it, another agrees."""
    with open_work() as work:
        mine = work.actor.account_id
        voiding = voidings(work.session, [known(ref)], mine, work.now).get(ref)
        agrees = voiding is not None and voiding.mine_to_agree
        (actions.void_case if agrees else actions.propose_case_void)(work, ref)
    if agrees:
        notice(_("The case is void. Its box stays shut; give the question to another panel."))
    else:
        notice(_("Another officer has to agree before the case is void."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/reasons/<reason_id>", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def moderation(ref: str, reason_id: str) -> Response:
    form = ModerationForm()
    if form.decision.data not in {"publish", "withhold"}:
        raise Malformed(N_("Choose one: publish it or withhold it."))
    publish = form.decision.data == "publish"
    with open_work() as work:
        actions.moderate_reason(work, known(ref), known_id(reason_id), publish)
    notice(_("The reason is published.") if publish else _("The reason is withheld."))
    return see("jury.bench_case", ref=ref)


def page_of(ref: str, refusal: Refusal | None = None, **typed: Form) -> Response:
    """Answer with a case on the bench; with a refusal, its notice, its status and what was typed
    into `draw`, `digits` or `round`."""
    with open_work() as work:
        page = bench_page(work.session, work.actor.account, ref, work.now)
    status = refusal.status if refusal else 200
    forms = {"draw": DrawForm, "digits": DigitsForm, "round": RoundForm}
    filled = {name: typed.get(name) or form(formdata=None) for name, form in forms.items()}
    return answer(
        "jury/bench_case.html",
        "stage",
        status,
        page=page,
        refusal=refusal,
        forms=filled,
        beacon=can_check(),
        by_types=is_there(),
    )
