"""What happens in the exam room that the registry remembers.

A sitting is named by a random id. How somebody scored is nobody's business and stands in no log:
a pass shows as the qualification that the members' room grants.
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class BankLoaded(Event):
    """Items were added to the bank or given a new wording.

    items: how many changed. digest: SHA-256 over the refs and contents of those, one a line, in
    order of their refs.
    """

    kind: ClassVar[str] = "bank.loaded"

    items: int
    digest: str


@dataclass(frozen=True)
class SittingStarted(Event):
    """A member took a paper. seed: SHA-256 of the seed that the paper was drawn from."""

    kind: ClassVar[str] = "sitting.started"

    sitting: str
    specification: str
    seed: str


@dataclass(frozen=True)
class SittingHandedIn(Event):
    """A paper was handed in, or its time ended, and it was graded.

    digest: SHA-256 over the seed, the paper and the answers: none can be changed afterwards.
    """

    kind: ClassVar[str] = "sitting.handed_in"

    sitting: str
    digest: str
