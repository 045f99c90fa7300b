"""The draw by types: as the document says, as the verifier does, and as likely as was published."""

from collections import Counter
from hashlib import sha256

import pytest

from audit.verify.lottery import Lottery as TheirLottery
from audit.verify.roll import Roll as TheirRoll
from audit.verify.stratified import Draw as TheirDraw
from jury.figures.chi import spread, upper_tail
from jury.panel import drawn
from jury.sortition import Disposition, Leaf, Pool
from jury.strata.draw import TypeDraw
from jury.strata.ladder import Rung
from jury.strata.leximin import leximin
from jury.strata.lottery import BALLS, Lottery, ball, chance
from jury.strata.types import Quota, Type, missed

SIZES = {"age=old;served=no": 7, "age=old;served=yes": 9, "age=young;served=no": 14}
QUOTAS = (Quota("age", "old", 2, 3), Quota("served", "yes", 1, 2))
SEATS, ALTERNATES = 5, 2


def places() -> dict[str, range]:
    found, start = {}, 0
    for name, size in sorted(SIZES.items()):
        found[name] = range(start, start + size)
        start += size
    return found


STRATA = places()
LEAVES = [
    Leaf(1, ord, sha256(b"%d" % ord).hexdigest()[:32], name, 2 if ord % 6 == 5 else 0)
    for name, where in STRATA.items()
    for ord in where
]
OUT = {LEAVES[ord].pseudonym: Disposition.CONFLICT for ord in (0, 8, 20)}
POOL = Pool(len(LEAVES), LEAVES.__getitem__, OUT.get)
THERE = Counter(Type.read(leaf.stratum) for leaf in LEAVES if not POOL.barred(leaf.ord))
LOTTERY: Lottery = leximin(THERE, QUOTAS, SEATS)


def draw_by(number: int) -> TypeDraw:
    return TypeDraw(sha256(b"seed %d" % number).digest(), LOTTERY, STRATA, POOL)


def theirs(seed: bytes) -> TheirDraw:
    said = LOTTERY.as_json()
    said.pop("v")
    types = dict(said.pop("types"))
    lottery = TheirLottery(names=list(types), available=list(types.values()), **said)
    roll = TheirRoll({leaf.ord: vars(leaf) for leaf in LEAVES}, set(OUT), set(), STRATA)
    return TheirDraw(seed, roll, lottery, ALTERNATES)


@pytest.mark.parametrize("number", range(60))
def test_the_verifier_seats_the_same_until_nobody_is_left(number: int) -> None:
    """Seats are given up one after the other, in turns, before the poll opens and after."""
    ours = draw_by(number)
    other = theirs(ours.seed)
    rows = ours.rows(ALTERNATES)
    assert [tuple(row) for row in other.rows] == rows
    panel = drawn(rows)
    opens_after = number % 25
    for turn in range(60):
        held = [seat for seat, ord in panel.seats.items() if ord is not None]
        if not held:
            break
        seat, opened = held[(turn * 7 + number) % len(held)], turn >= opens_after
        found = ours.successor(panel, seat, rows, opened)
        more, ord = other.successor(seat, opened)
        other.holders[seat] = ord
        assert (found[1:] if found else ([], None)) == ([tuple(row) for row in more], ord)
        rows += more
        panel = panel.replaced(seat, ord)
    else:
        pytest.fail("somebody is always left")


def test_a_panel_is_as_its_ball_says_and_keeps_the_quotas() -> None:
    for number in range(50):
        made = draw_by(number)
        panel = drawn(made.rows(ALTERNATES))
        seated = made.types_of(panel.sitting)
        asked = LOTTERY.frame.panel(LOTTERY.composition(ball(made.seed)))
        assert seated == Counter({one: seats for one, seats in asked.items() if seats})
        assert missed(seated, QUOTAS) == ()
        assert len(panel.alternates) == ALTERNATES
        assert not any(POOL.barred(ord) for ord in panel.voters)


def test_the_next_is_of_the_same_type_and_else_the_quotas_are_kept_if_they_can_be() -> None:
    made = draw_by(1)
    rows = made.rows(ALTERNATES)
    panel, rungs = drawn(rows), []
    for _turn in range(sum(THERE.values())):
        gone = panel.seats[1]
        assert gone is not None
        found = made.successor(panel, 1, rows, opened=False)
        if found is None:
            break
        step, more, ord = found
        rungs.append(step.rung)
        assert (step.rung is Rung.SAME) == (made.type_of(ord) == made.type_of(gone))
        panel = panel.replaced(1, ord)
        assert step.missed == missed(made.types_of(panel.sitting), QUOTAS)
        rows += more
    assert set(rungs) == set(Rung)
    called = {ord for _j, ord, what in rows if what in ("seated", "alternate")}
    assert len(called) == sum(THERE.values())  # everybody who could be asked was


def test_a_seat_that_nobody_holds_is_given_up_by_nobody() -> None:
    made = draw_by(1)
    rows = made.rows(0)
    with pytest.raises(LookupError):
        made.successor(drawn(rows).replaced(1, None), 1, rows, opened=False)


def test_a_lottery_that_counts_on_too_many_is_found_out() -> None:
    more = {one: number + 3 for one, number in THERE.items()}
    made = TypeDraw(b"s" * 32, leximin(more, QUOTAS, SEATS), STRATA, POOL)

    def empty_the_roll() -> None:
        rows = made.rows(ALTERNATES)
        panel = drawn(rows)
        while found := made.successor(panel, 1, rows, opened=False):
            rows += found[1]
            panel = panel.replaced(1, found[2])

    with pytest.raises(RuntimeError, match="fewer people"):
        empty_the_roll()


def test_chi_square_of_balls_and_of_the_places_of_a_type() -> None:
    """3,000 draws of fixed seeds, so it never flickers: compositions by weight, people alike."""
    draws = 3_000
    fell, sat = Counter[int](), Counter[int]()
    for number in range(draws):
        made = draw_by(number)
        fell[LOTTERY.compositions.index(LOTTERY.composition(ball(made.seed)))] += 1
        sat.update(drawn(made.rows(ALTERNATES)).sitting)
    expected = [weight * draws / BALLS for weight in LOTTERY.weights]
    off = sum((fell[at] - n) ** 2 / n for at, n in enumerate(expected))
    assert len(expected) > 1
    assert upper_tail(off, len(expected) - 1) > 0.001
    for name, where in STRATA.items():
        free = [ord for ord in where if not POOL.barred(ord)]
        share = chance(LOTTERY, Type.read(name))
        assert all(abs(sat[ord] / draws - share) < 0.04 for ord in free)
        alike = spread([sat[ord] for ord in free], [draws] * len(free))
        assert alike is not None
        assert (alike.tail or 0) > 0.001
        assert not any(sat[ord] for ord in where if ord not in free)
