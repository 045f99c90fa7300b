"""When the exam may be sat again: not so often that one learns the bank instead of the rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(days=7)
RETAKES_IN_WINDOW = 3
WAITS = (timedelta(0), timedelta(hours=24), timedelta(hours=72))
"""How long to wait after the first, the second, and every later failed sitting of a week."""


def next_sitting(
    handed_in: Sequence[datetime], started: Sequence[datetime], now: datetime
) -> datetime:
    """Return from when the next sitting may start; `now` if it may start at once.

    handed_in: when failed sittings ended. started: when sittings began, the first one included.
    Only the last seven days count for the waits; in any seven days there are at most three retakes.
    """
    recent = sorted(moment for moment in handed_in if moment > now - WINDOW)
    wait = WAITS[min(len(recent), len(WAITS)) - 1] if recent else timedelta(0)
    allowed = max(recent[-1] + wait, now) if recent else now
    retakes = sorted(started)[1:]
    if len(retakes) >= RETAKES_IN_WINDOW:
        allowed = max(allowed, retakes[-RETAKES_IN_WINDOW] + WINDOW)
    return allowed
