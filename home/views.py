"""The front page, what Venire is, and whether it is well."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from audit.queries import queue_age
from kernel.access import current_actor, public
from kernel.jobs import SILENCE, jobs, worker_is_there
from kernel.web import answer, asked_at, open_work
from kernel.work import ground
from members.views import waiting_for_me

room = Blueprint("home", __name__)


@room.route("/")
@public
def front() -> Response:
    groups = waiting_for_me() if current_actor().signed_in else {}
    return answer("home.html", groups=groups)


@room.route("/about")
@public
def about() -> Response:
    trustees = ground().settings.trustees
    return answer("about.html", trustees=trustees if trustees[0] else None)


@room.route("/healthz")
@public
def healthz() -> Response:
    """Whether the process answers."""
    return Response("ok\n", mimetype="text/plain")


@room.route("/readyz")
@public
def readyz() -> Response:
    """Whether the database answers, a worker goes its rounds, and the log keeps up and is as it was
    left, as far as this server has looked."""
    jobs().look_again(asked_at())
    with open_work() as work:
        work.session.execute(text("SELECT 1"))
        working = worker_is_there(work)
        age = queue_age(work.session, work.now)
    keeping_up, as_left = age is None or age < SILENCE, not jobs().found
    kept = "ok" if keeping_up else "late"
    answered = jsonify(
        database="ok",
        worker="ok" if working else "missing",
        log=kept if as_left else "not as it was left",
    )
    answered.status_code = 200 if working and keeping_up and as_left else 503
    return answered
