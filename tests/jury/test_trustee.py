"""What a trustee has to do: one answer for each way a part of a key can stand."""

from datetime import UTC, datetime, timedelta

import pytest

from jury.trustee import TO_DO, Duty, Holding, duty
from jury.wording import DUTIES

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LAST = timedelta(microseconds=1)


@pytest.mark.parametrize("stage", ["frozen", "committed", "drawn"])
def test_before_the_poll(stage: str) -> None:
    found = {
        (here, shown, kept): duty(Holding(stage, here, shown, kept), NOW)
        for here in (True, False)
        for shown in (True, False)
        for kept in (True, False)
    }
    assert found[True, False, False] is Duty.LOOK
    assert found[True, True, False] is Duty.LOOK  # the house broke down meanwhile
    assert found[False, True, False] is Duty.KEEP
    assert found[False, True, True] is Duty.WAIT
    assert found[True, True, True] is Duty.WAIT
    # Words that are neither here nor were ever shown: the page says that they are gone.
    assert found[False, False, False] is Duty.LOOK


def test_from_the_opening_on() -> None:
    kept = {"shown": True, "kept": True}
    assert duty(Holding("open", **kept), NOW) is Duty.WAIT
    assert duty(Holding("closed", **kept, until=NOW + LAST), NOW) is Duty.BRING
    assert duty(Holding("closed", **kept, until=NOW), NOW) is Duty.LATE
    assert duty(Holding("closed", **kept, brought=True, until=NOW), NOW) is Duty.BROUGHT
    for stage in ("decided", "withdrawn", "void"):
        assert duty(Holding(stage, **kept, brought=True), NOW) is Duty.DONE


def test_each_has_its_words() -> None:
    assert set(DUTIES) == set(Duty)
    assert set(Duty) > TO_DO
