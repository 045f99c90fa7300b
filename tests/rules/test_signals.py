"""The editors' queue: the weightiest first, and what was answered stays away until it grows."""

from rules.signals import Signal, Source, queue

JURY = Signal("medication", Source.UNCLEAR, 7, 31)
MORE = Signal("daily-life-loss", Source.CANNOT_BE_MET, 2, 31)
WORDS = Signal("medication", Source.LINT, 2)
EXAM = Signal("quorum", Source.EXAM, 40, 60)


def test_what_nobody_can_meet_comes_first() -> None:
    found = queue([WORDS, EXAM, JURY, MORE], {})
    assert [one.clause_id for one in found] == ["daily-life-loss", "medication", "quorum"]
    assert found[1].signals == (JURY, WORDS)


def test_what_was_looked_at_comes_back_when_there_is_more() -> None:
    seen = {("medication", Source.UNCLEAR): 7, ("medication", Source.LINT): 1}
    (only,) = queue([JURY, WORDS], seen)
    assert only.signals == (WORDS,)
    assert queue([JURY], seen) == []
    (again,) = queue([Signal("medication", Source.UNCLEAR, 8, 40)], seen)
    assert again.signals[0].count == 8
