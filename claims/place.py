"""Where a claim stands for its claimant, by its own state and that of its case before the jury."""

from datetime import datetime

from claims.life import State
from claims.timetable import Exchange, Phase, Round, Side

# While an officer still writes, there is nothing that could be trusted to stay.
READABLE = frozenset({State.IN_REVIEW, State.SIGNED_OFF, State.AGREED, State.FROZEN})
_OF_STATE = {
    State.FILING: "filing",
    State.INVESTIGATED: "investigated",
    State.DECIDED: "decided",
    State.ACCEPTED: "accepted",
    State.DISPUTED: "disputed",
    State.SIGNED_OFF: "text",
    State.AGREED: "agreed",
    State.WITHDRAWN: "withdrawn",
}
_OF_STAGE = {"committed": "frozen", "decided": "verdict"}  # the others are called as they are
_AT = {
    "filing": 0,
    "investigated": 1,
    "decided": 1,
    "disputed": 2,
    "replying": 2,
    "waiting": 2,
    "preparing": 3,
    "text": 3,
    "agreed": 4,
    "frozen": 4,
    "drawn": 5,
    "open": 6,
    "closed": 7,
    "verdict": 8,
}


def place_of(state: State, stage: str | None) -> str:
    """Return the place of a claim. stage: of its case, which counts while it is before the jury."""
    if state is State.FROZEN and stage is not None:
        return _OF_STAGE.get(stage, stage)
    return _OF_STATE.get(state, "preparing")


def place_in(exchange: Exchange, now: datetime) -> str:
    """Return the place of a claim whose dispute is not closed, by what its claimant may write."""
    if exchange.phase(now) is Phase.OVER:  # whether or not the worker has been round
        return "preparing"
    match exchange.open_round(Side.CLAIMANT, now):
        case Round.STATEMENT:
            return "disputed"
        case Round.REPLY:
            return "replying"
        case _:
            return "waiting"


def way_of(place: str) -> int | None:
    """Return how many steps of the way lie behind; None where the claim left the way."""
    return _AT.get(place)
