"""What happens to the rule book, as the registry remembers it."""

from dataclasses import dataclass
from datetime import date
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
