"""A clock that tests hold in their hand."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class TestClock:
    """Tells the time it was set to until it is moved."""

    __test__ = False  # not a class of tests

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta | None = None, **amount: float) -> datetime:
        """Go on by a timedelta, or by its keywords: `clock.move(hours=2)`; return the new time."""
        self.now += by if by is not None else timedelta(**amount)
        return self.now

    def set(self, now: datetime) -> datetime:
        """Go to a moment; return it."""
        self.now = now
        return self.now
