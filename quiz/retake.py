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
    """Return from when the next sitting may start; `now` if it may start at once.

    started: when sittings began, the first one included.
    Only the last seven days count for the waits; in any seven days there are at most three
    retakes, however much was read.
    """
    recent = sorted((one for one in failed if one.at > now - WINDOW), key=lambda one: one.at)
    allowed = now
    if recent:
        wait = WAITS[min(len(recent), len(WAITS)) - 1]
        allowed = max(recent[-1].at + (wait / 2 if recent[-1].reread else wait), now)
    retakes = sorted(started)[1:]
    if len(retakes) >= RETAKES_IN_WINDOW:
        allowed = max(allowed, retakes[-RETAKES_IN_WINDOW] + WINDOW)
    return allowed


def offers_help(failures: int) -> bool:
    """Whether a person should offer help: the paper alone does not teach this member."""
    return failures >= OFFER_HELP_AFTER
