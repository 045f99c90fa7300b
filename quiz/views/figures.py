"""Doors of the figures: what the answers say of the questions, and of the clauses."""

from datetime import timedelta

from flask import Response

from kernel.access import Permission, requires
from kernel.web import answer, open_work
from quiz.analysis.clause_figures import LEAST_ITEMS, Blame
from quiz.analysis.item_figures import LEAST_ANSWERS
from quiz.queries.figures import last_recount, unexplained
from quiz.reading.figures import flagged_items, heat_map
from quiz.views.room import room

TOLD_FOR = timedelta(days=30)  # sums that a recount did not come to


@room.route("/quiz/figures/")
@requires(Permission.EDIT_RULES)
def figures() -> Response:
    with open_work() as work:
        cells = heat_map(work.session, work.now.date())
        flagged = flagged_items(work.session)
        recount = last_recount(work.session)
        strange = unexplained(work.session, work.now - TOLD_FOR)
    return answer(
        "quiz/figures.html",
        cells=cells,
        told=[one for one in cells if one.figures.blame is not Blame.TOO_FEW],
        flagged=flagged,
        recount=recount,
        strange=strange,
        least=LEAST_ANSWERS,
        least_items=LEAST_ITEMS,
    )
