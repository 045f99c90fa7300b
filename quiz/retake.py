"""When the exam may be sat again: not so often that one learns the bank instead of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=7)
RETAKES_IN_WINDOW = 3
WAITS = (timedelta(0), timedelta(hours=24), timedelta(hours=72))
"""How long to wait after the first, the second, and every later failed sitting of a week."""

OFFER_HELP_AFTER = 6  # failed sittings


@dataclass(frozen=True)
class Failed:
    """When a failed sitting ended. reread: its member has opened every clause behind an answer
    that was not right, which halves the wait."""

    at: datetime
    reread: bool = False


def next_sitting(failed: Sequence[Failed], started: Sequence[datetime], now: datetime) -> datetime:
    """Return the earliest moment from `now` on at which the next sitting may start.

    started: when sittings began, the first one included.
    Only the last seven days count for the waits, so a wait gets shorter where an old failure
    leaves them before it is over. In any seven days there are at most three retakes, however much
    was read.
    """
    allowed = now
    if failed:
        allowed = max(allowed, _rested(sorted(failed, key=lambda one: one.at)))
    retakes = sorted(started)[1:]
    if len(retakes) >= RETAKES_IN_WINDOW:
        allowed = max(allowed, retakes[-RETAKES_IN_WINDOW] + WINDOW)
    return allowed


def _rested(failed: Sequence[Failed]) -> datetime:
    """Return when the wait after the last of `failed` is over: the earliest of the moments at
    which no more than so many failures are left in the seven days, and their wait has passed."""
    last = failed[-1]
    over = []
    for count, wait in enumerate(WAITS, start=1):
        rested = last.at + (wait / 2 if last.reread else wait)
        if count < len(WAITS) and len(failed) > count:
            rested = max(rested, failed[-count - 1].at + WINDOW)
        over.append(rested)
    return min(over)


@dataclass(frozen=True)
class Stakes:
    """What the next sitting costs whoever starts it now.

    left: how many may be started within the seven days, it included. wait: until another may be
    started, if it is not passed; read: the same, if every clause behind its wrong answers is
    opened too.
    """

    left: int
    wait: timedelta
    read: timedelta


def stakes(failed: Sequence[Failed], started: Sequence[datetime], now: datetime) -> Stakes:
    """Return what a retake costs that is started, and failed, at `now`."""
    left = RETAKES_IN_WINDOW - sum(one > now - WINDOW for one in sorted(started)[1:])
    wait, read = (
        next_sitting([*failed, Failed(now, reread)], [*started, now], now) - now
        for reread in (False, True)
    )
    return Stakes(left, wait, read)


def offers_help(failures: int) -> bool:
    """Whether a person should offer help: the paper alone does not teach this member."""
    return failures >= OFFER_HELP_AFTER
