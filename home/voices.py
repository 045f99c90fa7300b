"""What the jurors of the demo say, by seat."""

from collections.abc import Callable

Saying = Callable[[int], str]

FINDINGS = {"uphold": "does_not_apply", "deny": "applies"}
REASONS = {
    "uphold": "The clause does not say what the plan reads into it, and a doubt about our own "
    "words should not fall on the one who is ill.",
    "deny": "I am sorry for the family. But the rule is the same for all of us, and its condition "
    "was not met on the day that counts.",
    "cannot_judge": "The papers contradict each other on the one fact that matters.",
}


def finding(choice: str, seat: int) -> str:
    """Return what the juror of a seat finds on a clause; some stumble over its words."""
    if choice == "uphold" and seat % 5 == 0:
        return "cannot_be_met"
    return "unclear" if seat % 8 == 0 else FINDINGS[choice]


def half_and_half(seat: int) -> str:
    """Say one thing from every other seat."""
    return "uphold" if seat % 2 else "deny"
