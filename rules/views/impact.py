"""Whom a revision hits: what other rooms count, and what would come out otherwise."""

from typing import Any

from flask import Response, current_app

from kernel.access import Permission, requires
from kernel.web import answer, open_work
from rules.computed.plain import in_words
from rules.impact import Touched, impacts
from rules.queries.revisions import revision_by_ref
from rules.reading.bench import bench_changes
from rules.reading.replay import tried, untested
from rules.text.weight import Weight
from rules.views.room import room


@room.route("/rules/bench/<ref>/impact")
@requires(Permission.EDIT_RULES)
def impact(ref: str) -> Response:
    plugged = current_app.extensions
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        changes = bench_changes(work.session, revision)
        floor = Weight(revision.floor)
        touched = [
            Touched(one.change, max([floor, *(unit.weight for unit in one.units)]))
            for one in changes
        ]
        page: dict[str, Any] = {
            "ref": ref,
            "title": revision.title,
            "changes": {one.change.clause_id: one for one in changes},
            "hits": impacts(plugged["venire-impact"], work.session, touched),
            "tried": tried(work.session, revision, plugged["venire-past-cases"]),
            "untested": untested(work.session, revision),
        }
    return answer("rules/impact.html", in_words=in_words, **page)
