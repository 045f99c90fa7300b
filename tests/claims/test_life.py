"""The life of a claim: nothing skips a sign-off, and nothing comes back from a withdrawal."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from claims.life import NOT_NOW, WAY, Deed, State, after, by_now
from kernel.errors import Conflict


def test_every_deed_has_its_place_and_its_refusal():
    assert {deed for _state, deed in WAY} == set(Deed)
    assert set(NOT_NOW) == set(Deed)
    assert {state for state, _deed in WAY} == set(State) - {State.WITHDRAWN}


@pytest.mark.parametrize("deed", Deed)
def test_a_withdrawn_claim_is_withdrawn_for_good(deed):
    with pytest.raises(Conflict, match="withdrawn"):
        after(State.WITHDRAWN, deed)


def test_a_claim_can_be_withdrawn_until_the_decision_stands():
    can = {state for state, deed in WAY if deed is Deed.WITHDRAW}
    assert can == set(State) - {State.ACCEPTED, State.WITHDRAWN}


def test_a_decision_that_nobody_answered_stands_from_the_last_moment_on():
    end = datetime(2026, 3, 2, tzinfo=UTC)
    assert by_now(State.DECIDED, end, end - timedelta(microseconds=1)) is State.DECIDED
    assert by_now(State.DECIDED, end, end) is State.ACCEPTED
    assert by_now(State.DISPUTED, end, end) is State.DISPUTED
    assert by_now(State.FILING, None, end) is State.FILING


class Life(RuleBasedStateMachine):
    """Deeds at random, as they are let; what was signed since the text last changed is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.FILING
        self.signed: set[Deed] = set()
        self.ended = False

    @precondition(lambda self: any(state is self.state for state, _deed in WAY))
    @rule(data=st.data())
    def does(self, data) -> None:
        deed = data.draw(st.sampled_from(sorted(d for s, d in WAY if s is self.state)))
        if deed in {Deed.SEND, Deed.RETURN, Deed.REFUSE}:
            self.signed = set()
        if deed in {Deed.APPROVE, Deed.AGREE}:
            self.signed.add(deed)
        if deed is Deed.FREEZE:
            assert self.signed == {Deed.APPROVE, Deed.AGREE}
        self.state = after(self.state, deed)

    @rule(deed=st.sampled_from(Deed))
    def tries(self, deed) -> None:
        if (self.state, deed) not in WAY:
            with pytest.raises(Conflict):
                after(self.state, deed)

    @invariant()
    def never_comes_back(self) -> None:
        assert not self.ended or self.state is State.WITHDRAWN
        self.ended = self.state is State.WITHDRAWN


TestLife = Life.TestCase


@given(st.lists(st.sampled_from(Deed), max_size=30))
def test_before_the_jury_comes_the_claimants_agreement(deeds):
    state, seen = State.FILING, []
    for deed in deeds:
        try:
            state = after(state, deed)
        except Conflict:
            continue
        seen.append(deed)
    if state is State.FROZEN and seen[-1] is Deed.FREEZE:
        assert seen[-3:-1] == [Deed.APPROVE, Deed.AGREE]
