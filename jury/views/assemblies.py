"""Doors of the open assembly: an officer opens it, and whoever is on its list takes a seat."""

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.reading.assemblies import assemblies_page
from jury.views.bench import page_of
from jury.views.room import known, room
from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.web import answer, notice, open_work, see


@room.route("/jury/bench/<ref>/assembly", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def assembly(ref: str) -> Response:
    try:
        with open_work() as work:
            actions.open_assembly(work, known(ref))
    except Refusal as refusal:
        return page_of(ref, refusal)
    notice(_("The assembly is open. It closes by itself."))
    return see("jury.bench_case", ref=ref)


@room.route("/jury/bench/<ref>/beside", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def beside(ref: str) -> Response:
    try:
        with open_work() as work:
            panel = actions.open_beside(work, known(ref))
    except Refusal as refusal:
        return page_of(ref, refusal)
    notice(_("A panel can be drawn for the same question, as case %(ref)s.", ref=panel.ref))
    return see("jury.bench_case", ref=panel.ref)


@room.route("/jury/assemblies/")
@requires(Permission.SIGNED_IN)
def assemblies() -> Response:
    return listed()


@room.route("/jury/cases/<ref>/seat", methods=["POST"])
@requires(Permission.SIGNED_IN)
def seat(ref: str) -> Response:
    try:
        with open_work() as work:
            actions.take_seat(work, known(ref))
    except Missing:
        raise
    except Refusal as refusal:
        return listed(refusal)
    notice(_("The seat is yours. Thank you."))
    return see("jury.case", ref=ref)


def listed(refusal: Refusal | None = None) -> Response:
    """Answer with the assemblies that one may join, and why one could not be."""
    with open_work() as work:
        page = assemblies_page(work.session, work.actor.account, work.settings.jury_cap, work.now)
    status = refusal.status if refusal else 200
    return answer("jury/assemblies.html", status=status, page=page, refusal=refusal)
