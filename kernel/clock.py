"""The one place that asks what time it is. Everybody else is told."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return datetime.now(UTC)


def as_text(moment: datetime) -> str:
    """Return `moment` to the second as `2026-11-23T12:00:00Z`, the form that the log uses."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
