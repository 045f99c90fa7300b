"""A roll is looked at before it is drawn from, and whoever finds it wrong says so."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.keys import REGISTRY
from audit.queries import entries
from jury import actions, queries
from jury.jobs import build_rolls
from jury.models import Roll, RollRemark
from jury.reading.roll import CHECK, place_json, remark_pages, roll_page
from jury.step import RollState
from kernel.errors import Conflict, Malformed, Missing
from kernel.settings import Settings
from members.models import Account
from tests.jury.bench import REF, Bench

WINDOW = timedelta(days=3)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, roll_days=3)


def used(bench: Bench) -> int | None:
    with bench.work(writing=False) as w:
        roll = queries.usable_roll(w.session, w.now)
        return roll.epoch if roll else None


def state(bench: Bench) -> RollState:
    with bench.work(writing=False) as w:
        return queries.roll_state(w.session, w.now)


def say(bench: Bench, who=None, epoch: int = 1, told: str = "I am missing.") -> str:
    with bench.work(who or bench.cast.clara) as w:
        actions.remark_on_roll(w, epoch, told)
        return w.session.scalars(
            sa.select(RollRemark.id).where(
                RollRemark.account_id == w.actor.account, RollRemark.epoch == epoch
            )
        ).one()


def answer(bench: Bench, remark: str, upheld: bool, who=None, said: str = "I looked.") -> None:
    with bench.work(who or bench.cast.olive) as w:
        actions.answer_remark(w, remark, upheld, said)


def test_a_roll_is_drawn_from_after_its_window_and_once_it_is_logged(bench: Bench) -> None:
    bench.freeze()
    assert state(bench) is RollState.NONE
    with bench.work() as w:
        actions.build_roll(w)
    assert (used(bench), state(bench)) == (None, RollState.LOOKED_AT)
    bench.clock.move(days=3)
    assert (used(bench), state(bench)) == (None, RollState.LOGGED)
    bench.clock.move(seconds=-1)
    bench.log()
    assert (used(bench), state(bench)) == (None, RollState.LOOKED_AT)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="No roll may be drawn"):
        actions.commit_draw(w, REF)
    bench.clock.move(seconds=1)
    assert (used(bench), state(bench)) == (1, RollState.USABLE)
    bench.publish_roll()
    assert used(bench) == 1  # the older one, while the newer is looked at
    bench.clock.move(days=3)
    assert used(bench) == 2


def test_a_roll_from_before_its_leaf_was_kept_is_drawn_from_as_it_was(bench: Bench) -> None:
    with bench.work() as w:
        actions.build_roll(w).published_leaf = None
    bench.clock.move(days=3)
    assert used(bench) == 1


def test_nobody_is_drawn_from_a_roll_while_a_remark_waits(bench: Bench) -> None:
    bench.publish_roll()
    remark = say(bench)
    bench.clock.move(days=4)
    assert (used(bench), state(bench)) == (None, RollState.REMARKS)
    answer(bench, remark, upheld=False)
    assert (used(bench), state(bench)) == (1, RollState.USABLE)


def test_a_roll_that_was_found_wrong_is_never_drawn_from(bench: Bench) -> None:
    bench.publish_roll()
    bench.clock.move(days=3)
    bench.publish_roll()
    answer(bench, say(bench, epoch=2), upheld=True)
    bench.clock.move(days=3)
    assert used(bench) == 1
    bench.publish_roll()
    bench.clock.move(days=3)
    assert used(bench) == 3
    with bench.work(writing=False) as w:
        page = roll_page(w.session, bench.cast.clara.account, w.now)
    assert [(one.roll.epoch, one.state) for one in page.epochs] == [
        (3, "used"),
        (2, "wrong"),
        (1, "past"),
    ]


def test_where_the_only_roll_is_wrong_a_new_one_is_next(bench: Bench) -> None:
    bench.publish_roll()
    answer(bench, say(bench), upheld=True)
    assert state(bench) is RollState.NONE


def test_a_remark_is_taken_once_and_in_time(bench: Bench) -> None:
    bench.publish_roll()
    with bench.work(bench.cast.clara) as w:
        for told, refusal in (("  ", Malformed), ("x" * 1_001, Malformed)):
            with pytest.raises(refusal):
                actions.remark_on_roll(w, 1, told)
        with pytest.raises(Missing):
            actions.remark_on_roll(w, 2, "There is none.")
    say(bench)
    with pytest.raises(Conflict, match="said before"):
        say(bench)
    say(bench, bench.cast.jurors[0], told="I rest, and never served.")
    bench.clock.move(days=3)
    with pytest.raises(Conflict, match="over"):
        say(bench, bench.cast.jurors[1])


def test_an_officer_without_a_stake_answers_once(bench: Bench) -> None:
    olive, oscar, clara = bench.cast.olive, bench.cast.oscar, bench.cast.clara
    bench.publish_roll()
    with bench.work() as w:
        for one in (olive, clara):
            w.session.get_one(Account, one.account).household = "Mill Lane 3"
    own, close = say(bench, oscar), say(bench, clara)
    with bench.work(writing=False) as w:
        waiting = {
            who: [row.id for row in queries.waiting_for(w.session, RollRemark, who.account)]
            for who in (olive, oscar)
        }
    assert waiting == {olive: [own], oscar: [close]}
    for remark, who in ((own, oscar), (close, olive), ("x" * 22, olive)):
        with pytest.raises(Missing):
            answer(bench, remark, upheld=True, who=who)
    with pytest.raises(Malformed):
        answer(bench, own, upheld=True, said=" ")
    answer(bench, own, upheld=False, said="You passed the exam on the day after.")
    with pytest.raises(Conflict, match="answered before"):
        answer(bench, own, upheld=True)
    with bench.work(writing=False) as w:
        row = w.session.get_one(RollRemark, own)
        assert (row.upheld, row.answered_by) == (False, olive.account)
        assert row.answer == "You passed the exam on the day after."


def test_the_log_names_nobody_who_remarked(bench: Bench) -> None:
    bench.publish_roll()
    answer(bench, say(bench, bench.cast.jurors[0]), upheld=True)
    bench.log()
    with bench.work(writing=False) as w:
        logged = [parse(raw) for raw in entries(w.session, REGISTRY)]
        published = w.session.get_one(Roll, 1)
    told, answered = (one for one in logged if one["kind"].startswith("roll.remark"))
    day = bench.clock().date().isoformat()
    assert told == {"v": 1, "kind": "roll.remarked", "at": day, "by": "member", "epoch": 1}
    assert (answered["by"], answered["upheld"]) == (bench.cast.olive.ref, True)
    (event,) = (one for one in logged if one["kind"] == "roll.published")
    assert event["left_out"] == published.left_out == {"no-certificate": 8}


def test_an_officer_reads_who_it_is_and_never_which_leaf(bench: Bench) -> None:
    bench.publish_roll()
    say(bench, bench.cast.jurors[0], told="I am 30.")
    bench.clock.move(hours=1)
    say(bench)
    with bench.work(writing=False) as w:
        one, two = remark_pages(w.session, bench.cast.olive.account, w.now)
    assert (one.name, one.why, one.rests) == ("Juror 001", None, False)
    assert one.stratum == "age=45-59;experience=none;tenure=0-1"
    assert (two.name, two.stratum, two.why) == ("Clara", None, "no-certificate")
    assert not {"ord", "pseudonym", "leaf"} & set(vars(one))


def test_a_place_is_checked_by_the_lines_that_the_page_shows(bench: Bench, tmp_path: Path) -> None:
    roots = [bench.publish_roll().root for _ in range(2)]
    for epoch, root in enumerate(roots, 1):
        for juror in (bench.cast.jurors[0], bench.cast.jurors[20]):
            with bench.work(writing=False) as w:
                (tmp_path / "place.json").write_bytes(place_json(w.session, juror.account, epoch))
            printed = subprocess.run(
                [sys.executable, "-I", "-c", CHECK], cwd=tmp_path, capture_output=True, check=True
            )
            assert printed.stdout.decode().strip() == root
    said = json.loads((tmp_path / "place.json").read_bytes())
    said["leaf"] = said["leaf"].replace("45-59", "30-44")
    (tmp_path / "place.json").write_text(json.dumps(said))
    printed = subprocess.run(
        [sys.executable, "-I", "-c", CHECK], cwd=tmp_path, capture_output=True, check=True
    )
    assert printed.stdout.decode().strip() != root


@pytest.mark.parametrize(("period", "built"), [(0, []), (7, [1, 1, 0, 1])])
def test_rolls_are_published_by_themselves_when_a_setting_says_so(
    bench: Bench, app, monkeypatch, period: int, built: list[int]
) -> None:
    ground = app.extensions["venire"]
    app.extensions["venire"] = replace(
        ground, settings=replace(ground.settings, roll_period_days=period)
    )
    with app.app_context():
        found = []
        for move in ({}, {"days": 7}, {"days": 6, "hours": 23}, {"hours": 1}):
            bench.clock.move(**move)
            found.append(build_rolls())
    assert found == (built or [0] * 4)
