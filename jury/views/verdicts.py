"""What everybody may read: each verdict, its reasons, the same as JSON."""

from flask import Response

from jury.reading.ended import ended_case
from jury.reading.figures import figures_json as figures_record
from jury.reading.figures import figures_page
from jury.reading.verdicts import is_over, opinion_json, verdict_page
from jury.reading.verdicts import verdict_json as record
from jury.views.room import known, room
from kernel.access import public
from kernel.web import answer, open_work


@room.route("/verdicts/figures")
@public
def figures() -> Response:
    with open_work() as work:
        page = figures_page(work.session)
    return answer("jury/figures.html", page=page)


@room.route("/verdicts/figures.json", endpoint="figures_json")
@public
def figures_as_json() -> Response:
    with open_work() as work:
        body = figures_record(work.session)
    return Response(body, mimetype="application/json")


@room.route("/verdicts/<ref>")
@public
def verdict(ref: str) -> Response:
    with open_work() as work:
        ended = ended_case(work.session, known(ref))
        if ended is not None:
            again_is_over = is_over(work.session, ended.again_in)
            return answer("jury/ended.html", ended=ended, again_is_over=again_is_over)
        page = verdict_page(work.session, ref)
    return answer("jury/verdict.html", page=page)


@room.route("/verdicts/<ref>.json", endpoint="verdict_json")
@public
def verdict_as_json(ref: str) -> Response:
    with open_work() as work:
        body = record(work.session, known(ref))
    return Response(body, mimetype="application/json")


@room.route("/verdicts/<ref>/opinion.json", endpoint="opinion_json")
@public
def opinion_as_json(ref: str) -> Response:
    with open_work() as work:
        body = opinion_json(work.session, known(ref))
    return Response(body, mimetype="application/json")
