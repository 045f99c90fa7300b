"""Which figures are shown: over what, from how many on, and that a withheld case stays untold."""

import re
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.figures import agreement as agreeing
from jury.figures import chi, decided, selection, service, shown
from jury.figures.agreement import Agreement
from jury.figures.decided import Decided, Mode, second_panels
from jury.figures.selection import Stratum, by_value, step
from jury.figures.shown import TooFew
from jury.tally import Outcome
from kernel.share import Share

LONE = {"uphold": 12, "deny": 0, "cannot_judge": 0, "cast": 12}


def case(number: int = 1, **given: object) -> Decided:
    """Twelve of the fifteen who were asked sat; seven upheld, two denied, one could not judge."""
    plain = Decided(
        case=f"C-2026-{number:04}",
        mode=Mode.DRAWN,
        outcome=Outcome.UPHELD,
        seats=12,
        cast=10,
        uphold=7,
        deny=2,
        cannot_judge=1,
        asked=15,
        accepted=12,
        replaced=3,
    )
    return replace(plain, **given)  # type: ignore[arg-type]


def unanimous(number: int, **given: object) -> Decided:
    return case(number, **{**LONE, **given})


def assembly(number: int, **given: object) -> Decided:
    sat = {"seats": 60, "accepted": 60, "asked": 60, "replaced": 0}
    return case(number, mode=Mode.OPEN, **{**sat, **given})


def test_a_case_in_which_more_vote_than_sit_is_none() -> None:
    for wrong in ({"cast": 13}, {"accepted": 13}, {"uphold": 9}, {"deny": -1}):
        with pytest.raises(ValueError):
            case(1, **wrong)


def test_the_votes_of_a_panel() -> None:
    found = shown.votes(case())
    assert found is not None
    assert (found.uphold, found.margin) == (Share(7, 9), 5)
    assert found.interval == pytest.approx((0.4526, 0.9368), abs=5e-5)


def test_an_assembly_has_no_margin_of_error() -> None:
    found = shown.votes(assembly(1, cast=51, uphold=20, deny=30))
    assert found is not None
    assert (found.uphold, found.margin, found.interval) == (Share(20, 50), 10, None)


def test_withheld_votes_are_not_to_be_had() -> None:
    assert shown.votes(unanimous(1)) is None
    assert shown.votes(unanimous(1, uphold=0, deny=12)) is None
    assert shown.votes(case(1, uphold=0, deny=0)) is None
    # Fifty seats are no small panel.
    large = unanimous(1, seats=50, accepted=50, asked=50)
    assert not large.withheld
    assert shown.votes(large) is not None


def test_a_withheld_case_waits_for_a_second() -> None:
    told, one, two, three = case(1), unanimous(2), unanimous(3), unanimous(4)
    assert shown.counted([told, one]) == [told]
    assert shown.counted([one, told, two]) == [one, told, two]
    assert shown.counted([one, two, told, three]) == [one, two, told]


def test_a_withheld_case_of_one_vote_never_comes_in() -> None:
    """Agreement has no use for it, so that its second would stand there alone."""
    single = unanimous(1, uphold=1, cast=1)
    assert shown.counted([single, unanimous(2)]) == []


@given(st.lists(st.booleans(), max_size=30))
def test_what_comes_in_never_comes_in_alone(withheld: list[bool]) -> None:
    cases = [unanimous(n) if hidden else case(n) for n, hidden in enumerate(withheld)]
    sums = [shown.counted(cases[:day]) for day in range(len(cases) + 1)]
    for before, after in pairwise(sums):
        assert [one for one in after if one in before] == before
        assert sum(one.withheld for one in after if one not in before) in {0, 2}


@given(st.lists(st.sampled_from(Mode).filter(lambda mode: mode is not Mode.OPEN), max_size=9))
def test_no_withheld_case_can_be_worked_out_of_all_sums_ever_shown(modes: list[Mode]) -> None:
    """Of all panels, and of those drawn in one way, day after day: what is known of the withheld
    cases are equations, and out of them follows the count of none."""
    cases = [unanimous(n, mode=mode) for n, mode in enumerate(modes)]
    known = []
    for day in range(1, len(cases) + 1):
        for ways in (set(modes), {Mode.DRAWN}, {Mode.STRATIFIED}):
            summed = shown.counted([one for one in cases[:day] if one.mode in ways])
            known.append([Fraction(one in summed) for one in cases])
    for at in range(len(cases)):
        alone = [Fraction(other == at) for other in range(len(cases))]
        assert rank([*known, alone]) == rank(known) + 1


def rank(rows: list[list[Fraction]]) -> int:
    """Return how many of the rows follow from none of the others."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return 0
    first, *others = rows
    at = next(place for place, value in enumerate(first) if value)
    less = [
        [x - row[at] / first[at] * y for x, y in zip(row, first, strict=True)] for row in others
    ]
    return 1 + rank(less)


def test_panels_and_assemblies_are_never_in_one_sum() -> None:
    both = [case(1), assembly(2)]
    for figure in (shown.counted, shown.agreement, shown.service):
        with pytest.raises(ValueError):
            figure(both)
    shown.service([case(1), case(2, mode=Mode.STRATIFIED)])


def test_service_by_hand() -> None:
    found = shown.service([case(1), case(2, cast=8, accepted=9, asked=13, replaced=1, uphold=5)])
    assert found.turnout == Share(18, 24)
    assert found.no_shows == Share(3, 21)
    assert found.acceptance == Share(21, 28)
    assert found.replacements == Share(4, 28)
    assert found.left_out == 0


def test_service_tells_no_ballot_of_a_lone_withheld_case() -> None:
    found = shown.service([case(1), unanimous(2)])
    assert (found.turnout, found.no_shows) == (Share(10, 12), Share(2, 12))
    assert (found.acceptance, found.left_out) == (Share(24, 30), 1)
    none = shown.service([])
    assert none.turnout.fraction is None


def test_agreement_needs_thirty_cases() -> None:
    cases = [case(n) for n in range(30)]
    assert shown.agreement(cases[:29]) == TooFew(29, 30)
    assert shown.agreement([]) == TooFew(0, 30)
    found = shown.agreement(cases)
    assert isinstance(found, Agreement)
    # 28 of 72 ordered pairs differ in each; of all 270 ballots, 210 and 60 say one and the other.
    assert found.raw == 1 - Fraction(28, 72)
    assert found.alpha == 1 - Fraction(28, 72) / Fraction(2 * 210 * 60, 270 * 269)


def test_of_thirty_cases_only_those_that_may_be_counted_count() -> None:
    cases = [case(n) for n in range(29)]
    assert shown.agreement([*cases, unanimous(29)]) == TooFew(29, 30)
    assert shown.agreement([*cases, case(29, uphold=1, deny=0, cast=12, seats=60)]) == TooFew(
        29, 30
    )
    found = shown.agreement([*cases, unanimous(29), unanimous(30)])
    assert isinstance(found, Agreement)
    assert found.cases == 31


def test_a_second_panel_is_held_against_the_one_before() -> None:
    first, hung = case(1), case(2, outcome=Outcome.HUNG)
    same = case(3, again_of=first.case)
    other = case(4, again_of=same.case, outcome=Outcome.DENIED)
    after_hung = case(5, again_of=hung.case)
    unknown = case(6, again_of="C-2025-0001")
    denied = case(7, again_of=other.case, outcome=Outcome.DENIED)
    every = [first, hung, same, other, after_hung, unknown, denied]
    assert second_panels(every) == Share(2, 3)
    assert second_panels([]).fraction is None


def strata(*rows: tuple[int, ...]) -> list[Stratum]:
    names = ("experienced", "new")
    return [Stratum(name, *row) for name, row in zip(names, rows, strict=True)]


FIRST = strata((60, 40, 10, 6, 6), (140, 100, 15, 9, 7))
SECOND = strata((60, 50, 5, 5, 4), (140, 110, 20, 10, 10))


def test_the_way_from_the_roll_to_the_box_by_hand() -> None:
    found = shown.selection([case(1), case(2)], {"C-2026-0001": FIRST, "C-2026-0002": SECOND})
    ends = [(one.end, one.strata["experienced"], one.strata["new"]) for one in found.steps]
    assert ends == [
        ("eligible", Share(90, 120), Share(210, 280)),
        ("drawn", Share(15, 90), Share(35, 210)),
        ("seated", Share(11, 15), Share(19, 35)),
        ("voted", Share(10, 11), Share(17, 19)),
    ]
    draw = found.steps[1].spread
    assert draw is not None
    assert (draw.statistic, draw.tail) == (0, 1)
    assert found.left_out == 0


def test_who_votes_is_not_told_where_a_stratum_has_few() -> None:
    few = strata((60, 40, 10, 4, 4), (140, 100, 15, 8, 6))
    none = strata((60, 40, 10, 0, 0), (140, 100, 15, 8, 6))
    ways = {"C-2026-0001": few, "C-2026-0002": SECOND, "C-2026-0003": none}
    found = shown.selection([case(1), case(2), case(3)], ways)
    assert found.steps[2].strata["new"] == Share(26, 50)
    assert found.steps[3].strata == {"experienced": Share(4, 5), "new": Share(16, 18)}
    assert found.left_out == 1


def test_who_votes_is_told_of_no_withheld_case_not_even_by_twos() -> None:
    ways = {"C-2026-0001": FIRST, "C-2026-0002": SECOND}
    found = shown.selection([unanimous(1), unanimous(2)], ways)
    assert (found.steps[3].strata, found.left_out) == ({}, 2)
    assert found.steps[2].strata["new"] == Share(19, 35)


def test_strata_are_put_together_by_one_feature() -> None:
    rows = (
        ("age=18-29;experience=none", 5, 4, 3, 2, 1),
        ("age=60+;experience=none", 9, 8, 2, 2, 2),
    )
    young, *_old = split = [Stratum(*row) for row in rows]
    assert by_value(split, "experience") == [Stratum("none", 14, 12, 5, 4, 3)]
    assert [one.name for one in by_value(split, "age")] == ["18-29", "60+"]
    assert by_value([Stratum("new", 3, 2, 1, 1, 1), young], "age") == []


def test_a_draw_by_quotas_is_not_meant_to_be_alike() -> None:
    found = shown.selection([case(1, mode=Mode.STRATIFIED)], {"C-2026-0001": FIRST})
    assert [one.spread is None for one in found.steps] == [False, True, False, False]
    assert found.steps[1].strata["new"] == Share(15, 100)


def test_ways_to_draw_are_looked_at_one_by_one() -> None:
    for others in ([assembly(1)], [case(1), case(2, mode=Mode.STRATIFIED)]):
        with pytest.raises(ValueError):
            shown.selection(others, {})
    assert shown.selection([], {}).left_out == 0


def test_nobody_comes_in_on_the_way() -> None:
    for row in ((1, 2, 0, 0, 0), (2, 1, 1, 0, 1), (0, 0, 0, 0, -1)):
        with pytest.raises(ValueError):
            Stratum("new", *row)


def test_a_stratum_that_one_case_lacks_is_summed_all_the_same() -> None:
    found = step("roll", "eligible", [FIRST, FIRST[:1]])
    assert found.strata == {"experienced": Share(80, 120), "new": Share(100, 140)}


def test_no_figure_has_room_for_a_juror() -> None:
    """Neither does any file name what is never to be worked out."""
    modules = (agreeing, chi, decided, selection, service, shown)
    kinds = {one for module in modules for one in vars(module).values() if is_dataclass(one)}
    names = {field.name for kind in kinds for field in fields(kind)}
    assert not names & {
        "juror",
        "jurors",
        "account",
        "account_id",
        "pid",
        "pseudonym",
        "seat",
        "ord",
    }
    folder = Path(shown.__file__).parent
    words = r"leaderboard|ranking|accuracy|condorcet|dawid"
    assert not [path for path in folder.glob("*.py") if re.search(words, path.read_text(), re.I)]
