"""A panel within quotas from its announcement to its verdict, and what an outsider makes of it."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from audit import bundle
from audit.zipform import packed
from jury import actions, queries
from jury.models import JuryCase
from jury.reading.quotas import quotas_page
from jury.reading.strata import handed, lottery_json
from jury.strata.feasible import Infeasible
from jury.strata.lottery import BALLS, Lottery
from jury.strata.types import Quota, Type, missed
from kernel.errors import Conflict, Missing
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.clock import TestClock
from tests.jury import quotas
from tests.jury.bench import REF, Bench, OpenWork, make_bench


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Bench:
    made = make_bench(work, clock, quotas.JURORS)
    quotas.mix(made)
    made.freeze()
    return made


def test_the_lottery_is_in_the_log_before_the_lot(bench: Bench) -> None:
    bench.publish_roll()
    lottery = quotas.lottery(bench)
    with bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, lottery=lottery)
    with bench.work() as w, pytest.raises(Conflict, match="not in the log yet"):
        actions.draw_panel(w, REF)
    _opened, committed, announced = bench.log()
    assert (committed["mode"], committed["draw"]) == ("stratified", 1)
    with bench.work(writing=False) as w:
        file = lottery_json(w.session, REF)
        case = w.session.get_one(JuryCase, REF)
        assert (case.mode, case.quotas) == ("stratified", [one.as_json() for one in quotas.QUOTAS])
    assert announced["kind"] == "draw.stratified"
    assert announced["lottery"] == sha256(file).hexdigest()
    assert sum(announced["strata"].values()) == committed["roll"]["size"] == quotas.JURORS
    assert Lottery.from_json(json.loads(file)) == lottery


def test_a_panel_keeps_its_quotas_and_its_seats_go_to_the_same_kind(bench: Bench) -> None:
    lottery = quotas.draw_within(bench)
    sitting = bench.jurors("summoned")
    assert len(sitting) == 12
    assert missed(Counter(map(Type.read, quotas.strata(bench, sitting))), quotas.QUOTAS) == ()
    assert 3 <= len(bench.jurors("alternate")) <= 4  # a type may have no more people to stand by
    first = sitting[0]
    with bench.work(first) as w:
        actions.decline_seat(w, REF)
    after = bench.jurors("summoned")
    (came,) = set(after) - set(sitting)
    assert quotas.strata(bench, [came]) == quotas.strata(bench, [first])
    with bench.work(writing=False) as w:
        (change,) = handed(w.session, queries.drawn_of(w.session, REF))
        assert (change.seat, change.rung, change.missed) == (1, "same", ())
    assert min(lottery.balls.values()) > 0


def test_a_bundle_passes_and_a_tampered_lottery_does_not(bench: Bench, tmp_path: Path) -> None:
    """Seats change hands down the ladder until quotas break, before the poll and in it."""
    quotas.draw_within(bench)
    while asked := quotas.long_ago(bench):
        with bench.work(asked[0]) as w:
            actions.decline_seat(w, REF)
    bench.accept()
    bench.open()
    jurors = bench.jurors("accepted")
    with bench.work(jurors[0]) as w:
        actions.decline_seat(w, REF)
    for juror in jurors[1:]:
        bench.quiz(juror)
        bench.vote(juror, "deny" if juror is jurors[-1] else "uphold")
    bench.close()
    bench.decide()
    with bench.work() as w:
        settings = w.settings
        content = bundle_of(w.session, REF)
        steps = handed(w.session, queries.drawn_of(w.session, REF))
    assert {one.rung for one in steps} >= {"same", "nearest"}
    assert faults(content, settings, tmp_path) == []
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        members = {name: box.read(name) for name in box.namelist()}
    assert sha256(members["lottery.json"]).hexdigest() == next(
        one["lottery"] for one in bench.log() if one["kind"] == "draw.stratified"
    )
    said = json.loads(members["lottery.json"])
    said["quotas"][0]["least"] -= 1
    other = {**members, "lottery.json": bundle.canonical(said)}
    found = faults(packed(other), settings, tmp_path)
    assert any("lottery.json is not the one that was announced" in one for one in found)
    less = {name: raw for name, raw in members.items() if name != "lottery.json"}
    assert faults(packed(less), settings, tmp_path)


def test_quotas_that_cannot_be_kept_are_explained(bench: Bench) -> None:
    bench.publish_roll()
    quotas.leave_out(bench, bench.cast.jurors[:17])  # four of the young ones are left
    with pytest.raises(Infeasible) as refused:
        quotas.lottery(bench, [Quota("age", "18-29", 6, 9), Quota("age", "45-59", 5, 9)])
    assert sum(abs(getattr(one.quota, one.bound) - one.to) for one in refused.value.changes) == 2
    with pytest.raises(Infeasible, match="instead of"):
        quotas.lottery(bench, [Quota("tenure", "2-5", 12, 12), Quota("age", "18-29", 9, 9)])


def test_a_lottery_that_is_not_the_fairest_over_who_may_be_drawn_is_refused(bench: Bench) -> None:
    bench.publish_roll()
    lottery = quotas.lottery(bench)
    unproved = replace(lottery, certificate=())
    with pytest.raises(Conflict, match="exactly enough"), bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, lottery=unproved)
    never = Lottery(lottery.frame, ((7, 0, 0, 5),), (BALLS,))
    with pytest.raises(Conflict, match="could never sit"), bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, lottery=never)
    with bench.work() as w:
        w.session.get_one(quotas.Account, bench.cast.jurors[3].account).good_standing = False
    with pytest.raises(Conflict, match="changed just now"), bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, lottery=lottery)
    assert [one["kind"] for one in bench.log()] == ["case.opened"]


@pytest.mark.parametrize(
    ("narrow", "moved"),
    [
        (Quota("age", "18-29", 7, 9), "at least 6 instead of 7"),
        (Quota("age", "18-29", 2, 6), "at most 7 instead of 6"),
        (Quota("tenure", "2-5", 0, 0), "at most 6 instead of 0"),
    ],
)
def test_quotas_narrower_than_the_shares_of_the_roll_are_refused(
    bench: Bench, narrow: Quota, moved: str
) -> None:
    bench.publish_roll()
    lottery = quotas.lottery(bench, [narrow])
    with pytest.raises(Conflict, match=moved), bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, lottery=lottery)
    assert [one["kind"] for one in bench.log()] == ["case.opened"]


def test_usual_quotas_are_shares_of_the_roll(bench: Bench) -> None:
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w:
        page = quotas_page(w.session, bench.cast.olive.account, REF, w.now)
    usual = {one.value: (one.usual.least, one.usual.most) for one in page.values}
    # 21 and 17 of 38, 22 and 16 of 38, all of 38: of twelve seats.
    assert usual == {"18-29": (6, 7), "45-59": (5, 6), "none": (12, 12)} | {
        "0-1": (6, 7),
        "2-5": (5, 6),
    }
    assert quotas.lottery(bench, [one.usual for one in page.values]).balls
    with bench.work(writing=False) as w, pytest.raises(Missing):
        lottery_json(w.session, REF)


def test_whoever_is_left_out_is_not_counted(bench: Bench) -> None:
    barred = bench.cast.jurors[0].account
    bench.publish_roll()
    with bench.work() as w:
        w.session.add(queries.exclusions.Exclusion(case_ref=REF, account_id=barred, reason="cap"))
    assert sum(quotas.lottery(bench).frame.people) == quotas.JURORS - 1


def test_everybody_may_decline_and_then_nobody_is_left(bench: Bench) -> None:
    quotas.draw_within(bench)
    while asked := [*quotas.long_ago(bench), *bench.jurors("summoned")]:
        with bench.work(asked[0]) as w:
            actions.decline_seat(w, REF)
    assert len(bench.jurors("declined")) == quotas.JURORS
    with bench.work(bench.cast.olive) as w:
        assert actions.propose_case_void(w, REF).why == "no panel"
    replaced = [one for one in bench.log() if one["kind"] == "seat.replaced"]
    assert [one["ord"] for one in replaced[-12:]] == [None] * 12
    with bench.work(writing=False) as w:
        steps = handed(w.session, queries.drawn_of(w.session, REF))
    assert {one.rung for one in steps} >= {"same", "nearest", None}


def test_a_draw_without_quotas_may_follow_one_within_them(bench: Bench) -> None:
    quotas.announce(bench)
    with bench.work() as w:
        order = queries.draw_of(w.session, REF)
        assert order is not None
        order.due_by = w.now
    with bench.work(bench.cast.olive) as w:
        actions.propose_void(w, REF)
    with bench.work(bench.cast.oscar) as w:
        actions.void_draw(w, REF)
    bench.log()
    bench.draw(fresh_roll=False)
    with bench.work(writing=False) as w:
        case = w.session.get_one(JuryCase, REF)
        assert (case.mode, case.quotas) == ("drawn", None)
    assert len(bench.jurors("summoned")) == 12
