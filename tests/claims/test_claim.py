"""A claim's states and the rule of two people, as values."""

from dataclasses import replace
from datetime import date

import pytest

from claims import claim as rules
from claims.claim import Facts, Question, missing
from claims.examples import examples
from claims.life import State
from kernel.errors import Conflict

FULL = examples()["C-01"].facts


def test_a_full_claim_misses_nothing():
    assert missing(FULL) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": None}, "amount"),
        ({"tiers": (1, FULL.amount + 1)}, "tiers"),
        ({"summary": ""}, "summary"),
        ({"question": ""}, "question"),
        ({"claimant_says": ""}, "claimant_says"),
        ({"respondent_says": ""}, "respondent_says"),
        ({"clauses": ()}, "clauses"),
        ({"parties": ()}, "parties"),
        ({"standard": None}, "standard"),
        ({"decision_reason": ""}, "decision_reason"),
        ({"quiz": FULL.quiz[:2]}, "quiz_3_stem"),
        ({"quiz": (*FULL.quiz[:2], Question("?", ("a", "a", "b"), 0))}, "quiz_3_option_1"),
        ({"quiz": (*FULL.quiz[:2], Question("?", ("a", "b", "c"), None))}, "quiz_3_key"),
        ({"dates": replace(FULL.dates, joined=None)}, "joined"),
        ({"dates": replace(FULL.dates, event=None)}, "event"),
        ({"dates": replace(FULL.dates, accident=False, diagnosed=None)}, "diagnosed"),
        ({"dates": replace(FULL.dates, filed=None)}, "filed"),
        ({"dates": replace(FULL.dates, filed=date(2018, 12, 27))}, "filed"),
        ({"dates": replace(FULL.dates, born=date(2018, 11, 1))}, "born"),
    ],
)
def test_what_is_missing_is_named_with_the_field_that_mends_it(change, field):
    assert [issue.field for issue in missing(replace(FULL, **change))] == [field]


def test_amounts_in_dispute_reach_as_far_as_what_is_claimed():
    assert missing(replace(FULL, tiers=(1, FULL.amount))) == []
    assert [one.field for one in missing(replace(FULL, amount=None, tiers=(1, 2)))] == ["amount"]


def test_an_empty_claim_misses_nearly_everything():
    assert len(missing(Facts(title="Something"))) == 13


def test_only_a_claim_being_prepared_can_be_changed():
    rules.check_edit(State.PREPARED)
    for state in set(State) - {State.PREPARED}:
        with pytest.raises(Conflict):
            rules.check_edit(state)


def test_a_preparer_never_approves():
    rules.check_approve("oscar", ["olive"], 1, 1)
    with pytest.raises(Conflict, match="second officer"):
        rules.check_approve("olive", ["oscar", "olive", "oscar"], 1, 1)


def test_only_the_text_that_was_read_is_approved():
    with pytest.raises(Conflict, match="changed"):
        rules.check_approve("oscar", ["olive"], 2, 1)


def test_nobody_handles_a_claim_they_have_a_stake_in():
    rules.check_handler("olive", "clara")
    with pytest.raises(Conflict):
        rules.check_handler("olive", "olive")
    with pytest.raises(Conflict):
        rules.check_handler("olive", "clara", close=True)
