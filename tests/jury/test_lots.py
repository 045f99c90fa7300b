"""Randomness from outside the house: a ceremony, a beacon; and a draw that is given up."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from jury import actions, queries
from jury.beacon import QUICKNET, Round, checked_round
from jury.keys import destroy_case_keys
from jury.models import Draw, Seat
from jury.randomness import Kind, ceremony_randomness, time_of
from jury.reading.draws import draws_page
from jury.sortition import seed_of
from kernel.errors import Conflict, Malformed, Missing
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, make_bench

SOURCE, DIGITS = "lottery 3D of 1 December", "4 1 5 5 2 6 3 6 1 1 4 2"
VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "drand" / "vectors.json"


def test_digits_decide_a_ceremony(bench: Bench) -> None:
    bench.freeze()
    bench.announce(Kind.CEREMONY, f"  {SOURCE} ")
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="waits for its random"):
        actions.draw_panel(w, REF)
    with bench.work(bench.cast.oscar) as w:
        actions.enter_digits(w, REF, SOURCE, DIGITS)
    with bench.work(bench.cast.oscar) as w:
        actions.enter_digits(w, REF, SOURCE, DIGITS)  # once more, and nothing changes
    with bench.work() as w:
        actions.draw_panel(w, REF)
    _opened, committed, shown, result = bench.log()
    assert committed["randomness"] == {
        "kind": "ceremony",
        "source": SOURCE,
        "at": "2026-11-23T12:00:00Z",
    }
    fell = DIGITS.replace(" ", "")
    assert (shown["digits"], shown["count"]) == (fell, 12)
    randomness = ceremony_randomness(SOURCE, fell)
    assert result["randomness"] == randomness.hex()
    with bench.work(writing=False) as w:
        order = queries.drawn_of(w.session, REF)
        assert seed_of(order.commit_digest, randomness).hex() == result["seed"]
        officers = {bench.cast.olive.account, bench.cast.oscar.account}
        assert officers.isdisjoint(w.session.scalars(sa.select(Seat.account_id)))


@pytest.mark.parametrize(
    ("who", "source", "digits", "refusal"),
    [
        ("olive", SOURCE, DIGITS, "another officer"),
        ("oscar", "four dice", DIGITS, "another source: lottery 3D of 1 December"),
        ("oscar", SOURCE, "1 2 3", "12 to 200"),
        ("oscar", SOURCE, "twelve digits", "as they fell"),
        ("oscar", "", DIGITS, "Name the dice"),
    ],
)
def test_digits_that_are_not_taken(
    bench: Bench, who: str, source: str, digits: str, refusal: str
) -> None:
    bench.freeze()
    bench.announce(Kind.CEREMONY, SOURCE)
    actor = getattr(bench.cast, who)
    with bench.work(actor) as w, pytest.raises((Conflict, Malformed), match=refusal):
        actions.enter_digits(w, REF, source, digits)
    assert [entry["kind"] for entry in bench.log()] == ["case.opened", "draw.committed"]


def test_digits_are_entered_once_and_only_after_the_announcement_is_logged(bench: Bench) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w:
        actions.build_roll(w)
    bench.log()
    with bench.work(bench.cast.olive) as w, pytest.raises(Malformed, match="Name the dice"):
        actions.commit_draw(w, REF, Kind.CEREMONY, " ")
    with bench.work(bench.cast.olive) as w:
        actions.commit_draw(w, REF, Kind.CEREMONY, SOURCE)
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="not in the log"):
        actions.enter_digits(w, REF, SOURCE, DIGITS)
    bench.log()
    with bench.work(bench.cast.oscar) as w:
        actions.enter_digits(w, REF, SOURCE, DIGITS)
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="Other digits"):
        actions.enter_digits(w, REF, SOURCE, "6" * 12)
    with bench.work() as w:
        actions.draw_panel(w, REF)
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="No draw waits"):
        actions.enter_digits(w, REF, SOURCE, DIGITS)


def test_nobody_enters_digits_on_whom_the_lot_may_fall(bench: Bench) -> None:
    """Who became an officer after the announcement was not left out of the draw."""
    bench.freeze({bench.cast.jurors[1].account: "roommate"})
    bench.announce(Kind.CEREMONY, SOURCE)
    with bench.work(bench.cast.jurors[0]) as w, pytest.raises(Conflict, match="fall on you"):
        actions.enter_digits(w, REF, SOURCE, DIGITS)
    with bench.work(bench.cast.jurors[1]) as w:
        actions.enter_digits(w, REF, SOURCE, DIGITS)


def test_an_officer_with_a_stake_enters_nothing(bench: Bench) -> None:
    bench.freeze({bench.cast.oscar.account: "household"})
    bench.announce(Kind.CEREMONY, SOURCE)
    for act in (
        lambda w: actions.enter_digits(w, REF, SOURCE, DIGITS),
        lambda w: actions.propose_void(w, REF),
        lambda w: actions.void_draw(w, REF),
    ):
        with bench.work(bench.cast.oscar) as w, pytest.raises(Missing):
            act(w)


def a_round() -> dict[str, Any]:
    found = json.loads(VECTORS.read_text())["vectors"]
    return next(one for one in found if one["pk"] == QUICKNET.key.hex() and one["valid"])


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not at {VECTORS}")
def test_a_round_of_the_beacon_decides_and_an_outsider_can_check_it(
    work: OpenWork, clock: TestClock, tmp_path: Path
) -> None:
    known = a_round()
    clock.set(time_of(known["round"]) - timedelta(minutes=10))
    bench = make_bench(work, clock)
    bench.freeze()
    bench.announce(Kind.BEACON)
    with bench.work(writing=False) as w:
        order = queries.draw_of(w.session, REF)
        assert order is not None
        assert order.beacon_round == known["round"]
        assert queries.rounds_to_fetch(w.session, w.now) == {}
    clock.move(minutes=10)
    with bench.work(writing=False) as w:
        assert queries.rounds_to_fetch(w.session, w.now) == {REF: known["round"]}
    with bench.work() as w, pytest.raises(Conflict, match="another round"):
        actions.take_round(w, REF, Round(known["round"] + 1, b"s" * 48))
    found = checked_round(QUICKNET, known["round"], bytes.fromhex(known["sig"]))
    for _time in range(2):
        with bench.work() as w:
            actions.take_round(w, REF, found)
    with bench.work() as w:
        actions.draw_panel(w, REF)
    assert bench.log()[-1]["randomness"] == known["randomness"]
    jurors = bench.accept()
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror)
    bench.close()
    assert bench.decide()["panel"]["randomness"] == "beacon"
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []


def overdue(bench: Bench) -> None:
    """Announce a draw by the house whose secret gets lost."""
    bench.announce()
    with bench.work(writing=False) as w:
        (w.settings.keys / "cases" / f"{REF}.draw-1").unlink()
    bench.clock.move(hours=1)


def test_two_officers_give_an_overdue_draw_up_and_it_stays_on_the_list(
    bench: Bench, tmp_path: Path
) -> None:
    bench.freeze()
    overdue(bench)
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="Nobody proposed"):
        actions.void_draw(w, REF)
    for _time in range(2):
        with bench.work(bench.cast.olive) as w:
            actions.propose_void(w, REF)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="another officer"):
        actions.void_draw(w, REF)
    with bench.work(bench.cast.oscar) as w:
        actions.void_draw(w, REF)
    assert (bench.log()[-1]["kind"], bench.log()[-1]["why"]) == ("draw.voided", "secret lost")
    bench.draw()
    bench.accept()
    bench.open()
    bench.close()
    assert bench.decide()["panel"]["void_draws"] == 1
    with bench.work(writing=False) as w:
        found = draws_page(w.session, w.now, 1)
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []
    assert [(line.number, line.state) for line in found.lines] == [(2, "drawn"), (1, "void")]
    assert found.totals == {"drawn": 1, "pending": 0, "overdue": 0, "void": 1}


def test_a_draw_that_may_still_fall_is_not_given_up(bench: Bench) -> None:
    bench.freeze()
    bench.announce(Kind.CEREMONY, SOURCE)
    bench.clock.move(hours=71)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="may still come"):
        actions.propose_void(w, REF)
    bench.clock.move(hours=1)
    with bench.work(bench.cast.olive) as w:
        assert draws_page(w.session, w.now, 1).totals["overdue"] == 1
        actions.propose_void(w, REF)
    with bench.work(bench.cast.oscar) as w:
        actions.enter_digits(w, REF, SOURCE, DIGITS)  # late, and it counts
    with bench.work(bench.cast.oscar) as w, pytest.raises(Conflict, match="is there"):
        actions.void_draw(w, REF)
    with bench.work() as w:
        assert actions.draw_panel(w, REF).state == "drawn"


def test_a_withdrawn_case_shows_its_waiting_draw_as_void(bench: Bench) -> None:
    bench.freeze()
    bench.announce()
    with bench.work() as w:
        actions.withdraw_case(w, REF)
        [line] = draws_page(w.session, w.now, 1).lines
    assert (line.state, line.why) == ("void", "withdrawn")
    with bench.work(writing=False) as w:
        destroy_case_keys(w.settings, REF)
        assert w.session.scalars(sa.select(Draw.state)).all() == ["void"]
