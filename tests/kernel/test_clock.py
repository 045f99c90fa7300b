"""What is today to somebody who types a day."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kernel.clock import lies_ahead

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("moment", "days", "ahead"),
    [
        (datetime(2026, 3, 2, 0, tzinfo=UTC), 0, False),
        (datetime(2026, 3, 2, 9, 59, 59, tzinfo=UTC), 1, True),  # nowhere yet
        (datetime(2026, 3, 2, 10, tzinfo=UTC), 1, False),  # on the Line Islands
        (datetime(2026, 3, 2, 23, tzinfo=UTC), 2, True),
        (datetime(2026, 3, 3, 0, tzinfo=timezone(timedelta(hours=14))), 1, False),
    ],
)
def test_a_day_lies_ahead_until_it_begins_somewhere(moment, days, ahead):
    assert lies_ahead(TODAY + timedelta(days), moment) is ahead
