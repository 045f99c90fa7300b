"""The officers' bench: draw, open the poll, read the reasons. Never a name, never a count."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.forms import ModerationForm
from jury.queries import latest_roll
from jury.reading.bench import bench_page, bench_rows
from jury.views.room import known, known_reason, room
from kernel.access import Permission, requires
from kernel.errors import N_, Malformed, Refusal
from kernel.web import answer, notice, open_work, see


@room.route("/jury/bench/")
@requires(Permission.PREPARE_CASES)
def bench() -> Response:
    with open_work() as work:
        rows = bench_rows(work.session, work.actor.account, work.now)
        current = latest_roll(work.session)
    return answer("jury/bench.html", cases=rows, roll=current)


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


@room.route("/jury/bench/<ref>/draw", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def draw(ref: str) -> Response:
    with open_work() as work:
        actions.commit_draw(work, known(ref))
    notice(_("The draw is announced. The lot falls in a few seconds."))
    return see("jury.bench_case", ref=ref)


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


@room.route("/jury/bench/<ref>/reasons/<reason_id>", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def moderation(ref: str, reason_id: str) -> Response:
    form = ModerationForm()
    if form.decision.data not in {"publish", "withhold"}:
        raise Malformed(N_("Choose one: publish it or withhold it."))
    publish = form.decision.data == "publish"
    with open_work() as work:
        actions.moderate_reason(work, known(ref), known_reason(reason_id), publish)
    notice(_("The reason is published.") if publish else _("The reason is withheld."))
    return see("jury.bench_case", ref=ref)


def page_of(ref: str, refusal: Refusal | None = None) -> Response:
    """Answer with a case on the bench; with a refusal, its notice and its status."""
    with open_work() as work:
        page = bench_page(work.session, work.actor.account, ref, work.now)
    status = refusal.status if refusal else 200
    return answer("jury/bench_case.html", "stage", status, page=page, refusal=refusal)
