from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.kinds import check
from jury.standard import PRESETS, Bar, Standard
from tests.jury.bench import case_file


@pytest.mark.parametrize("standard", PRESETS.values(), ids=PRESETS)
def test_a_standard_survives_its_json(standard: Standard) -> None:
    assert Standard.from_json(standard.as_json()) == standard


@pytest.mark.parametrize("standard", PRESETS.values(), ids=PRESETS)
def test_a_standard_has_the_form_of_the_log(standard: Standard) -> None:
    body = {
        "file": "0" * 64,
        "question": "?",
        "clauses": [],
        "standard": standard.as_json(),
        "tiers": [],
        "key": "0" * 64,
        "again_of": None,
        "appeal": False,
    }
    check("case.opened", body)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 30), st.integers(1, 30))
def test_a_bar_is_exact(votes: int, of: int, top: int, bottom: int) -> None:
    share = Fraction(min(top, bottom), max(top, bottom))
    assert Bar(share, ">").met_by(votes, of) == (votes > share * of)
    assert Bar(share, ">=").met_by(votes, of) == (votes >= share * of)


def test_the_presets_say_what_they_are_said_to_say() -> None:
    panel, twelve = PRESETS["panel"], PRESETS["twelve"]
    assert (panel.seats, panel.alternates, panel.quorum(), panel.hours) == (31, 6, 21, 72)
    assert (twelve.seats, twelve.quorum()) == (12, 9)
    assert PRESETS["historic"].quorum() == 1_000
    assert not PRESETS["historic"].drawn
    assert twelve.threshold.met_by(8, 12)
    assert not twelve.threshold.met_by(7, 12)


@given(st.integers(0, 60), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9))
def test_a_quorum_is_rounded_up(absolute: int, seats: int, top: int, bottom: int) -> None:
    share = Fraction(min(top, bottom), max(top, bottom))
    standard = Standard("x", seats, 0, absolute, share, Bar(Fraction(1, 2), ">"))
    quorum = standard.quorum()
    assert quorum >= absolute
    assert quorum >= share * seats
    assert quorum == absolute or quorum - 1 < share * seats


@pytest.mark.parametrize(("share", "operator"), [(Fraction(3, 2), ">"), (Fraction(1, 2), "<")])
def test_no_other_bars(share: Fraction, operator: str) -> None:
    with pytest.raises(ValueError):
        Bar(share, operator)


def test_a_case_file_survives_its_json_and_hides_its_keys_in_the_digest() -> None:
    file = case_file()
    assert type(file).from_json(file.as_json()) == file
    other = file.as_json()
    other["quiz"][0]["key"] = 0
    assert type(file).from_json(other).digest() == file.digest()
    other["quiz"][0]["stem"] = "Changed?"
    assert type(file).from_json(other).digest() != file.digest()
    assert file.named("C-2026-0005").digest() != file.digest()
