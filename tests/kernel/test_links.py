"""A link opens what it was signed for, until its time is over, and nothing else."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict, Missing
from kernel.links import Link, address, read
from kernel.settings import Settings
from tests.clock import START

HOUSE = Settings(home=None, secret_key="one-secret", base_url="https://plan.example")
OTHER = Settings(home=None, secret_key="other-secret", base_url="https://plan.example")
UNTIL = START + timedelta(hours=2)


def token(link):
    return link.address(HOUSE).rpartition("/")[2]


@given(st.lists(st.text(max_size=30), max_size=3))
def test_a_link_says_what_it_was_given(values):
    link = Link("/join", tuple(values), UNTIL)
    assert link.address(HOUSE).startswith("https://plan.example/join/")
    assert read(HOUSE, "/join", token(link), START) == values
    assert address(HOUSE, link.as_json()) == link.address(HOUSE)


def test_a_link_ends_at_its_time():
    link = token(Link("/join", ("a",), UNTIL))
    assert read(HOUSE, "/join", link, UNTIL - timedelta(seconds=1)) == ["a"]
    with pytest.raises(Conflict):
        read(HOUSE, "/join", link, UNTIL)
    assert read(HOUSE, "/mail", token(Link("/mail", ("a",))), START + timedelta(days=999)) == ["a"]


@pytest.mark.parametrize("bad", ["", "x", ".", "W10.", "eyJh.x"])
def test_what_we_have_not_signed_leads_nowhere(bad):
    with pytest.raises(Missing):
        read(HOUSE, "/join", bad, START)


def test_a_link_for_one_page_opens_no_other_and_no_other_house():
    link = token(Link("/join", ("a",), UNTIL))
    for settings, path in ((HOUSE, "/password"), (OTHER, "/join")):
        with pytest.raises(Missing):
            read(settings, path, link, START)


@given(st.data())
def test_a_changed_letter_spoils_it(data):
    link = token(Link("/join", ("kim@plan.example",), UNTIL))
    at = data.draw(st.integers(0, link.rindex(".") - 1))
    letter = data.draw(st.sampled_from("Aa0_-").filter(lambda one: one != link[at]))
    with pytest.raises(Missing):
        read(HOUSE, "/join", link[:at] + letter + link[at + 1 :], START)
