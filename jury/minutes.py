"""How long a juror took, in coarse bands: from first opening the file until the ballot was cast.

The minute of opening is in the juror's own browser and nowhere else; what is sealed is the band.
docs/adr/0039 says why.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any

FEW = 8  # cases of which one browser keeps when they were opened


class Band(IntEnum):
    """The minutes that somebody took. The numbers are those that are sealed: none is used anew."""

    NOT_KNOWN = 0
    UNDER_5 = 1
    UNDER_10 = 2
    UNDER_20 = 3
    UNDER_60 = 4
    LONGER = 5


KNOWN = tuple(band for band in Band if band is not Band.NOT_KNOWN)
_UNDER = {5: Band.UNDER_5, 10: Band.UNDER_10, 20: Band.UNDER_20, 60: Band.UNDER_60}


def minute_of(moment: datetime) -> int:
    """Return the whole minutes from the epoch to a moment, as a browser keeps them."""
    return int(moment.timestamp()) // 60


def noted(opened: Any, case: str, now: datetime) -> dict[str, int]:
    """Return the minutes in which files were opened, that of a case among them: the first time
    stays. opened: as a browser brings it; None, or what we would not have written, is nothing."""
    before = {ref: at for ref, at in _readable(opened).items() if ref != case}
    newest = sorted(before, key=lambda ref: (before[ref], ref), reverse=True)[: FEW - 1]
    at = since(opened, case)
    return {**{ref: before[ref] for ref in newest}, case: minute_of(now) if at is None else at}


def since(opened: Any, case: str) -> int | None:
    """Return in which minute the file of a case was opened, as a browser says; None where it does
    not."""
    return _readable(opened).get(case)


def band_of(at: int | None, now: datetime) -> Band:
    """Return how long it is by now since the minute `at`; NOT_KNOWN for none, and for one that is
    still to come."""
    took = -1 if at is None else minute_of(now) - at
    if took < 0:
        return Band.NOT_KNOWN
    return next((band for under, band in _UNDER.items() if took < under), Band.LONGER)


def band_from(sealed: bytes) -> Band:
    """Return the band that was sealed as this byte; NOT_KNOWN for any other."""
    return Band(sealed[0]) if len(sealed) == 1 and sealed[0] < len(Band) else Band.NOT_KNOWN


def _readable(opened: Any) -> Mapping[str, int]:
    if not isinstance(opened, dict):
        return {}
    return {ref: at for ref, at in opened.items() if isinstance(ref, str) and type(at) is int}
