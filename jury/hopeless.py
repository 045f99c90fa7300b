"""When a case cannot come to a count any more. The house finds so by itself, from what is there.

Nobody else may say so: a case would else end whenever its panel suited somebody too little.
"""

from dataclasses import dataclass
from enum import StrEnum

NO_PANEL, KEY_LOST = "no panel", "key lost"  # as the log says it
BEFORE_THE_COUNT = frozenset({"frozen", "committed", "drawn", "open", "closed"})
BEFORE_THE_POLL = frozenset({"frozen", "committed", "drawn"})


class Finding(StrEnum):
    """What the house finds of a case that can come to no count."""

    TOO_FEW = "too few"
    NOBODY_LEFT = "nobody left"
    KEY_GONE = "key gone"
    NOT_KEPT = "not kept"

    @property
    def why(self) -> str:
        """What the log says of it."""
        return KEY_LOST if self in {Finding.KEY_GONE, Finding.NOT_KEPT} else NO_PANEL


@dataclass(frozen=True)
class Prospects:
    """What is known of a case.

    can_sit: how many have accepted, are asked, or stand by. everybody: the stream of its draw has
    brought every place of the roll. roll: how many stand on the roll that may be used, 0 without
    one. has_key: what opens the box can still be had. unkept: the time
    is over in which its trustees should have written their words down, and one has not.
    """

    stage: str
    can_sit: int = 0
    quorum: int = 0
    everybody: bool = False
    roll: int = 0
    has_key: bool = True
    unkept: bool = False


def find(known: Prospects) -> Finding | None:
    """Return why there can be no count, None while there still can."""
    if known.stage not in BEFORE_THE_COUNT:
        return None
    if not known.has_key:
        return Finding.KEY_GONE
    if known.stage in BEFORE_THE_POLL and known.unkept:
        return Finding.NOT_KEPT
    if known.stage == "frozen" and 0 < known.roll < known.quorum:
        return Finding.TOO_FEW
    if known.stage == "drawn" and known.can_sit < known.quorum and known.everybody:
        return Finding.NOBODY_LEFT
    return None
