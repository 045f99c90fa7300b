"""An amendment: what a revision does to one clause."""

from dataclasses import dataclass
from enum import StrEnum

from rules.clause import GovernsBy
from rules.computed.criterion import Criterion

LONGEST_TEXT = 20_000  # characters
LONGEST_TITLE = 120


class Kind(StrEnum):
    """What is done to the clause."""

    REPLACE = "replace"  # other words
    INSERT = "insert"  # a new clause
    REPEAL = "repeal"  # no clause any more
    MOVE = "move"  # another section, or another place in its own
    RENUMBER = "renumber"  # another number, the same section
    SPLIT = "split"  # the clause keeps a part of its words, a new one takes the others
    MERGE = "merge"  # the clause takes another one in, which ends


WORDED = frozenset({Kind.REPLACE, Kind.INSERT, Kind.SPLIT, Kind.MERGE})
PLACED = frozenset({Kind.INSERT, Kind.MOVE, Kind.RENUMBER})


@dataclass(frozen=True)
class Other:
    """The second clause of a split (the new one) or of a merge (the one taken in)."""

    clause_id: str
    number: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Amendment:
    """A proposal for one clause.

    base: the version that it was written on; None for a clause that is new. `section` and `number`
    count where the kind sets a place, the words where it sets words.
    """

    id: str
    kind: Kind
    clause_id: str
    base: int | None
    title: str = ""
    text: str = ""
    section: str = ""
    number: str = ""
    governs_by: GovernsBy = GovernsBy.FILING
    criteria: tuple[Criterion, ...] = ()
    other: Other | None = None

    @property
    def touches(self) -> tuple[str, ...]:
        """The ids of the clauses that it changes."""
        return (self.clause_id, *([self.other.clause_id] if self.other else []))
