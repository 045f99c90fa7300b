"""The one place that asks what time it is. Everybody else is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

Clock = Callable[[], datetime]
FIRST_ZONE = timedelta(hours=14)  # ahead of UTC: there a day begins before it does anywhere else


def utc_now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return datetime.now(UTC)


def as_text(moment: datetime) -> str:
    """Return `moment` to the second as `2026-11-23T12:00:00Z`, the form that the log uses."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def lies_ahead(day: date, now: datetime) -> bool:
    """Whether a day has begun nowhere on earth yet. Whoever types one lives by their own clock."""
    return day > (now.astimezone(UTC) + FIRST_ZONE).date()
