"""The fairest lottery, against the public instances of the literature and against brute force."""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import settings as within
from hypothesis import strategies as st

from jury.strata import leximin as module
from jury.strata import solver
from jury.strata.feasible import Change, Infeasible, smallest_change
from jury.strata.leximin import leximin
from jury.strata.lottery import BALLS, Lottery, chance
from jury.strata.types import Frame, Quota, Type
from kernel.errors import Conflict
from tests.jury.exact import fairest, simplex

SMALL = Fraction(1, 100_000)  # what is lost by counting balls instead of shares
KINDS = [Type.of({"age": age, "work": work}) for age, work in product(("old", "young"), "abc")]
VALUES = [("age", "old"), ("age", "young"), ("work", "a"), ("work", "b"), ("work", "c")]

people = st.lists(st.sampled_from(KINDS), min_size=3, max_size=8)


def panels_of(pool: list[Type], seats: int) -> list[tuple[int, ...]]:
    return list(combinations(range(len(pool)), seats))


def off(pool: list[Type], panel: tuple[int, ...], quotas: list[Quota]) -> int:
    """Return by how many seats a panel misses its quotas; written without the house's own count."""
    total = 0
    for quota in quotas:
        there = sum(dict(pool[one].features)[quota.feature] == quota.value for one in panel)
        total += max(0, quota.least - there, there - quota.most)
    return total


def moved(changes: Sequence[Change]) -> int:
    """Return by how many seats the bounds move in all."""
    return sum(abs(getattr(change.quota, change.bound) - change.to) for change in changes)


@st.composite
def pools(draw: st.DrawFn) -> tuple[list[Type], int, list[Quota]]:
    """Draw up to eight people and quotas that at least one panel keeps."""
    pool = draw(people)
    seats = draw(st.integers(1, len(pool)))
    panel = draw(st.permutations(pool))[:seats]
    quotas = []
    for feature, value in draw(st.lists(st.sampled_from(VALUES), unique=True)):
        there = sum((feature, value) in one.features for one in panel)
        least, most = draw(st.integers(0, there)), draw(st.integers(there, seats))
        quotas.append(Quota(feature, value, least, most))
    return pool, seats, quotas


@within(max_examples=50)
@given(pools())
def test_every_chance_is_what_brute_force_says(drawn: tuple[list[Type], int, list[Quota]]) -> None:
    pool, seats, quotas = drawn
    lottery = leximin(Counter(pool), quotas, seats)
    wanted = fairest(len(pool), seats, lambda panel: not off(pool, panel, quotas))
    for one, exact in zip(pool, wanted, strict=True):
        assert abs(chance(lottery, one) - exact) < SMALL
    assert sum(chance(lottery, one) for one in pool) == seats


@within(max_examples=50)
@given(pools())
def test_the_certificate_holds_for_every_panel(
    drawn: tuple[list[Type], int, list[Quota]],
) -> None:
    pool, seats, quotas = drawn
    lottery = leximin(Counter(pool), quotas, seats)
    allowed = [panel for panel in panels_of(pool, seats) if not off(pool, panel, quotas)]
    settled = [one for level in lottery.certificate for one in level.settled]
    assert sorted(settled, key=lambda one: one.name) == list(lottery.frame.types)
    for number, level in enumerate(lottery.certificate):
        costs = (sum(level.prices.get(pool[one], 0) for one in panel) for panel in allowed)
        assert level.most == max(costs)
        assert 0 <= lottery.bound(number) - lottery.least(number) < SMALL
    assert lottery.is_proved
    assert Lottery.from_json(lottery.as_json()) == lottery
    assert lottery.encode() == leximin(Counter(pool[::-1]), quotas, seats).encode()


@given(people, st.integers(1, 8), st.data())
def test_the_smallest_change_is_the_smallest(
    pool: list[Type], seats: int, data: st.DataObject
) -> None:
    seats = min(seats, len(pool))
    bounds = st.tuples(st.integers(0, seats), st.integers(0, seats)).map(sorted)
    asked = data.draw(st.lists(st.sampled_from(VALUES), unique=True, min_size=1))
    quotas = [Quota(*value, *data.draw(bounds)) for value in asked]
    changes = smallest_change(Counter(pool), quotas, seats)
    least = min(off(pool, panel, quotas) for panel in panels_of(pool, seats))
    assert moved(changes) == least
    mended = {quota: [quota.least, quota.most] for quota in quotas}
    for change in changes:
        mended[change.quota][change.bound == "most"] = change.to
    after = [Quota(quota.feature, quota.value, *ends) for quota, ends in mended.items()]
    assert smallest_change(Counter(pool), after, seats) == []
    if changes:
        with pytest.raises(Infeasible) as refused:
            leximin(Counter(pool), quotas, seats)
        assert moved(refused.value.changes) == least
        assert str(changes[0].sentence) in str(refused.value)


@pytest.mark.parametrize(("leasts", "mosts", "side"), [(3, 2, "most"), (2, 3, "least")])
def test_the_smaller_of_two_changes_is_proposed(leasts: int, mosts: int, side: str) -> None:
    """One person has all that is wanted and all that is barred: one side must move."""
    wanted, barred = [f"wanted {n}" for n in range(leasts)], [f"barred {n}" for n in range(mosts)]
    there = {
        Type.of(dict.fromkeys([*wanted, *barred], "yes")): 1,
        Type.of(dict.fromkeys([*wanted, *barred], "no")): 9,
    }
    quotas = [Quota(feature, "yes", 1, 5) for feature in wanted]
    quotas += [Quota(feature, "yes", 0, 0) for feature in barred]
    changes = smallest_change(there, quotas, 5)
    assert {change.bound for change in changes} == {side}
    assert len(changes) == 2


def public_instance(times: int) -> tuple[dict[Type, int], list[Quota]]:
    """Return example_small_20 (times 1) or example_large_200 (times 10) of the paper of 2021."""
    there = {
        Type.of({"gender": "female", "leaning": "conservative"}): 1,
        Type.of({"gender": "female", "leaning": "liberal"}): 100 * times - 1,
        Type.of({"gender": "male", "leaning": "conservative"}): 100 * times,
    }
    values = {"gender": ("female", "male"), "leaning": ("conservative", "liberal")}
    least, most = 10 * times - 1, 20 * times
    return there, [Quota(f, v, least, most) for f, both in values.items() for v in both]


@pytest.mark.parametrize("times", [1, 10])
def test_the_public_instances_give_everybody_one_in_ten(times: int) -> None:
    there, quotas = public_instance(times)
    lottery = leximin(there, quotas, 20 * times)
    assert {chance(lottery, one) for one in there} == {Fraction(1, 10)}
    assert [lottery.bound(0), lottery.least(0)] == [Fraction(1, 10), Fraction(1, 10)]


def test_a_pool_of_two_thousand() -> None:
    """Ages lean to the old, as pools do; the quotas ask for halves and for even ages."""
    shares = {"20": 40, "30": 80, "40": 180, "50": 300, "60": 400}
    there = {
        Type.of({"age": age, "joined": joined}): n
        for age, number in shares.items()
        for joined, n in (("lately", number // 4), ("long ago", number - number // 4))
    }
    there = {one: 2 * n for one, n in there.items()}
    assert sum(there.values()) == 2_000
    quotas = [Quota("age", age, 5, 8) for age in shares]
    quotas += [Quota("joined", "lately", 15, 16), Quota("joined", "long ago", 15, 16)]
    lottery = leximin(there, quotas, 31)
    for number in range(len(lottery.certificate)):
        assert lottery.bound(number) - lottery.least(number) < SMALL
    uniform = Fraction(31, 2_000)
    assert Fraction(1, 200) < lottery.least(0) < uniform


def test_somebody_who_can_never_sit_has_no_chance_and_takes_none() -> None:
    old, young = Type.of({"age": "old"}), Type.of({"age": "young"})
    lottery = leximin({old: 3, young: 6}, [Quota("age", "old", 0, 0)], 2)
    assert chance(lottery, old) == 0
    assert abs(chance(lottery, young) - Fraction(1, 3)) < SMALL


def test_everybody_sits_where_all_are_needed() -> None:
    lottery = leximin({Type.of({"age": "old"}): 2, Type.of({"age": "young"}): 1}, [], 3)
    assert lottery.compositions == ((2, 1),)
    assert lottery.weights == (1_000_000,)


def test_too_many_seats_are_refused() -> None:
    one = Type.of({"age": "old"})
    with pytest.raises(Conflict, match="at most 200 seats"):
        leximin({one: 1_000}, [], 201)
    with pytest.raises(Conflict, match="4 may be drawn, and the panel has 5 seats"):
        leximin({one: 4}, [], 5)


def test_no_published_panel_costs_more_than_a_level_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though a level may say too little: what the solver finds later may cost a unit more."""
    level = module._Search.level
    monkeypatch.setattr(module._Search, "level", lambda self: replace(level(self), most=0))
    there, quotas = public_instance(1)
    lottery = leximin(there, quotas, 20)
    for one in lottery.certificate:
        prices = [one.prices.get(type_, 0) for type_ in lottery.frame.types]
        costs = (sum(map(int.__mul__, prices, panel)) for panel in lottery.compositions)
        assert one.most == max(costs) > 0


def test_the_solver_stops_at_the_dearest_alone() -> None:
    highs = solver.Program().highs
    assert [highs.getOptionValue(f"mip_{gap}_gap")[1] for gap in ("rel", "abs")] == [0, 0]


@pytest.mark.parametrize("lie", ["none", "most", "prices", "twice", "cheap", "weights"])
def test_a_lottery_is_held_against_its_certificate(lie: str) -> None:
    there, quotas = public_instance(1)
    good = leximin(there, quotas, 20)
    first = good.certificate[0]
    more = replace(first, most=first.most * 2)
    less = replace(first, most=first.most - 1)
    nothing = replace(first, prices={})
    lies = {
        "none": replace(good, certificate=()),
        "most": replace(good, certificate=(more, *good.certificate[1:])),
        "cheap": replace(good, certificate=(less, *good.certificate[1:])),
        "prices": replace(good, certificate=(nothing, *good.certificate[1:])),
        "twice": replace(good, certificate=(*good.certificate, first)),
        "weights": replace(good, compositions=good.compositions[:1], weights=(BALLS,)),
    }
    assert good.is_proved
    assert not lies[lie].is_proved


def test_a_price_that_hides_all_others_from_a_solver_proves_nothing() -> None:
    old, young = Type.of({"age": "old"}), Type.of({"age": "young"})
    good = leximin({old: 3, young: 6}, [Quota("age", "old", 0, 0)], 2)
    first, second = good.certificate
    assert (first.settled, second.settled) == ((old,), (young,))
    hiding = replace(second, prices={**second.prices, old: second.prices[young] * 60_001})
    assert good.is_proved
    assert not replace(good, certificate=(first, hiding)).is_proved


@pytest.mark.parametrize(("where", "most"), [(solver, "SECONDS"), (module, "ROUNDS")])
def test_a_search_that_goes_on_for_too_long_is_given_up(
    where: object, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, most, 0)
    there, quotas = public_instance(1)
    with pytest.raises(Conflict, match="could not be found in time"):
        leximin(there, quotas, 20)


def test_the_time_of_a_program_is_that_of_all_its_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    program = solver.Program()
    program.whole(-1, 3)
    for taken, left in ((0, solver.SECONDS), (solver.SECONDS - 1, 1), (solver.SECONDS + 1, 0)):
        monkeypatch.setattr(program.highs, "getRunTime", lambda taken=taken: taken)
        program.lowest()
        assert program.highs.getOptionValue("time_limit")[1] == left


def test_without_the_solver_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert solver.is_there()
    monkeypatch.setattr(solver, "find_spec", lambda name: None)
    assert not solver.is_there()
    with pytest.raises(Conflict, match="highspy"):
        leximin({Type.of({"age": "old"}): 4}, [], 2)


def test_the_solver_is_loaded_late_and_prints_nothing() -> None:
    run = (
        "import sys, jury.strata.leximin as it, jury.strata.types as types\n"
        "assert 'highspy' not in sys.modules\n"
        "it.leximin({types.Type.of({'age': 'old'}): 4}, [], 2)\n"
        "assert 'highspy' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_oracle_itself() -> None:
    """Three people, two seats, the first two never together: the third always sits."""
    assert fairest(3, 2, lambda panel: panel != (0, 1)) == [Fraction(1, 2), Fraction(1, 2), 1]
    one, two = Fraction(1), Fraction(2)
    assert simplex([[one, one, one]], [two], [one, two, Fraction(0)]) == [0, 2, 0]
    assert Frame(Counter(KINDS), (), 2).people == (1,) * 6
