"""How long jurors take to vote: for those who run the house."""

from flask import Response

from jury.figures.times import LEAST_BALLOTS, LEAST_CASES
from jury.reading.times import times_page
from jury.views.room import room
from jury.wording import times as words
from kernel.access import Permission, requires
from kernel.web import answer, open_work


@room.route("/jury/bench/times")
@requires(Permission.OVERSEE)
def times() -> Response:
    with open_work() as work:
        kinds = times_page(work.session, work.now)
    least = {"ballots": LEAST_BALLOTS, "cases": LEAST_CASES}
    return answer("jury/times.html", kinds=kinds, time_words=words, least=least)
