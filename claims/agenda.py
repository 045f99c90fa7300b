"""What comes next with a claim on an officer's desk: what it is, whether they do it, until when.

One answer, for the list of claims and for the desk. A deadline is that of a rule, which is named
with it; where no rule sets one, none runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from claims.life import State, by_now
from claims.settlement import Settlement
from claims.timetable import Exchange, Round, Side
from jury.step import FOR_OFFICERS, OfficerStep

SOON = timedelta(days=2)  # before a deadline: from then on it presses


class Next(StrEnum):
    """What comes next."""

    LOOK_AGAIN = "look_again"  # a case is halted: nobody reads or votes
    OBJECTION = "objection"
    OPEN_APPEAL = "open_appeal"
    INVESTIGATE = "investigate"
    STATEMENT = "statement"
    REPLY = "reply"
    PREPARE = "prepare"
    REFUSED = "refused"  # the same, of a text that the claimant did not agree to
    REVIEW = "review"
    FREEZE = "freeze"
    CASE = "case"  # what the bench of the jury says
    ANSWER = "answer"  # the claimant accepts the decision, or disputes it
    THEIR_TEXT = "their_text"
    AGREEMENT = "agreement"
    SETTLING = "settling"  # members may object, or a side appeal
    OVER = "over"


class Rule(StrEnum):
    """What sets a deadline."""

    ANSWER = "answer"
    STATEMENT = "statement"
    REPLY = "reply"
    SEATS = "seats"
    POLL = "poll"
    TRUSTEES = "trustees"
    OBJECTION = "objection"
    APPEAL = "appeal"


ALARMS = frozenset({Next.LOOK_AGAIN, Next.OBJECTION, Next.OPEN_APPEAL})
_AT_THE_BENCH = {
    OfficerStep.ANSWERS: Rule.SEATS,
    OfficerStep.POLL: Rule.POLL,
    OfficerStep.WORDS: Rule.TRUSTEES,
    OfficerStep.SHARES: Rule.TRUSTEES,
}
_TEXTS = {Round.STATEMENT: Next.STATEMENT, Round.REPLY: Next.REPLY}


@dataclass(frozen=True)
class Deadline:
    """When the time is over, and by which rule."""

    at: datetime
    rule: Rule


@dataclass(frozen=True)
class Task:
    """One thing that comes next. yours: whether this officer may do it now. holds_up: whether
    jurors wait for it, whose case is halted."""

    next: Next
    yours: bool = False
    deadline: Deadline | None = None
    holds_up: bool = False

    def presses(self, now: datetime) -> bool:
        """Whether it is never left out of a list: it holds up a jury or a payment, or its time is
        nearly over."""
        soon = self.deadline is not None and self.deadline.at - now <= SOON
        return self.yours and (self.next in ALARMS or self.holds_up or soon)


@dataclass(frozen=True)
class Known:
    """What is known of a claim, for one officer.

    mine: whether they prepared it. answer_by: the end of the time to answer a decision. objections:
    how many are open; may_answer: whether this officer may answer them. unheard: whether an appeal
    waits for its case. halted: whether its case is. refused: whether the claimant did not agree to
    the text as it was. bench: what comes next with its case, until when; None where it has none
    that they may handle.
    """

    state: State
    mine: bool = False
    answer_by: datetime | None = None
    exchange: Exchange | None = None
    settlement: Settlement | None = None
    objections: int = 0
    may_answer: bool = False
    unheard: bool = False
    halted: bool = False
    refused: bool = False
    bench: OfficerStep | None = None
    until: datetime | None = None


def tasks(known: Known, now: datetime) -> tuple[Task, ...]:
    """Return what comes next, what presses most first; `OVER` where nothing does."""
    found = [*_alarms(known), *_on_its_way(known, now)]
    return tuple(found) or (Task(Next.OVER),)


def order(found: tuple[Task, ...], since: date, ref: str, now: datetime) -> tuple[object, ...]:
    """Return what a list of claims is sorted by: what presses, then the oldest deadline, then what
    waits for longest. since: the day on which a claim was filed."""
    deadline = found[0].deadline
    ahead = (deadline.at if deadline else now) - now
    pressing = any(one.presses(now) for one in found)
    return not pressing, deadline is None, ahead, since, ref


def days_left(deadline: datetime, now: datetime) -> int:
    """Return how many whole days are left; 0 on the last one, less when it is over."""
    return (deadline - now).days


def _alarms(known: Known) -> Iterator[Task]:
    if known.halted and known.state is State.FROZEN:
        yield Task(Next.LOOK_AGAIN, yours=True)
    if known.objections:
        yield Task(Next.OBJECTION, yours=known.may_answer)
    if known.unheard and known.state is State.FROZEN:
        yield Task(Next.OPEN_APPEAL, yours=True)


def _on_its_way(known: Known, now: datetime) -> Iterator[Task]:
    match by_now(known.state, known.answer_by, now):
        case State.INVESTIGATED:
            yield Task(Next.INVESTIGATE, yours=True)
        case State.DECIDED:
            until = Deadline(known.answer_by, Rule.ANSWER) if known.answer_by else None
            yield Task(Next.ANSWER, deadline=until)
        case State.DISPUTED if known.exchange is not None:
            yield _in_dispute(known.exchange, now)
        case State.PREPARED:
            what = Next.REFUSED if known.refused else Next.PREPARE
            yield Task(what, yours=True, holds_up=known.halted)
        case State.IN_REVIEW:
            yield Task(Next.REVIEW, yours=not known.mine, holds_up=known.halted)
        case State.SIGNED_OFF:
            yield Task(Next.AGREEMENT)
        case State.AGREED:
            yield Task(Next.FREEZE, yours=True, holds_up=known.halted)
        case State.FROZEN | State.ACCEPTED:
            yield from _at_the_jury(known)
            yield from _settling(known.settlement, now)


def _in_dispute(exchange: Exchange, now: datetime) -> Task:
    """Return the plan's own text while it may be written, else that its claimant writes still."""
    for side in (Side.RESPONDENT, Side.CLAIMANT):
        round_ = exchange.open_round(side, now)
        if round_ is not None:
            until = Deadline(exchange.due(side, round_), Rule(round_.value))
            ours = side is Side.RESPONDENT
            return Task(_TEXTS[round_] if ours else Next.THEIR_TEXT, yours=ours, deadline=until)
    return Task(Next.THEIR_TEXT)  # over, or soon: the worker takes the texts over


def _at_the_jury(known: Known) -> Iterator[Task]:
    if known.bench is None or known.bench is OfficerStep.DONE or known.halted:
        return
    rule = _AT_THE_BENCH.get(known.bench)
    until = Deadline(known.until, rule) if rule and known.until else None
    yield Task(Next.CASE, yours=known.bench in FOR_OFFICERS, deadline=until)


def _settling(settlement: Settlement | None, now: datetime) -> Iterator[Task]:
    if settlement is None or settlement.pending:
        return
    if settlement.may_object(now):
        yield Task(Next.SETTLING, deadline=Deadline(settlement.object_until, Rule.OBJECTION))
    elif any(settlement.may_appeal(side, now) for side in Side):
        yield Task(Next.SETTLING, deadline=Deadline(settlement.appeal_until, Rule.APPEAL))
