"""Doors of the question bank."""

from flask import Response

from kernel.access import Permission, requires
from kernel.web import answer, open_work
from quiz import queries
from quiz.staleness import Effect
from quiz.topic import TITLES
from quiz.views.room import room


@room.route("/quiz/items/")
@requires(Permission.EDIT_RULES)
def items() -> Response:
    with open_work() as work:
        standing = queries.bank_standing(work.session, work.now.date())
        uncovered = queries.uncovered_on(work.session, work.now.date())
    by_topic = {topic: [one for one in standing if one.item.topic is topic] for topic in TITLES}
    return answer(
        "quiz/items.html",
        by_topic={topic: found for topic, found in by_topic.items() if found},
        count=len(standing),
        open_ones=[one for one in standing if one.effect > Effect.CARRIED],
        uncovered=uncovered,
        titles=TITLES,
        Effect=Effect,
    )
