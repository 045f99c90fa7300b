"""What happens around a draw that the registry remembers; the case's own log holds the draw."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class RandomnessEntered(Event):
    """The digits of a ceremony, or a round of the beacon, came in for a draw."""

    kind: ClassVar[str] = "randomness.entered"

    case: str
    draw: int


@dataclass(frozen=True)
class VoidProposed(Event):
    """An officer proposed to give up a draw whose randomness is overdue."""

    kind: ClassVar[str] = "draw.void_proposed"

    case: str
    draw: int


@dataclass(frozen=True)
class DrawGivenUp(Event):
    """A second officer agreed: the overdue draw is void, and another may be announced."""

    kind: ClassVar[str] = "draw.given_up"

    case: str
    draw: int
    why: str
