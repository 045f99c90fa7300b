"""What is told to whom: what a verdict would tell too much of, and why there is nothing to take.

A verdict of a small panel that was unanimous would tell how each of its jurors voted.
"""

from typing import Any

from kernel.errors import N_

SMALL = 50  # seats under which a unanimous vote tells how each juror voted


def tells_how_each_voted(seats: int, uphold: int, deny: int) -> bool:
    """Whether these numbers are not published: all of a small panel said the same."""
    return seats < SMALL and (uphold == 0) != (deny == 0)


def withheld(last: dict[str, Any]) -> bool:
    """Whether the entries of a case that ends with the entry `last` are for auditors alone.

    So they are when a small panel was unanimous, of which only the outcome is public. They also
    are while the key is in the log and its verdict is not: a moment later it might be such a case.
    """
    if last["kind"] != "verdict":
        return bool(last["kind"] == "key.revealed")
    numbers = last["numbers"]
    return tells_how_each_voted(numbers["seats"], numbers["uphold"], numbers["deny"])


ESTIMATE = "estimate"  # what stands by a verdict that decides nothing

NO_BUNDLE = {
    "case.withdrawn": N_(
        "The claim was withdrawn and the box stays shut, so there is no bundle and no vote log, "
        "and there will be none. The log ends here."
    ),
    "case.voided": N_(
        "The case was voided and the box stays shut, so there is no bundle and no vote log, and "
        "there will be none. The log ends here, and says why."
    ),
}
NOT_YET = N_(
    "The bundle and the vote log exist once the verdict stands in the log. Until then no ballot is "
    "opened."
)


def no_bundle(last: dict[str, Any]) -> str:
    """Return why a case that ends with `last`, and with no verdict, has no bundle (a msgid)."""
    return NO_BUNDLE.get(last["kind"], NOT_YET)
