"""By which standard a jury decides a claim.

It is chosen while the file is prepared, and stands in what a second officer approves and the
claimant agrees to. Chosen afterwards, by one officer who knows the file, it could be the one that
suits the plan.
"""

from jury.standard import PRESETS, Standard
from kernel.errors import N_, Conflict, Malformed

USUAL = "panel"
# What an officer may choose, in the order of the form; jury.wording.standards has words for each.
OFFERED = (USUAL, "early", "band", "twelve", "historic")


def standard_named(name: str | None) -> Standard | None:
    """Return the standard of that name; None where none is chosen."""
    return PRESETS[name] if name else None


def check_standard(before: str | None, after: str | None, *, is_halted: bool = False) -> None:
    """Raise Malformed for a standard that is not offered, Conflict for another one while a case is
    halted: the lot and the ballots rest on the one that it was opened under."""
    if after == before:
        return
    if after is not None and after not in OFFERED:
        raise Malformed(N_("There is no such standard."))
    if is_halted:
        raise Conflict(N_("A case that is before the jury keeps the standard it was frozen with."))
