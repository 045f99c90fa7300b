"""Where a juror stands in a case, and so what comes next. One answer, for every page that asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jury.randomness import Kind


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
    CHALLENGED = "challenged"
    LEFT = "left"
    LATE = "late"


class OfficerStep(StrEnum):
    """The next thing for an officer in a case."""

    ROLL = "roll"
    ROLL_LOGGED = "roll_logged"
    ROLL_LOOKED_AT = "roll_looked_at"
    ROLL_REMARKS = "roll_remarks"
    DRAW = "draw"
    DRAWING = "drawing"
    DIGITS = "digits"
    ROUND = "round"
    OVERDUE = "overdue"
    ANSWERS = "answers"
    CHALLENGES = "challenges"
    WORDS = "words"
    OPEN = "open"
    OPEN_ASSEMBLY = "open_assembly"
    POLL = "poll"
    COUNTING = "counting"
    SHARES = "shares"
    REASONS = "reasons"
    HOPELESS = "hopeless"
    NEW_PANEL = "new_panel"
    DONE = "done"


TO_DO = frozenset({Step.ANSWER, Step.QUIZ, Step.VOTE})
PENDING = frozenset({Step.STAND_BY, Step.WAIT, Step.VOTED, Step.HALTED, Step.COUNTING})
READS = frozenset({"accepted"})  # states of a seat whose holder reads the file
FOR_OFFICERS = frozenset(
    {
        OfficerStep.ROLL,
        OfficerStep.DRAW,
        OfficerStep.DIGITS,
        OfficerStep.OVERDUE,
        OfficerStep.OPEN,
        OfficerStep.OPEN_ASSEMBLY,
        OfficerStep.REASONS,
        OfficerStep.HOPELESS,
        OfficerStep.NEW_PANEL,
    }
)
IN_POLL = frozenset({Step.QUIZ, Step.VOTE, Step.VOTED})  # once it is open: it has an end then
MOVES_BY_ITSELF = frozenset({OfficerStep.ROLL_LOGGED, OfficerStep.DRAWING, OfficerStep.COUNTING})
CASTS = frozenset({Step.VOTE, Step.VOTED})
READS_THE_FILE = frozenset({Step.WAIT, Step.QUIZ, Step.VOTE, Step.VOTED, Step.COUNTING})


@dataclass(frozen=True)
class Standing:
    """What is known of a juror in a case.

    stage: frozen, committed, drawn, open, closed, decided, withdrawn or void.
    seat: alternate, summoned, accepted, declined, silent or stepped_down.
    challenged: a side gave a reason against them, which an officer found good.
    """

    stage: str
    seat: str
    answer_by: datetime | None = None
    closes_at: datetime | None = None
    halted: bool = False
    quiz_passed: bool = False
    voted: bool = False
    challenged: bool = False


def next_step(standing: Standing, now: datetime) -> Step:
    """Return the step that comes next at `now`.

    A poll is over at its closing second, whether or not the worker has been round.
    """
    if standing.stage in {"withdrawn", "void"}:
        return Step(standing.stage)
    if standing.challenged or standing.seat in {"declined", "stepped_down", "silent"}:
        return Step.CHALLENGED if standing.challenged else Step.LEFT
    if standing.stage == "decided":
        return Step.DECIDED
    if standing.halted and standing.seat != "alternate":
        return Step.HALTED  # for who is asked to take a seat too: they would read what it is about
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


class RollState(StrEnum):
    """What there is to draw from."""

    NONE = "roll"
    LOGGED = "roll_logged"  # it is being put into the log
    LOOKED_AT = "roll_looked_at"  # members may still say that it is wrong
    REMARKS = "roll_remarks"  # somebody said so, and was not answered
    USABLE = "draw"


@dataclass(frozen=True)
class Progress:
    """What is known of a case on the bench.

    waits_for: the kind of randomness that an announced draw waits for; None once it is there.
    due_by: from when on that is overdue.
    complete: nothing stands in the way of opening the poll.
    trustees: what is missing is theirs to bring, and nobody else's.
    challenges: one of them waits for an officer.
    hopeless: it can come to no count.
    assembly: nobody is drawn.
    new_panel: the verdict, or that the case is void, gives the question to a new panel, and there
    is none yet.
    """

    stage: str
    roll: RollState = RollState.USABLE
    waits_for: Kind | None = None
    due_by: datetime | None = None
    complete: bool = False
    trustees: bool = False
    challenges: bool = False
    closes_at: datetime | None = None
    reasons: int = 0
    hopeless: bool = False
    assembly: bool = False
    new_panel: bool = False


def officer_step(progress: Progress, now: datetime) -> OfficerStep:
    """Return what comes next for an officer at `now`."""
    if progress.hopeless:
        return OfficerStep.HOPELESS
    if progress.stage == "frozen" and not (progress.assembly and progress.roll is RollState.USABLE):
        return OfficerStep(progress.roll)
    if progress.stage == "frozen":
        return _before_opening(progress, OfficerStep.OPEN_ASSEMBLY)
    if progress.stage == "committed":
        return _until_the_lot(progress, now)
    if progress.stage == "drawn":
        opens = OfficerStep.OPEN if progress.complete else OfficerStep.ANSWERS
        return _before_opening(progress, opens)
    if progress.stage == "open":
        return OfficerStep.COUNTING if _past(progress.closes_at, now) else OfficerStep.POLL
    if progress.stage == "closed":
        return OfficerStep.SHARES if progress.trustees else OfficerStep.COUNTING
    if progress.new_panel:
        return OfficerStep.NEW_PANEL
    return OfficerStep.REASONS if progress.reasons else OfficerStep.DONE


def _before_opening(progress: Progress, opens: OfficerStep) -> OfficerStep:
    if progress.trustees:
        return OfficerStep.WORDS
    return OfficerStep.CHALLENGES if progress.challenges else opens


def _until_the_lot(progress: Progress, now: datetime) -> OfficerStep:
    if progress.waits_for is None:
        return OfficerStep.DRAWING
    if _past(progress.due_by, now):
        return OfficerStep.OVERDUE
    steps = {Kind.CEREMONY: OfficerStep.DIGITS, Kind.BEACON: OfficerStep.ROUND}
    return steps.get(progress.waits_for, OfficerStep.DRAWING)


def _past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
