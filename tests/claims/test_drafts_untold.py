"""The log says nothing of a claim before it is handed in, and then no time of day."""

import re
from dataclasses import replace

import pytest

from audit.event import KINDS
from claims.actions import (
    add_paper,
    change_filing,
    hand_in_claim,
    name_adviser,
    open_paper,
    remove_adviser,
    remove_paper,
    send_back,
    withdraw,
)
from claims.papers import Paper
from claims.timetable import Side
from claims.uploads import judge
from tests.claims.filed import FILED
from tests.claims.making import png
from tests.claims.test_actions import logged


@pytest.fixture
def told(work):
    """Return what the log tells of a claim."""
    return lambda ref: [entry for entry in logged(work) if entry.get("claim") == ref]


def write(do, cast, ref):
    """Do to a draft all that its claimant can."""
    with_more = replace(FILED, story=f"{FILED.story} It hurt.")
    do(cast.clara, change_filing, ref, with_more, 1)
    row = do(cast.clara, add_paper, ref, Paper.BIRTH, judge(png(), "birth.png"))
    do(cast.clara, open_paper, ref, Side.CLAIMANT, row.id)
    do(cast.clara, remove_paper, ref, Side.CLAIMANT, row.id)
    do(cast.clara, name_adviser, ref, cast.jurors[0].ref)
    do(cast.clara, remove_adviser, ref)


def test_nothing_is_told_before_a_claim_is_handed_in(do, cast, told, filed):
    write(do, cast, filed)
    assert told(filed) == []
    do(cast.clara, hand_in_claim, filed)
    [entry] = told(filed)
    assert entry["kind"] == "claim.handed_in"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["at"]), "the day alone"


def test_a_draft_that_was_given_up_was_never_there(do, cast, told, filed):
    write(do, cast, filed)
    do(cast.clara, withdraw, filed)
    assert told(filed) == []


def test_what_was_handed_in_once_is_no_draft_though_it_came_back(do, cast, told, filed):
    do(cast.clara, hand_in_claim, filed)
    do(cast.olive, send_back, filed, "The paper of birth is missing.")
    do(cast.clara, add_paper, filed, Paper.BIRTH, judge(png(), "birth.png"))
    do(cast.clara, withdraw, filed)
    assert [entry["kind"] for entry in told(filed)] == [
        "claim.handed_in",
        "claim.sent_back",
        "claim.paper_added",
        "claim.papers_erased",
        "claim.withdrawn",
    ]


def test_no_entry_tells_at_what_time_of_day_a_claimant_acted():
    ours = [one for kind, one in KINDS.items() if kind.startswith("claim.")]
    by_claimants = [one for one in ours if one.signed_as == "claimant"]
    assert len(by_claimants) > 10
    assert [one.kind for one in by_claimants if not one.coarse] == []
