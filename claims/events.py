"""What happens to a claim that the registry remembers: the ref, and nothing of what it is about.

That it became a case the jury tells (`case.frozen`).
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


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
    """A second officer approved the redacted texts of a claim; `text` is their digest."""

    kind: ClassVar[str] = "claim.approved"

    claim: str
    revision: int
    text: str


@dataclass(frozen=True)
class ClaimWithdrawn(Event):
    """The claimant withdrew. Signed as "claimant", so that no account stands beside the case."""

    kind: ClassVar[str] = "claim.withdrawn"
    signed_as: ClassVar[str] = "claimant"

    claim: str
