"""What happens to a claim that the registry remembers: the ref, and nothing of what it is about.

Nothing is told of a draft, and of what a claimant does only the day
(docs/adr/0026-the-log-tells-no-draft.md). That it became a case the jury tells (`case.frozen`).
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class ClaimFiled(Event):
    """A member filed a claim, or changed it before handing it in. Signed as "claimant". Told no
    more: logs from before drafts were left out hold it.
    """

    kind: ClassVar[str] = "claim.filed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class ClaimHandedIn(Event):
    """A claim was handed in, to be looked into. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.handed_in"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class ClaimErasureProposed(Event):
    """An officer proposed to erase a claim that is over; another has to agree."""

    kind: ClassVar[str] = "claim.erasure_proposed"

    claim: str


@dataclass(frozen=True)
class ClaimErasureTakenBack(Event):
    """An officer took back that a claim is to be erased: who proposed it, or one who does not
    agree."""

    kind: ClassVar[str] = "claim.erasure_taken_back"

    claim: str


@dataclass(frozen=True)
class ClaimErased(Event):
    """A claim was erased: its papers, texts, names and days. What was published of it stays."""

    kind: ClassVar[str] = "claim.erased"

    claim: str


@dataclass(frozen=True)
class ClaimSentBack(Event):
    """An officer gave a filed claim back: something was missing."""

    kind: ClassVar[str] = "claim.sent_back"

    claim: str


@dataclass(frozen=True)
class ClaimDecided(Event):
    """The plan decided a claim on the papers: `pay`, `pay_less` or `refuse`.

    cost: what looking into it cost, in fen.
    """

    kind: ClassVar[str] = "claim.decided"

    claim: str
    decision: str
    cost: int


@dataclass(frozen=True)
class DecisionAccepted(Event):
    """The claimant accepted the decision. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.accepted"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class DecisionLapsed(Event):
    """The time to dispute a decision ended without an answer: it stands."""

    kind: ClassVar[str] = "claim.lapsed"

    claim: str


@dataclass(frozen=True)
class DecisionDisputed(Event):
    """The claimant disputed the decision. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.disputed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class StatementHandedIn(Event):
    """The claimant's side handed in its `statement` or its `reply`. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.statement"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    what: str


@dataclass(frozen=True)
class StatementByPlan(Event):
    """The plan's side handed in its `statement` or its `reply`."""

    kind: ClassVar[str] = "claim.statement_by_plan"

    claim: str
    what: str


@dataclass(frozen=True)
class TimeExtended(Event):
    """An officer gave a side more days for a text.

    why: `illness`, `papers`, `adviser` or `other`; the reason in full is for those on the claim.
    """

    kind: ClassVar[str] = "claim.extended"

    claim: str
    side: str
    what: str
    days: int
    why: str


@dataclass(frozen=True)
class AdviserNamed(Event):
    """The claimant named an adviser, another, or none any more. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.adviser"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class ExchangeClosed(Event):
    """Nothing can be written in a dispute any more; its texts are taken over."""

    kind: ClassVar[str] = "claim.exchange_closed"
    signed_as: ClassVar[str] = "system"

    claim: str


@dataclass(frozen=True)
class ClaimEntered(Event):
    """An officer entered a disputed claim."""

    kind: ClassVar[str] = "claim.entered"

    claim: str


@dataclass(frozen=True)
class ClaimChanged(Event):
    """An officer changed what is known of a claim."""

    kind: ClassVar[str] = "claim.changed"

    claim: str
    revision: int


@dataclass(frozen=True)
class ClaimSentForReview(Event):
    """An officer gave a claim to a second officer for review."""

    kind: ClassVar[str] = "claim.sent_for_review"

    claim: str
    revision: int


@dataclass(frozen=True)
class ClaimReturned(Event):
    """A claim went back to be changed."""

    kind: ClassVar[str] = "claim.returned"

    claim: str
    revision: int


@dataclass(frozen=True)
class SummaryApproved(Event):
    """A second officer approved what jurors will read of a claim.

    text: the digest of all of that, of the amount at stake and of the standard.
    """

    kind: ClassVar[str] = "claim.approved"

    claim: str
    revision: int
    text: str


@dataclass(frozen=True)
class ClaimWithdrawn(Event):
    """The claimant withdrew. Signed as "claimant", so that no account stands beside the case."""

    kind: ClassVar[str] = "claim.withdrawn"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class ObjectionMade(Event):
    """A member objected to a payment, which is suspended. Signed as "member"."""

    kind: ClassVar[str] = "claim.objection"
    signed_as: ClassVar[str] = "member"

    claim: str


@dataclass(frozen=True)
class ObjectionAnswered(Event):
    """An officer answered an objection. upheld: whether the claim is taken up again."""

    kind: ClassVar[str] = "claim.objection_answered"

    claim: str
    upheld: bool


@dataclass(frozen=True)
class FileTakenBack(Event):
    """A file that jurors read was taken back to change its text; the case is halted meanwhile."""

    kind: ClassVar[str] = "claim.taken_back"

    claim: str


@dataclass(frozen=True)
class ClaimReopened(Event):
    """A settled claim was taken up again, after an objection was upheld."""

    kind: ClassVar[str] = "claim.reopened"

    claim: str


@dataclass(frozen=True)
class ClaimAppealed(Event):
    """The claimant's side appealed on the merits. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.appealed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str


@dataclass(frozen=True)
class AppealedByPlan(Event):
    """The plan's side appealed on the merits."""

    kind: ClassVar[str] = "claim.appealed_by_plan"

    claim: str
