"""The timetable of a dispute: each side writes a statement, and replies once to the other.

Both have the same time and the same length. Neither reads the other's statement before its own can
change no more, so that nobody writes second. What was saved when the time ends counts; a moment
later is late.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.errors import N_, Conflict

STATEMENT_TIME, REPLY_TIME = timedelta(days=10), timedelta(days=2)
LONGEST_REPLY = 2_000  # characters; a statement may have 5,000
LONGEST_WHY_MORE = 500
MOST_MORE_DAYS = 14  # for one text of one side, all extensions together


class Side(StrEnum):
    """Who writes."""

    CLAIMANT = "claimant"
    RESPONDENT = "respondent"

    @property
    def other(self) -> "Side":
        return Side.RESPONDENT if self is Side.CLAIMANT else Side.CLAIMANT


class Round(StrEnum):
    """What is written."""

    STATEMENT = "statement"
    REPLY = "reply"


class Phase(StrEnum):
    """What may be written now."""

    STATEMENTS = "statements"
    REPLIES = "replies"
    OVER = "over"


Place = tuple[Side, Round]


@dataclass(frozen=True)
class Exchange:
    """A dispute as far as its timetable knows it.

    handed_in: when a text was declared final. more: days that an officer added.
    """

    begun_at: datetime
    handed_in: Mapping[Place, datetime] = field(default_factory=dict)
    more: Mapping[Place, int] = field(default_factory=dict)

    def due(self, side: Side, round_: Round) -> datetime:
        """Return the moment from which a text takes no change any more."""
        if round_ == Round.STATEMENT:  # a page says it as a word
            start, time = self.begun_at, STATEMENT_TIME
        else:
            start, time = self.opened_at, REPLY_TIME
        return start + time + timedelta(days=self.more.get((side, round_), 0))

    def final_at(self, side: Side, round_: Round) -> datetime:
        """Return when a text is final: handed in, or its time over."""
        due = self.due(side, round_)
        return min(self.handed_in.get((side, round_), due), due)

    @property
    def opened_at(self) -> datetime:
        """When each side may read the other's statement, and reply to it."""
        return max(self.final_at(side, Round.STATEMENT) for side in Side)

    @property
    def over_at(self) -> datetime:
        """When nothing can be written any more."""
        return max(self.opened_at, *(self.final_at(side, Round.REPLY) for side in Side))

    def phase(self, now: datetime) -> Phase:
        """Return what may be written at `now`."""
        if now < self.opened_at:
            return Phase.STATEMENTS
        return Phase.REPLIES if now < self.over_at else Phase.OVER

    def open_round(self, side: Side, now: datetime) -> Round | None:
        """Return what a side may write at `now`; None where it waits for the other, or is done."""
        phase = self.phase(now)
        if phase is Phase.OVER:
            return None
        round_ = Round.STATEMENT if phase is Phase.STATEMENTS else Round.REPLY
        return round_ if now < self.final_at(side, round_) else None


def check_write(exchange: Exchange, side: Side, round_: Round, now: datetime) -> None:
    """Raise Conflict unless a side may write this now."""
    if exchange.open_round(side, now) is round_:
        return
    if (side, round_) in exchange.handed_in:
        raise Conflict(N_("You have handed this in. It can no longer be changed."))
    if round_ is Round.REPLY and exchange.phase(now) is Phase.STATEMENTS:
        raise Conflict(N_("You can reply once both statements are there."))
    raise Conflict(N_("The time for this is over. What was saved until then counts."))


def check_more(exchange: Exchange, side: Side, round_: Round, days: int, now: datetime) -> None:
    """Raise Conflict unless a side may have so many more days for a text."""
    if now >= exchange.final_at(side, round_):
        raise Conflict(N_("This text is final already. Late is late."))
    if round_ is Round.REPLY and exchange.phase(now) is Phase.STATEMENTS:
        raise Conflict(N_("The time to reply has not begun."))
    if days < 1 or exchange.more.get((side, round_), 0) + days > MOST_MORE_DAYS:
        raise Conflict(N_("At most %(most)s more days can be given."), most=MOST_MORE_DAYS)
