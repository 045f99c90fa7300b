"""Both sides of a claim are reminded once, a day before a time of theirs ends."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from claims import jobs
from claims.actions import (
    accept_decision,
    appeal,
    extend_time,
    hand_in_statement,
    name_adviser,
    save_statement,
    withdraw,
)
from claims.queries import claim_by_ref, exchange_of, settlement_of
from claims.settlement import APPEAL_TIME
from claims.timetable import Round, Side
from kernel.models import Outbox
from members.models import RoleGrant
from tests.claims.settling import decide
from tests.kernel.mailbox import SERVER

DAY = timedelta(days=1)


@pytest.fixture
def settings(settings):
    return dataclasses.replace(settings, smtp_url=SERVER)


@pytest.fixture
def remind(work):
    """Remind whoever is to be reminded; return what was posted anew, by account: subject, link."""
    seen = set()

    def go():
        with work(writing=False):
            app = current_app._get_current_object()
        with app.app_context():
            jobs.remind()
        with work(writing=False) as w:
            rows = [row for row in w.session.scalars(sa.select(Outbox)) if row.id not in seen]
        seen.update(row.id for row in rows)
        return {row.account_id: (row.subject, row.body.rpartition("localhost")[2]) for row in rows}

    return go


def test_that_the_time_to_answer_ends_is_told_to_the_claimant(remind, cast, decided, clock, work):
    clock.move(days=14, seconds=-1)
    assert remind() == {}
    clock.move(seconds=1)
    told = (f"{decided}: answer the decision", f"/claims/{decided}")
    assert remind() == {cast.clara.account: told}
    assert remind() == {}
    clock.move(days=1)
    assert remind() == {}


def test_who_has_answered_is_not_reminded(remind, do, cast, decided, clock):
    do(cast.clara, accept_decision, decided)
    clock.move(days=14.5)
    assert remind() == {}


def test_the_time_to_write_is_told_to_who_writes_on_each_side(
    remind, do, cast, disputed, clock, work
):
    adviser = cast.jurors[1]
    do(cast.clara, name_adviser, disputed, adviser.ref)
    do(cast.olive, extend_time, disputed, Side.CLAIMANT, Round.STATEMENT, 1, "papers", "A report.")
    clock.move(days=9)
    told = f"{disputed}: write the statement"
    assert remind() == {cast.olive.account: (told, f"/claims/{disputed}/plan-statement")}
    clock.move(days=1)
    assert remind() == dict.fromkeys(
        (cast.clara.account, adviser.account), (told, f"/claims/{disputed}/statement")
    )
    assert remind() == {}


def test_more_time_is_another_end_and_is_told_again(remind, do, cast, disputed, clock):
    clock.move(days=9)
    assert len(remind()) == 2
    do(cast.olive, extend_time, disputed, Side.CLAIMANT, Round.STATEMENT, 3, "papers", "A report.")
    assert remind() == {}
    clock.move(days=3)
    assert set(remind()) == {cast.clara.account}


def test_a_reply_is_told_to_the_side_that_has_not_handed_it_in(remind, do, cast, disputed, clock):
    for actor, side in ((cast.clara, Side.CLAIMANT), (cast.olive, Side.RESPONDENT)):
        do(actor, save_statement, disputed, side, Round.STATEMENT, "Ours.", 0)
        do(actor, hand_in_statement, disputed, side, Round.STATEMENT, 1)
    do(cast.clara, save_statement, disputed, Side.CLAIMANT, Round.REPLY, "Ours.", 0)
    do(cast.clara, hand_in_statement, disputed, Side.CLAIMANT, Round.REPLY, 1)
    clock.move(days=1)
    page = f"/claims/{disputed}/plan-statement"
    assert remind() == {cast.olive.account: (f"{disputed}: write the reply", page)}


def test_an_officer_who_is_none_any_more_or_has_come_close_is_not_reminded(
    remind, work, cast, disputed, clock
):
    clock.move(days=9)
    with work() as w:
        w.session.execute(sa.delete(RoleGrant).where(RoleGrant.account_id == cast.olive.account))
    assert set(remind()) == {cast.clara.account}


def test_a_claim_that_was_withdrawn_has_no_times(remind, do, cast, disputed, clock):
    do(cast.clara, withdraw, disputed)
    clock.move(days=9.5)
    assert remind() == {}


@pytest.mark.parametrize(
    ("outcome", "who", "page"),
    [("denied", "clara", "/appeal"), ("upheld", "olive", "/after")],
)
def test_the_time_to_appeal_is_told_to_the_side_that_may(
    remind, work, cast, frozen, clock, outcome, who, page
):
    decide(work, frozen, outcome)
    assert remind() == {}
    clock.move(APPEAL_TIME - DAY - timedelta(seconds=1))
    assert remind() == {}
    clock.move(seconds=1)
    told = (f"{frozen}: the time to appeal ends", f"/claims/{frozen}{page}")
    assert remind() == {getattr(cast, who).account: told}
    assert remind() == {}
    clock.move(DAY)
    assert remind() == {}


def test_what_was_appealed_is_over(remind, do, work, cast, frozen, clock):
    decide(work, frozen, "denied")
    do(cast.clara, appeal, frozen, Side.CLAIMANT, "The jury did not read the second report.")
    clock.move(APPEAL_TIME - DAY)
    assert remind() == {}


def test_what_is_told_is_what_the_rules_say(remind, work, cast, disputed, frozen, clock):
    """The moments in the mail are those of the timetable and of the settlement."""
    decide(work, frozen, "denied")
    with work(writing=False) as w:
        texts = exchange_of(w.session, claim_by_ref(w.session, disputed))
        since = settlement_of(w.session, claim_by_ref(w.session, frozen), w.now).since
    clock.move(days=9)
    remind()
    with work(writing=False) as w:
        bodies = {
            row.once.partition(":")[0]: row.body for row in w.session.scalars(sa.select(Outbox))
        }
    until = {
        "statement": texts.due(Side.CLAIMANT, Round.STATEMENT),
        "appeal": since + APPEAL_TIME,
    }
    assert set(bodies) == set(until)
    for what, moment in until.items():
        assert f"until {moment.day} December 2026, 12:00 UTC" in bodies[what]


@pytest.mark.databases("sqlite")
def test_the_page_of_a_reminder_is_the_one_where_it_is_done(
    app, as_, remind, work, cast, disputed, frozen, clock
):
    decide(work, frozen, "denied")
    clock.move(days=9)
    for account, (_subject, page) in remind().items():
        name = next(
            name for name in ("clara", "olive", "oscar") if getattr(cast, name).account == account
        )
        assert as_(name).get(page).path == page
