"""What happens around challenges that the registry remembers. None names whoever is meant."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class MemberChallenged(Event):
    """The claimant said of a member that they must not judge a case. Signed as "claimant"."""

    kind: ClassVar[str] = "member.challenged"
    signed_as: ClassVar[str] = "claimant"

    case: str


@dataclass(frozen=True)
class MemberChallengedByPlan(Event):
    """The plan's side said of a member that they must not judge a case."""

    kind: ClassVar[str] = "member.challenged_by_plan"

    case: str


@dataclass(frozen=True)
class ChallengeDecided(Event):
    """An officer decided on a challenge. upheld: the member who is meant does not judge the case,
    whether or not they were drawn for it."""

    kind: ClassVar[str] = "challenge.decided"

    case: str
    upheld: bool
