"""A juror's pages: my cases, one case that always leads to the next step, the answers to it."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.forms import PrivateDataForm
from jury.forms.quiz import quiz_answers, quiz_form
from jury.queries import joinable, load_of
from jury.reading.roll import my_place
from jury.reading.seats import SeatPage, my_cards, seat_page, with_similar
from jury.reading.trustees import my_parts
from jury.step import Step
from jury.views.room import known, room
from jury.views.since import note_opening
from kernel.access import Permission, requires
from kernel.errors import N_, Conflict
from kernel.forms import Form
from kernel.web import answer, htmx, notice, open_work, see
from kernel.work import Work
from members.queries import holds_certificate

# Which answer was wrong is not told: who reads again finds it.
NOT_ALL = N_("Not all three are right yet. Look into the case again, then try once more.")


@room.route("/jury/")
@requires(Permission.SIGNED_IN)
def mine() -> Response:
    with open_work() as work:
        cards = my_cards(work.session, work.actor.account, work.now)
        qualified = holds_certificate(work.session, work.actor.account)
        place = my_place(work.session, work.actor.account)
        most = work.settings.jury_cap
        load = load_of(work.session, work.actor.account, most, work.now) if place else None
        parts = my_parts(work.session, work.actor.account, work.now)
        open_to_me = joinable(work.session, work.actor.account, work.now) if place else []
    groups = [
        (_("To do"), [card for card in cards if card.to_do]),
        (_("Under way"), [card for card in cards if card.pending]),
        (_("Past"), [card for card in cards if card.past]),
    ]
    return answer(
        "jury/mine.html",
        groups=groups,
        any_case=bool(cards),
        qualified=qualified,
        place=place,
        load=load,
        parts=parts,
        joinable=open_to_me,
    )


@room.route("/jury/cases/<ref>")
@requires(Permission.SIGNED_IN)
def case(ref: str) -> Response:
    with open_work() as work:
        found = read_again(work, known(ref))
    return page_of(found)


@room.route("/jury/cases/<ref>/acceptance", methods=["POST"])
@requires(Permission.SIGNED_IN)
def acceptance(ref: str) -> Response:
    with open_work() as work:
        actions.accept_seat(work, known(ref))
        found = read_again(work, ref)
    if htmx:
        return page_of(found, arrived=True)
    notice(_("The seat is yours. Thank you."))
    return see("jury.case", ref=ref)


@room.route("/jury/cases/<ref>/recusal", methods=["POST"])
@requires(Permission.SIGNED_IN)
def recusal(ref: str) -> Response:
    recognised = request.form.get("why") == "recognised"
    with open_work() as work:
        left = actions.decline_seat(work, known(ref), recognised)
        was_drawn = left.number is not None
    if not was_drawn:
        notice(_("You have given the seat back. It costs you nothing."))
    elif recognised:
        notice(_("Thank you for saying so. The seat goes to another juror."))
    else:
        notice(_("You have given the seat back. It goes to another juror."))
    return see("jury.case", ref=ref)


@room.route("/jury/cases/<ref>/private-data", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def private_data(ref: str) -> Response:
    """A juror says that the file shows private data: nobody reads it before an officer has."""
    form = PrivateDataForm()
    with open_work() as work:
        found = look_again(work, known(ref))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("jury/private_data.html", status=status, case=found, form=form)
    with open_work() as work:
        actions.report_private_data(work, ref, form.told.data)
    notice(_("Thank you. Nobody reads the file until an officer has looked at it."))
    return see("jury.case", ref=ref)


@room.route("/jury/cases/<ref>/quiz", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def quiz(ref: str) -> Response:
    if request.method != "POST":  # a page of wrong answers that was opened again
        return see("jury.case", ref=ref)
    with open_work() as work:
        found = read_again(work, known(ref))
    if not found.reads_the_file:  # the questions are a part of it
        return see("jury.case", ref=ref)
    form = quiz_form(found.file.quiz)
    if not form.validate():
        return questions(found, form, 422)
    with open_work() as work:
        passed = actions.pass_case_quiz(work, ref, quiz_answers(form))
        found = read_again(work, ref)
    if not passed:
        return questions(found, form, 409, Conflict(NOT_ALL))
    if found.may_cast:
        notice(_("All right. Here is your ballot."))
        return see("jury.ballot", ref=ref)
    notice(_("All right. You get your ballot when the poll opens."))
    return see("jury.case", ref=ref)


def look_again(work: Work, ref: str) -> SeatPage:
    """Return the case of whoever asks, as it stands inside this unit of work."""
    return seat_page(work.session, work.actor.account, ref, work.now)


def read_again(work: Work, ref: str) -> SeatPage:
    """As `look_again`, for a page that shows the file: with similar cases beside it."""
    return with_similar(work.session, look_again(work, ref))


def page_of(found: SeatPage, arrived: bool = False) -> Response:
    """Answer with a juror's page of a case; it has the questions where they are the next step.

    arrived: the seat was taken just now, so the new next step takes the focus.
    """
    form = quiz_form(found.file.quiz) if found.step is Step.QUIZ else None
    note_opening(found)
    return answer("jury/case.html", "seat", case=found, quiz_form=form, arrived=arrived)


def questions(
    found: SeatPage, form: Form, status: int, refusal: Conflict | None = None
) -> Response:
    """Answer with the questions as they were answered, and what was wrong."""
    return answer("jury/case.html", "quiz", status, case=found, quiz_form=form, again=refusal)
