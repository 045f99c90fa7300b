"""What stands on a person's desk: the shape in which every room says it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, a line about it, where to do it, and how many there are.

    title: words of ours alone, since a mail tells it; what anybody wrote is for the detail, which
    no mail tells. ref, until: what a mail tells besides. shown: on the page. mailed: in the digest;
    not what is there for some and not for others, where nobody may know for whom.
    """

    title: str
    detail: str
    url: str
    count: int = 1
    ref: str = ""
    until: datetime | None = None
    shown: bool = True
    mailed: bool = True
