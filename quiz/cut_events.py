"""What happens in the cut score room that the registry remembers.

How a judge thinks of a question stands in no log; what a round came to is held by a digest.
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class CutStudyBegun(Event):
    """An editor began a study of where the cut of a specification should stand.

    digest: SHA-256 over the questions that it covers, in their order.
    """

    kind: ClassVar[str] = "cut.begun"

    study: str
    specification: str
    questions: int
    digest: str


@dataclass(frozen=True)
class CutJudgeInvited(Event):
    """An editor let somebody judge in a study. What they think of a question is in no log."""

    kind: ClassVar[str] = "cut.judge_invited"

    study: str
    judge: str


@dataclass(frozen=True)
class CutRoundHandedIn(Event):
    """A judge handed in their estimates of a round: they change no more."""

    kind: ClassVar[str] = "cut.handed_in"

    study: str
    round: int


@dataclass(frozen=True)
class CutRoundClosed(Event):
    """An editor closed a round of a study. It recommends a cut; it changes none.

    judges: how many count. cut: what the second round recommends, 0 of the first. digest: SHA-256
    over the estimates that count, sorted within each question, so that none can be changed later
    and none is tied to a judge.
    """

    kind: ClassVar[str] = "cut.round_closed"

    study: str
    round: int
    judges: int
    cut: int
    digest: str
