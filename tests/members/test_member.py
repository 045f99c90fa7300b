from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Malformed
from members.member import LONGEST_NAME, age_on, check_password, has_tenure, net_of, plain_name

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


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_of_an_address_what_its_owner_cannot_change_counts(address, net):
    assert net_of(address) == net


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


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("  Union\tHospital,  Wuhan ", "union hospital, wuhan"),
        ("ＵＮＩＯＮ Hospital, Wuhan", "union hospital, wuhan"),
        ("Krankenhaus Straße", "krankenhaus strasse"),
        ("协和医院\u200b", "协和医院"),
        (" \u200b\u3164 ", ""),
    ],
)
def test_names_are_compared_by_a_plain_spelling(name, plain):
    assert plain_name(name) == plain


@given(st.text(max_size=200))
def test_a_plain_name_is_its_own_and_fits_its_column(name):
    plain = plain_name(name)
    assert plain_name(plain) == plain == plain.strip()
    assert len(plain) <= LONGEST_NAME
    assert plain_name(f"  {name[:99].upper()} ") == plain_name(plain_name(name[:99].upper()))
