"""What happens to the rule book, as the registry remembers it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class ClausePublished(Event):
    """A version of a clause was published; the digest holds all that it says."""

    kind: ClassVar[str] = "clause.published"

    clause: str
    version: int
    digest: str
    in_force_from: date


@dataclass(frozen=True)
class ClausePlaced(Event):
    """A clause stands elsewhere in the book from a day on; its words stay."""

    kind: ClassVar[str] = "clause.placed"

    clause: str
    section: str
    number: str
    in_force_from: date


@dataclass(frozen=True)
class ClauseEnded(Event):
    """A clause ends: from this day on it is in force no more."""

    kind: ClassVar[str] = "clause.ended"

    clause: str
    in_force_until: date


@dataclass(frozen=True)
class VersionTakenBack(Event):
    """What was to happen to a clause on a day ahead was taken back before it came."""

    kind: ClassVar[str] = "clause.taken_back"

    clause: str
    day: date


@dataclass(frozen=True)
class TermDefined(Event):
    """A defined term was added to the book or given other forms."""

    kind: ClassVar[str] = "term.defined"

    term: str
    forms: list[str]
    clause: str


@dataclass(frozen=True)
class RevisionOpened(Event):
    """An editor opened a revision of the rules."""

    kind: ClassVar[str] = "revision.opened"

    revision: str


@dataclass(frozen=True)
class RevisionChanged(Event):
    """The words of a revision changed; what: amendment, removal, summary, questions or rebase."""

    kind: ClassVar[str] = "revision.changed"

    revision: str
    edition: int
    what: str


@dataclass(frozen=True)
class RevisionWeighed(Event):
    """An editor said something of one change; what: reason, weight, stance, waiver or worked."""

    kind: ClassVar[str] = "revision.weighed"

    revision: str
    edition: int
    what: str


@dataclass(frozen=True)
class RevisionSent(Event):
    """A draft went to the language group. words: SHA-256 over what its amendments say."""

    kind: ClassVar[str] = "revision.sent"

    revision: str
    edition: int
    words: str


@dataclass(frozen=True)
class RevisionReturned(Event):
    """A revision went back to be changed, by a reviewer, its author or an objection."""

    kind: ClassVar[str] = "revision.returned"

    revision: str
    edition: int


@dataclass(frozen=True)
class RevisionSignedOff(Event):
    """An editor who did not write it signed a revision off."""

    kind: ClassVar[str] = "revision.signed_off"

    revision: str
    edition: int


@dataclass(frozen=True)
class ConsultationOpened(Event):
    """A revision was put before the members."""

    kind: ClassVar[str] = "consultation.opened"

    revision: str
    edition: int
    closes_at: datetime


@dataclass(frozen=True)
class ConsultationClosed(Event):
    """A consultation was counted. comprehension: right answers of a thousand, -1 for none."""

    kind: ClassVar[str] = "consultation.closed"

    revision: str
    votes_for: int
    votes_against: int
    abstained: int
    comprehension: int
    passed: bool


@dataclass(frozen=True)
class RevisionApproved(Event):
    """A revision was approved: by its sign-offs, or by the members' vote."""

    kind: ClassVar[str] = "revision.approved"

    revision: str
    edition: int


@dataclass(frozen=True)
class RevisionScheduled(Event):
    """An approved revision was given the day on which it comes into force."""

    kind: ClassVar[str] = "revision.scheduled"

    revision: str
    effective_on: date


@dataclass(frozen=True)
class RevisionObjected(Event):
    """A member objected to an editorial revision, which goes back to be weighed as more."""

    kind: ClassVar[str] = "revision.objected"
    signed_as: ClassVar[str] = "member"

    revision: str


@dataclass(frozen=True)
class RevisionInForce(Event):
    """A scheduled revision came into force."""

    kind: ClassVar[str] = "revision.in_force"

    revision: str
    effective_on: date


@dataclass(frozen=True)
class RevisionWithdrawn(Event):
    """A revision was withdrawn before it came into force."""

    kind: ClassVar[str] = "revision.withdrawn"

    revision: str


@dataclass(frozen=True)
class ClauseCommented(Event):
    """A member remarked on words of a clause; the remark itself stays out of the log."""

    kind: ClassVar[str] = "clause.commented"
    signed_as: ClassVar[str] = "member"

    clause: str
    version: int


@dataclass(frozen=True)
class SignalAnswered(Event):
    """An editor looked at what speaks against a clause and said what follows from it."""

    kind: ClassVar[str] = "clause.signal_answered"

    clause: str
    source: str
