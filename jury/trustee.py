"""What a trustee has to do for a case, and until when. One answer, for every page that asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# To write the words down once the case is frozen, and again to bring them once its poll is closed.
TIME = timedelta(hours=72)


class Duty(StrEnum):
    """The next thing for a trustee of a case."""

    LOOK = "look"
    KEEP = "keep"
    WAIT = "wait"
    BRING = "bring"
    BROUGHT = "brought"
    LATE = "late"
    DONE = "done"


TO_DO = frozenset({Duty.LOOK, Duty.KEEP, Duty.BRING})


@dataclass(frozen=True)
class Holding:
    """What is known of a trustee in a case.

    stage: of the case. here: their words still lie here. shown: they were shown to them once at
    least. kept: they have said that they have them on paper. brought: they were entered after
    closing. until: from when on they cannot be; None before closing.
    """

    stage: str
    here: bool = False
    shown: bool = False
    kept: bool = False
    brought: bool = False
    until: datetime | None = None


def duty(holding: Holding, now: datetime) -> Duty:
    """Return what comes next for a trustee at `now`."""
    if holding.stage in {"decided", "withdrawn", "void"}:
        return Duty.DONE
    if holding.stage == "closed":
        if holding.brought:
            return Duty.BROUGHT
        over = holding.until is not None and holding.until <= now
        return Duty.LATE if over else Duty.BRING
    if holding.kept or holding.stage == "open":
        return Duty.WAIT
    # Whoever was not shown them all, since the house broke down meanwhile, looks again.
    return Duty.KEEP if holding.shown and not holding.here else Duty.LOOK
