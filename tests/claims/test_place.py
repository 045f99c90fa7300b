"""Where a claim stands for its claimant: each place has its words, and a step of the way."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.life import State
from claims.place import place_in, place_of, way_of
from claims.timetable import Exchange, Round, Side
from claims.wording import PLACES, WAY
from jury.models import BEFORE_CLOSING, STAGES


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("stage", [None, *STAGES])
def test_each_place_has_its_words(state, stage):
    place = place_of(state, stage)
    assert place in PLACES
    assert way_of(place) in {None, *range(len(WAY) + 1)}


def test_an_earlier_case_says_nothing_of_a_claim_that_was_taken_up_again():
    assert place_of(State.PREPARED, "decided") == "preparing"
    assert place_of(State.FROZEN, "decided") == "verdict"
    assert place_of(State.WITHDRAWN, "withdrawn") == "withdrawn"


def test_before_the_poll_has_closed_the_way_goes_on():
    assert [way_of(place_of(State.FROZEN, one)) for one in BEFORE_CLOSING] == [4, 4, 5, 6]


@pytest.mark.parametrize(
    ("handed_in", "days", "place"),
    [
        ((), 0, "disputed"),
        (((Side.RESPONDENT, Round.STATEMENT),), 1, "disputed"),
        (((Side.CLAIMANT, Round.STATEMENT),), 1, "waiting"),
        ((), 10, "replying"),
        (((Side.CLAIMANT, Round.REPLY),), 11, "waiting"),
        ((), 12, "preparing"),
    ],
)
def test_in_a_dispute_it_is_said_who_has_to_write(handed_in, days, place):
    begun = datetime(2026, 3, 2, tzinfo=UTC)
    at = begun + timedelta(days=days)
    found = place_in(Exchange(begun, dict.fromkeys(handed_in, at)), at)
    assert found == place
    assert found in PLACES
    assert way_of(found) in {2, 3}
