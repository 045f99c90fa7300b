"""Events of the text that jurors would read: the claimant agrees to it, or is answered."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class SummaryAgreed(Event):
    """The claimant agreed to what jurors will read. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.agreed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    revision: int


@dataclass(frozen=True)
class SummaryRefused(Event):
    """The claimant did not agree to the text; it is changed, or they are answered. Signed as
    "claimant"."""

    kind: ClassVar[str] = "claim.refused"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    revision: int


@dataclass(frozen=True)
class RefusalAnswered(Event):
    """An officer answered a claimant who did not agree to the text; no juror reads what."""

    kind: ClassVar[str] = "claim.refusal_answered"

    claim: str
    revision: int


@dataclass(frozen=True)
class RemarksStruck(Event):
    """The claimant took their remarks out of the text; a second officer reads it anew. Signed as
    "claimant"."""

    kind: ClassVar[str] = "claim.remarks_struck"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    revision: int
