"""A claim before the jury, decided in a line: for tests of objections and appeals."""

import json
from datetime import timedelta

import sqlalchemy as sa

from audit.models import QueuedEntry
from claims import queries
from claims.actions import answer_objection, object_to_payment
from jury.models import JuryCase, Seat, Verdict
from jury.tally import Outcome
from jury.verdict import stands
from tests.jury.shelf import draw_row

KNOWS = "The ditch was dug in January; I work there and have the order."


def seat(work, ref, account):
    """Let somebody sit on the panel of a case."""
    with work() as w:
        w.session.add(Seat(case_ref=ref, ord=7, account_id=account, number=1, state="accepted"))


def draw(work, ref):
    """Let the panel of a case be drawn, and wait for its answers."""
    with work() as w:
        w.session.get_one(JuryCase, ref).stage = "drawn"
        draw_row(w, ref)


def decide(work, ref, outcome="upheld", holds=None):
    """Let the verdict of a case be there, as the jury's room would write it. holds: what stands by
    it, where that is not what it comes to in a case of its kind."""
    with work() as w:
        case = w.session.get_one(JuryCase, ref)
        case.opens_at, case.closes_at = w.now - timedelta(days=3), w.now
        case.stage = "decided"
        query = sa.select(QueuedEntry.entry).where(QueuedEntry.log == ref)
        opened = json.loads(w.session.scalars(query.order_by(QueuedEntry.id)).first())
        body = {"stands": holds or stands(Outcome(outcome), opened), "tier": None}
        found_by = {"standard": case.standard["name"], "tier": None, "words": ""}
        w.session.add(
            Verdict(case_ref=ref, outcome=outcome, body=body, decided_at=w.now, **found_by)
        )


def settlement(work, ref):
    """Return what a claim came to by now."""
    with work(writing=False) as w:
        return queries.settlement_of(w.session, queries.claim_by_ref(w.session, ref), w.now)


def payment(work, ref):
    """Return where the payment of a claim stands; None where nothing holds."""
    found = settlement(work, ref)
    with work(writing=False) as w:
        return found.payment(w.now) if found else None


def object_to(work, actor, ref):
    """Object to a payment; return the id of the objection."""
    with work(actor) as w:
        object_to_payment(w, ref, KNOWS)
    with work(writing=False) as w:
        return queries.objections(w.session, queries.claim_by_ref(w.session, ref))[-1].id


def uphold(work, actor, objection_id):
    """Uphold an objection, as an officer."""
    with work(actor) as w:
        answer_objection(w, objection_id, True, "There is such an order.")
