"""What everybody may read: the archive of verdicts, each verdict, the same as JSON."""

from flask import Response, request

from jury.reading.verdicts import endings, verdict_page, withdrawn_case
from jury.reading.verdicts import verdict_json as record
from jury.views.room import known, room
from jury.wording import OUTCOMES
from kernel.access import public
from kernel.web import answer, open_work

LAST_PAGE = 9_999


@room.route("/verdicts/")
@public
def verdicts() -> Response:
    wanted = request.args.get("outcome", "")
    outcome = wanted if wanted in OUTCOMES else ""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    with open_work() as work:
        cards, more = endings(work.session, outcome, page)
    return answer("jury/verdicts.html", cards=cards, more=more, outcome=outcome, page=page)


@room.route("/verdicts/<ref>")
@public
def verdict(ref: str) -> Response:
    with open_work() as work:
        ended = withdrawn_case(work.session, known(ref))
        if ended is not None:
            return answer("jury/withdrawn.html", ended=ended)
        page = verdict_page(work.session, ref)
    return answer("jury/verdict.html", page=page)


@room.route("/verdicts/<ref>.json", endpoint="verdict_json")
@public
def verdict_as_json(ref: str) -> Response:
    with open_work() as work:
        body = record(work.session, known(ref))
    return Response(body, mimetype="application/json")
