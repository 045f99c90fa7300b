"""How often the known answer was given: an interval from twenty first answers on, none below."""

import pytest

from jury.figures.known import KnownAnswers


@pytest.mark.parametrize(("right", "n"), [(0, 0), (6, 6), (19, 19), (0, 19)])
def test_below_twenty_there_is_none(right: int, n: int) -> None:
    assert KnownAnswers(right, n).interval is None


def test_from_twenty_on_it_is_a_beta_interval() -> None:
    """Beta(17, 5): the quantiles as tables of the distribution have them."""
    low, high = KnownAnswers(16, 20).interval or (0, 0)
    assert low == pytest.approx(0.5809, abs=0.0005)
    assert high == pytest.approx(0.9176, abs=0.0005)
