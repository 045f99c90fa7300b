"""What jury service has asked of one juror, and may ask now."""

from dataclasses import dataclass
from datetime import timedelta

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Load:
    """Counts of one juror, for their eyes alone.

    open: cases not over in which they hold a seat. most: of these, with as many they are drawn no
    more. served: decided cases of the last year in which they sat. rests: left out of draws from
    the present roll, because they sat not long ago.
    """

    open: int
    most: int
    served: int
    rests: bool

    @property
    def full(self) -> bool:
        return self.open >= self.most
