"""The roll: a member's own place on it, what is wrong with it, and the officers' answers."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.forms import RollAnswerForm, RollRemarkForm
from jury.reading.roll import CHECK, place_json, remark_pages, roll_page
from jury.views.room import known_id, room
from kernel.access import Permission, requires
from kernel.errors import Conflict, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, number, open_work, see

LAST_EPOCH = 1_000_000


@room.route("/jury/roll")
@requires(Permission.SIGNED_IN)
def my_rolls() -> Response:
    """Where I stand on each roll."""
    return _rolls()


@room.route("/jury/roll/<epoch>/remark", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def roll_remark(epoch: str) -> Response:
    """Until somebody is drawn from a roll, a member may say that it is wrong."""
    if request.method != "POST":  # a page of what was not taken that was opened again
        return see("jury.my_rolls")
    named = _epoch(epoch)
    form = RollRemarkForm(prefix=f"{named}-")
    if not form.validate():
        return _rolls(422, named, form)
    try:
        with open_work() as work:
            actions.remark_on_roll(work, named, form.told.data)
    except Conflict as refusal:
        return _rolls(refusal.status, named, form, refusal)
    notice(_("Thank you. Nobody is drawn from this roll before an officer has answered you here."))
    return see("jury.my_rolls")


@room.route("/jury/place.json")
@requires(Permission.SIGNED_IN)
def place() -> Response:
    wanted = request.args.get("epoch")
    with open_work() as work:
        body = place_json(work.session, work.actor.account, _epoch(wanted) if wanted else None)
    return Response(body, mimetype="application/json")


@room.route("/jury/bench/remarks")
@requires(Permission.PREPARE_CASES)
def roll_remarks() -> Response:
    return _remarks()


@room.route("/jury/bench/remarks/<remark_id>", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def roll_answer(remark_id: str) -> Response:
    form = RollAnswerForm(prefix=f"{known_id(remark_id)}-")
    if not form.validate():
        return _remarks(422, remark_id, form)
    upheld = form.upheld.data == "yes"
    with open_work() as work:
        found = actions.answer_remark(work, remark_id, upheld, form.answer.data)
    if upheld:
        notice(
            _(
                "Nobody is drawn from the roll of epoch %(epoch)s. Mend what is wrong, then "
                "publish a new one.",
                epoch=found.epoch,
            )
        )
    else:
        notice(_("The member reads your answer beside the roll."))
    return see("jury.roll_remarks")


def _rolls(
    status: int = 200,
    saying: int | None = None,
    form: Form | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Answer with the rolls. saying: the epoch of which `form` was sent, as it was filled in."""
    before = number(request.args.get("before", ""), LAST_EPOCH)
    with open_work() as work:
        page = roll_page(work.session, work.actor.account, work.now, before)
    shown = [one.roll.epoch for one in page.epochs if one.takes_remark or one.roll.epoch == saying]
    forms: dict[int, Form] = {
        epoch: RollRemarkForm(formdata=None, prefix=f"{epoch}-") for epoch in shown
    }
    if saying is not None and form is not None:
        forms[saying] = form
    return answer(
        "jury/roll.html",
        status=status,
        page=page,
        forms=forms,
        saying=saying,
        newest=before is None,
        refusal=refusal,
        check=CHECK,
    )


def _remarks(status: int = 200, answering: str | None = None, form: Form | None = None) -> Response:
    """Answer with what waits. answering: the remark of which `form` was sent."""
    with open_work() as work:
        pages = remark_pages(work.session, work.actor.account, work.now)
    forms: dict[str, Form] = {
        page.remark.id: RollAnswerForm(formdata=None, prefix=f"{page.remark.id}-") for page in pages
    }
    if answering is not None and form is not None:
        forms[answering] = form
    return answer("jury/remarks.html", status=status, remarks=pages, forms=forms)


def _epoch(text: str) -> int:
    """Return the epoch that an address names; raises Missing for none."""
    found = number(text, LAST_EPOCH)
    if found is None:
        raise Missing()
    return found
