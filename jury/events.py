"""What happens around a jury that the registry remembers.

What concerns the decision itself (who was drawn, what was cast, what came of it) stands in the
case's own log. Jurors sign as `juror`: an account's reference would tell who sits.
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class RollPublished(Event):
    """A new epoch of the roll of all who may be drawn. strata: how many are alike in all that the
    roll says of them; in this order they stand on it. left_out: how many members are not on it, by
    the first reason that holds: `no-certificate`, `standing`, `age`, `tenure`."""

    kind: ClassVar[str] = "roll.published"

    epoch: int
    count: int
    root: str
    strata: dict[str, int]
    left_out: dict[str, int]


@dataclass(frozen=True)
class RollRemarked(Event):
    """A member said that a roll is wrong. Signed as "member"."""

    kind: ClassVar[str] = "roll.remarked"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    epoch: int


@dataclass(frozen=True)
class RollRemarkAnswered(Event):
    """An officer answered what a member said of a roll. upheld: nobody is drawn from that roll."""

    kind: ClassVar[str] = "roll.remark_answered"

    epoch: int
    upheld: bool


@dataclass(frozen=True)
class MockContested(Event):
    """A member said that the known answer of a practice case is wrong. name: of that case. Signed
    as "member"."""

    kind: ClassVar[str] = "mock.contested"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    name: str


@dataclass(frozen=True)
class MockContestAnswered(Event):
    """An editor answered what a member said against the known answer of a practice case. upheld:
    that case counts for nobody any more."""

    kind: ClassVar[str] = "mock.contest_answered"

    name: str
    upheld: bool


@dataclass(frozen=True)
class CaseFrozen(Event):
    """A case file was frozen and its log begun."""

    kind: ClassVar[str] = "case.frozen"

    case: str
    file: str


@dataclass(frozen=True)
class DrawOrdered(Event):
    """A draw was committed to: the roll, those left out, and the secret's commitment."""

    kind: ClassVar[str] = "draw.ordered"

    case: str
    draw: int


@dataclass(frozen=True)
class PanelDrawn(Event):
    """The secret was shown and the panel drawn."""

    kind: ClassVar[str] = "panel.drawn"

    case: str
    draw: int


@dataclass(frozen=True)
class SeatAccepted(Event):
    """A juror took a seat."""

    kind: ClassVar[str] = "seat.accepted"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "juror"

    case: str


@dataclass(frozen=True)
class SeatGivenUp(Event):
    """A juror gave a seat up or had to, or let the time to answer pass. Signed as "juror"."""

    kind: ClassVar[str] = "seat.given_up"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "juror"

    case: str
    why: str


@dataclass(frozen=True)
class PollOpened(Event):
    """The poll on a case was opened."""

    kind: ClassVar[str] = "poll.opened"

    case: str


@dataclass(frozen=True)
class PollClosed(Event):
    """The poll on a case was closed and its ballots put into the log."""

    kind: ClassVar[str] = "poll.closed"

    case: str


@dataclass(frozen=True)
class CaseDecided(Event):
    """The ballots of a case were opened and counted."""

    kind: ClassVar[str] = "case.decided"

    case: str
    outcome: str


@dataclass(frozen=True)
class CaseWithdrawn(Event):
    """The claimant withdrew a case; its box stays shut for good."""

    kind: ClassVar[str] = "jury_case.withdrawn"
    signed_as: ClassVar[str] = "claimant"

    case: str


@dataclass(frozen=True)
class CaseVoidProposed(Event):
    """An officer proposed to void a case that can come to no count: `no panel` or `key lost`."""

    kind: ClassVar[str] = "jury_case.void_proposed"

    case: str
    why: str


@dataclass(frozen=True)
class CaseVoided(Event):
    """A case was voided, by a second officer or by its deadline; its box stays shut for good."""

    kind: ClassVar[str] = "jury_case.voided"

    case: str
    why: str


@dataclass(frozen=True)
class ReasonModerated(Event):
    """An officer published or withheld a juror's reason after closing."""

    kind: ClassVar[str] = "reason.moderated"

    case: str
    reason: str
    published: bool


@dataclass(frozen=True)
class PrivateDataReported(Event):
    """A juror said that a case file shows private data; the case is halted. Signed as "juror"."""

    kind: ClassVar[str] = "jury_case.private_data"
    signed_as: ClassVar[str] = "juror"

    case: str


@dataclass(frozen=True)
class CaseHalted(Event):
    """An officer halted a case: `evidence` or `private_data`."""

    kind: ClassVar[str] = "jury_case.halted"

    case: str
    why: str


@dataclass(frozen=True)
class CaseResumed(Event):
    """An officer let a halted case go on; `file` is the digest of its file from now on."""

    kind: ClassVar[str] = "jury_case.resumed"

    case: str
    file: str
