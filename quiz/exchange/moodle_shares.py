"""The share of the mark that an option is worth, as Moodle offers, writes and rounds it."""

import re
from fractions import Fraction

SHARES = tuple(
    sorted(
        {Fraction(0), Fraction(1), Fraction(1, 20)}
        | {Fraction(part, whole) for whole in range(2, 7) for part in range(1, whole)}
        | {Fraction(part, 10) for part in range(1, 10)}
        | {Fraction(1, whole) for whole in range(7, 11)}
    )
)
"""The shares that Moodle offers; it takes them below zero as well, and no others."""

NEAR = 0.0005
"""How far a written share may be from one of Moodle's: 33.3 is a third, 33 is not."""

_ROUGHLY = tuple((float(share), share) for share in SHARES)
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,15})?")


def share_of(written: str) -> Fraction | None:
    """Return the share that a file writes as `written`, such as `33.33333` or `-50`: Moodle's own
    where it is near to one, or as written. None when it is no number from -100 to 100."""
    if not _NUMBER.fullmatch(written):
        return None
    share = Fraction(written.replace(",", ".")) / 100
    size = abs(float(share))
    if size > 1:
        return None
    away, nearest = min((abs(size - rough), one) for rough, one in _ROUGHLY)
    if away > NEAR:
        return share
    return nearest if share > 0 else -nearest


def percent(share: Fraction) -> str:
    """Return a share as Moodle writes it: `33.33333`, `-50`, `100`."""
    text = f"{float(share * 100):.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
