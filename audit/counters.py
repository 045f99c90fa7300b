"""What the page of the log counts of the rooms above, which this room does not know: they declare
it, and `app.py` plugs it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Rows = Sequence[tuple[str, int]]  # what in words, and how many


@dataclass(frozen=True)
class Counted:
    """Counters of all cases and draws.

    cases: by where they stand. lots: draws that fell, by where their lot came from. void_draws:
    those that were announced and given up; draws_url tells of each. late: cases that owe a promise,
    because ballots of theirs are due in the log and not there.
    """

    cases: Rows
    lots: Rows
    void_draws: int
    draws_url: str
    late: int


Provider = Callable[["Session", datetime], Counted]
