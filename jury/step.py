"""Where a juror stands in a case, and so what comes next. One answer, for every page that asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """The next thing for the holder of a seat."""

    STAND_BY = "stand_by"
    ANSWER = "answer"
    WAIT = "wait"
    QUIZ = "quiz"
    VOTE = "vote"
    VOTED = "voted"
    HALTED = "halted"
    COUNTING = "counting"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    LEFT = "left"
    LATE = "late"


class OfficerStep(StrEnum):
    """The next thing for an officer in a case."""

    ROLL = "roll"
    DRAW = "draw"
    DRAWING = "drawing"
    ANSWERS = "answers"
    OPEN = "open"
    POLL = "poll"
    COUNTING = "counting"
    REASONS = "reasons"
    NEW_PANEL = "new_panel"
    DONE = "done"


TO_DO = frozenset({Step.ANSWER, Step.QUIZ, Step.VOTE})
PENDING = frozenset({Step.STAND_BY, Step.WAIT, Step.VOTED, Step.HALTED, Step.COUNTING})
READS = frozenset({"accepted"})  # states of a seat whose holder reads the file
FOR_OFFICERS = frozenset(
    {
        OfficerStep.ROLL,
        OfficerStep.DRAW,
        OfficerStep.OPEN,
        OfficerStep.REASONS,
        OfficerStep.NEW_PANEL,
    }
)
MOVES_BY_ITSELF = frozenset({OfficerStep.DRAWING, OfficerStep.COUNTING})
CASTS = frozenset({Step.VOTE, Step.VOTED})
READS_THE_FILE = frozenset({Step.WAIT, Step.QUIZ, Step.VOTE, Step.VOTED, Step.COUNTING})


@dataclass(frozen=True)
class Standing:
    """What is known of a juror in a case.

    stage: frozen, committed, drawn, open, closed, decided, withdrawn or void.
    seat: alternate, summoned, accepted, declined, silent or stepped_down.
    """

    stage: str
    seat: str
    answer_by: datetime | None = None
    closes_at: datetime | None = None
    halted: bool = False
    quiz_passed: bool = False
    voted: bool = False


def next_step(standing: Standing, now: datetime) -> Step:
    """Return the step that comes next at `now`.

    A poll is over at its closing second, whether or not the worker has been round.
    """
    if standing.stage in {"withdrawn", "void"}:
        return Step(standing.stage)
    if standing.seat in {"declined", "stepped_down", "silent"}:
        return Step.LEFT
    if standing.stage == "decided":
        return Step.DECIDED
    if standing.halted and standing.seat not in {"alternate", "summoned"}:
        return Step.HALTED
    over = _past(standing.closes_at, now) and not standing.halted
    if standing.stage == "closed" or over:
        return Step.COUNTING
    if standing.seat == "alternate":
        return Step.STAND_BY
    if standing.seat == "summoned":
        return Step.LATE if _past(standing.answer_by, now) else Step.ANSWER
    if not standing.quiz_passed:
        return Step.QUIZ  # before the poll too: who has read is ready when it opens
    if standing.stage != "open":
        return Step.WAIT
    return Step.VOTED if standing.voted else Step.VOTE


@dataclass(frozen=True)
class Progress:
    """What is known of a case on the bench.

    complete: nothing stands in the way of opening the poll.
    new_panel: the verdict gives the question to a new panel, and there is none yet.
    """

    stage: str
    has_roll: bool = True
    complete: bool = False
    closes_at: datetime | None = None
    reasons: int = 0
    new_panel: bool = False


def officer_step(progress: Progress, now: datetime) -> OfficerStep:
    """Return what comes next for an officer at `now`."""
    if progress.stage == "frozen":
        return OfficerStep.DRAW if progress.has_roll else OfficerStep.ROLL
    if progress.stage == "committed":
        return OfficerStep.DRAWING
    if progress.stage == "drawn":
        return OfficerStep.OPEN if progress.complete else OfficerStep.ANSWERS
    if progress.stage == "open":
        return OfficerStep.COUNTING if _past(progress.closes_at, now) else OfficerStep.POLL
    if progress.stage == "closed":
        return OfficerStep.COUNTING
    if progress.new_panel:
        return OfficerStep.NEW_PANEL
    return OfficerStep.REASONS if progress.reasons else OfficerStep.DONE


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
