"""More time for a member: who gives it, what it does to papers, and that no log tells whose."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.errors import Conflict, Missing
from kernel.settings import Settings
from quiz import actions
from quiz.models import Allowance, Sitting
from tests.village import PASSWORD

HOUR = timedelta(hours=1)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, exam_minutes=60)


def lasts(work, sitting_id):
    with work(writing=False) as w:
        one = w.session.get_one(Sitting, sitting_id)
        return one.expires_at - one.started_at


def start(work, actor):
    with work(actor) as w:
        return actions.start_sitting(w).id


def give(work, cast, percent, why="A screen reader"):
    with work(cast.agnes) as w:
        actions.give_allowance(w, cast.clara.ref, percent, why)


def test_a_paper_lasts_as_long_as_its_member_was_given(work, cast):
    give(work, cast, 50)
    assert lasts(work, start(work, cast.clara)) == 1.5 * HOUR
    assert lasts(work, start(work, cast.olive)) == HOUR


def test_an_open_paper_is_prolonged_and_never_shortened(work, cast, clock):
    paper, other = start(work, cast.clara), start(work, cast.olive)
    clock.move(minutes=59)
    give(work, cast, 100)
    assert lasts(work, paper) == 2 * HOUR
    assert lasts(work, other) == HOUR
    give(work, cast, 25)
    with work(cast.agnes) as w:
        actions.withdraw_allowance(w, cast.clara.ref)
    assert lasts(work, paper) == 2 * HOUR
    clock.move(minutes=2)
    with work(cast.clara) as w:
        actions.save_answers(w, paper, {"1": ["a"]})


def test_a_paper_whose_time_is_over_stays_over(work, cast, clock):
    paper = start(work, cast.clara)
    clock.move(hours=1)
    give(work, cast, 100)
    assert lasts(work, paper) == HOUR
    with pytest.raises(Conflict, match="over"), work(cast.clara) as w:
        actions.save_answers(w, paper, {"1": ["a"]})


def test_no_paper_is_open_longer_than_its_day(work, cast):
    give(work, cast, 300)
    assert lasts(work, start(work, cast.clara)) == 4 * HOUR
    with work(cast.agnes) as w:
        long = replace(w, settings=replace(w.settings, exam_minutes=1000))
        actions.give_allowance(long, cast.clara.ref, 300, "Longer")
    with work(cast.clara) as w:
        mine = sa.select(Sitting).where(Sitting.account_id == cast.clara.account_id)
        one = w.session.scalars(mine).one()
        assert one.expires_at - one.started_at == timedelta(hours=24)


def test_taken_back_it_counts_for_no_paper_that_begins(work, cast):
    give(work, cast, 50)
    for _ in range(2):
        with work(cast.agnes) as w:
            actions.withdraw_allowance(w, cast.clara.ref)
    assert lasts(work, start(work, cast.clara)) == HOUR


def test_nobody_gives_it_to_themself_nor_to_nobody(work, cast):
    for act in (
        lambda w, ref: actions.give_allowance(w, ref, 50, "Mine"),
        actions.withdraw_allowance,
    ):
        with pytest.raises(Conflict, match="themself"), work(cast.agnes) as w:
            act(w, cast.agnes.ref)
        with pytest.raises(Missing), work(cast.agnes) as w:
            act(w, "A-NOBODY")


def test_the_log_tells_that_time_was_given_and_nothing_else(work, cast):
    give(work, cast, 50, why="Reads in braille")
    with work(cast.agnes) as w:
        actions.withdraw_allowance(w, cast.clara.ref)
    with work(writing=False) as w:
        logged = w.session.scalars(sa.select(QueuedEntry.entry))
        given, withdrawn = (entry for entry in logged if b"allowance" in entry)
        assert w.session.scalars(sa.select(Allowance)).all() == []
    assert b'"allowance.given"' in given
    assert b'"allowance.withdrawn"' in withdrawn
    for entry in (given, withdrawn):
        assert cast.clara.ref.encode() not in entry
        assert b"braille" not in entry
        assert b"50" not in entry.replace(cast.agnes.ref.encode(), b"")


def test_time_given_while_a_paper_is_begun_counts_for_it(work, cast):
    """Whichever comes first, none of the two is lost; on PostgreSQL they meet, on SQLite queue."""
    for percent in range(1, 9):
        gate = Barrier(2)

        def begin(gate=gate):
            gate.wait()
            start(work, cast.clara)

        def give_it(gate=gate, percent=percent):
            gate.wait()
            give(work, cast, percent)

        threads = [Thread(target=begin), Thread(target=give_it)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with work(cast.clara) as w:
            mine = sa.select(Sitting).where(Sitting.account_id == cast.clara.account_id)
            one = w.session.scalars(mine).one()
            assert one.expires_at - one.started_at == HOUR * (100 + percent) / 100
            w.session.delete(one)
        with work(cast.agnes) as w:
            actions.withdraw_allowance(w, cast.clara.ref)


@pytest.fixture
def agnes(client, cast):
    client.sign_in("agnes@village.example", PASSWORD)
    return client


def test_an_admin_gives_and_takes_back_on_the_page(agnes, cast, work):
    page = agnes.get("/quiz/allowances/")
    assert "Nobody so far" in page.text
    assert "60 minutes" in page.text
    ref = cast.clara.ref.lower()
    page = page.form("Give this time").fill(ref=ref, percent="50", why="Slow reader").send()
    assert "The time is given" in page.text
    assert "Clara" in page.text
    assert "Slow reader" in page.text
    with work(writing=False) as w:
        given = w.session.get_one(Allowance, cast.clara.account_id)
        assert (given.percent, given.given_by) == (50, cast.agnes.ref)
    page = page.press("Take back")
    assert "taken back" in page.text
    assert "Nobody so far" in page.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"percent": "0"}, "From 1 to 300"),
        ({"percent": "301"}, "From 1 to 300"),
        ({"percent": "much"}, "integer"),
        ({"percent": ""}, "how many per cent"),
        ({"why": ""}, "what it is for"),
        ({"why": "x" * 201}, "within 200"),
        ({"ref": ""}, "who gets more"),
        ({"ref": "A-22222222"}, "No account has this reference"),
        ({"ref": "<b>" * 14}, "no reference"),
    ],
)
def test_what_cannot_be_given_is_told_and_kept(agnes, cast, work, wrong, told):
    good = {"ref": cast.clara.ref, "percent": "50", "why": "Slow reader"}
    form = agnes.get("/quiz/allowances/").form("Give this time")
    page = form.fill({**good, **wrong}).send(status=422)
    assert told.lower() in page.text.lower()
    values = page.form("Give this time").values
    assert values["why"] == [{**good, **wrong}["why"]]
    with work(writing=False) as w:
        assert w.session.scalars(sa.select(Allowance)).all() == []


def test_ones_own_is_refused_on_the_page(agnes, cast):
    form = agnes.get("/quiz/allowances/").form("Give this time")
    page = form.fill(ref=cast.agnes.ref, percent="50", why="Mine").send(status=409)
    assert "Ask another admin" in page.text
    agnes.post(f"/quiz/allowances/{cast.agnes.ref}/withdrawal", status=409)
    agnes.post("/quiz/allowances/A-22222222/withdrawal", status=404)


@pytest.mark.parametrize("name", ["clara", "olive", "edith", "aaron"])
def test_only_admins_see_who_has_more_time(client, cast, name):
    client.sign_in(f"{name}@village.example", PASSWORD)
    client.get("/quiz/allowances/", status=403)
    client.post(f"/quiz/allowances/{cast.clara.ref}/withdrawal", status=403)
