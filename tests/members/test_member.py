from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.errors import Malformed
from members.member import age_on, check_password, has_tenure

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 11, 23), date(2018, 11, 22), 17),
        (date(2000, 11, 23), date(2018, 11, 23), 18),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
    ],
)
def test_age_is_counted_in_whole_years(born, day, age):
    assert age_on(born, day) == age


def test_thirty_days_make_tenure_to_the_second():
    assert has_tenure(NOW - timedelta(days=30), NOW)
    assert not has_tenure(NOW - timedelta(days=30) + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    "password", ["too short", "aaaaaaaaaaaaaaaaaaa", "my name is clara voss", "claraclaraclara1"]
)
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(Malformed):
        check_password(password, "clara@village.example", "Clara Voss")


def test_four_plain_words_are_a_good_password():
    check_password("timber otter velvet plum", "clara@village.example", "Clara Voss")
