"""The life of a claim: where it stands, what may be done to it there, and where that leads.

Every change of state in this room goes through `after`; what is not in the table cannot be done.
From `FROZEN` on the jury's case says more.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from kernel.errors import N_, Conflict


class State(StrEnum):
    """Where a claim stands."""

    FILING = "filing"  # the claimant writes, and brings papers
    INVESTIGATED = "investigated"  # handed in; an officer looks into it
    DECIDED = "decided"  # the plan has said what it makes of it; the claimant answers
    ACCEPTED = "accepted"  # the decision stands: the claimant agreed, or let the time pass
    DISPUTED = "disputed"  # both sides write their statements
    PREPARED = "prepared"  # an officer writes the neutral summary
    IN_REVIEW = "in_review"  # a second officer looks for whatever tells who somebody is
    SIGNED_OFF = "signed_off"  # by the second officer; the claimant reads what jurors will see
    AGREED = "agreed"  # by the claimant too; it can be frozen
    FROZEN = "frozen"  # before the jury
    WITHDRAWN = "withdrawn"  # for good


class Deed(StrEnum):
    """What is done to a claim."""

    HAND_IN = "hand_in"
    SEND_BACK = "send_back"
    PAY = "pay"
    DECIDE = "decide"
    ACCEPT = "accept"
    LAPSE = "lapse"
    DISPUTE = "dispute"
    CLOSE_EXCHANGE = "close_exchange"
    SEND = "send"
    RETURN = "return"
    APPROVE = "approve"
    AGREE = "agree"
    REFUSE = "refuse"
    STRIKE = "strike"
    FREEZE = "freeze"
    TAKE_BACK = "take_back"
    REOPEN = "reopen"
    OPEN_APPEAL = "open_appeal"
    WITHDRAW = "withdraw"


_BEFORE_THE_JURY = (
    State.FILING,
    State.INVESTIGATED,
    State.DECIDED,
    State.DISPUTED,
    State.PREPARED,
    State.IN_REVIEW,
    State.SIGNED_OFF,
    State.AGREED,
)

WAY: Mapping[tuple[State, Deed], State] = MappingProxyType(
    {
        (State.FILING, Deed.HAND_IN): State.INVESTIGATED,
        (State.INVESTIGATED, Deed.SEND_BACK): State.FILING,
        (State.INVESTIGATED, Deed.PAY): State.ACCEPTED,
        (State.INVESTIGATED, Deed.DECIDE): State.DECIDED,
        (State.DECIDED, Deed.ACCEPT): State.ACCEPTED,
        (State.DECIDED, Deed.LAPSE): State.ACCEPTED,
        (State.DECIDED, Deed.DISPUTE): State.DISPUTED,
        (State.DISPUTED, Deed.CLOSE_EXCHANGE): State.PREPARED,
        (State.PREPARED, Deed.SEND): State.IN_REVIEW,
        (State.IN_REVIEW, Deed.RETURN): State.PREPARED,
        (State.IN_REVIEW, Deed.APPROVE): State.SIGNED_OFF,
        (State.SIGNED_OFF, Deed.RETURN): State.PREPARED,
        (State.SIGNED_OFF, Deed.REFUSE): State.PREPARED,
        (State.SIGNED_OFF, Deed.STRIKE): State.IN_REVIEW,  # nothing is written, but it is read anew
        (State.SIGNED_OFF, Deed.AGREE): State.AGREED,
        (State.AGREED, Deed.RETURN): State.PREPARED,
        (State.AGREED, Deed.FREEZE): State.FROZEN,
        (State.FROZEN, Deed.TAKE_BACK): State.PREPARED,  # its text changes; the case is halted
        (State.FROZEN, Deed.REOPEN): State.PREPARED,  # an objection to the payment was upheld
        (State.ACCEPTED, Deed.REOPEN): State.INVESTIGATED,
        (State.FROZEN, Deed.OPEN_APPEAL): State.FROZEN,  # on the same file, before another jury
        **{(state, Deed.WITHDRAW): State.WITHDRAWN for state in _BEFORE_THE_JURY},
        (State.FROZEN, Deed.WITHDRAW): State.WITHDRAWN,  # until the poll closes, as the jury knows
    }
)

NOT_NOW = {
    Deed.HAND_IN: N_("The claim is handed in already. What is missing can still be brought."),
    Deed.SEND_BACK: N_("The claim is not being investigated."),
    Deed.PAY: N_("The claim is not being investigated."),
    Deed.DECIDE: N_("The claim is not being investigated."),
    Deed.ACCEPT: N_("There is no decision that waits for your answer."),
    Deed.LAPSE: N_("There is no decision that waits for an answer."),
    Deed.DISPUTE: N_("There is no decision that waits for your answer."),
    Deed.CLOSE_EXCHANGE: N_("No statements are being exchanged."),
    Deed.SEND: N_("The claim is not being prepared any more. Have it returned first."),
    Deed.RETURN: N_("Only a claim in review, signed off or agreed to can be returned."),
    Deed.APPROVE: N_("The claim is not in review."),
    Deed.AGREE: N_("There is no text that waits for your agreement."),
    Deed.REFUSE: N_("There is no text that waits for your agreement."),
    Deed.STRIKE: N_("There is no text that waits for your agreement."),
    Deed.FREEZE: N_(
        "The case cannot be frozen now: the claimant has not agreed to the text yet, or it is "
        "frozen already."
    ),
    Deed.TAKE_BACK: N_("No jury reads this claim."),
    Deed.REOPEN: N_("This claim is not settled."),
    Deed.OPEN_APPEAL: N_("Only what a jury decided can be appealed."),
    Deed.WITHDRAW: N_("This claim is over. There is nothing left to withdraw."),
}


def by_now(state: State, answer_by: datetime | None, now: datetime) -> State:
    """Return where a claim stands at `now`. answer_by: the end of the time to answer the decision:
    from then on it stands, whether or not the worker has been round."""
    over = answer_by is not None and answer_by <= now
    return State.ACCEPTED if state is State.DECIDED and over else state


def after(state: State, deed: Deed) -> State:
    """Return where a deed leads; raises Conflict where it cannot be done."""
    if state is State.WITHDRAWN:
        raise Conflict(N_("The claim was withdrawn."))
    found = WAY.get((state, deed))
    if found is None:
        raise Conflict(NOT_NOW[deed])
    return found
