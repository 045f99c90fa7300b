"""What the jurors of the demo say, by seat."""

from collections.abc import Callable, Sequence

Saying = Callable[[int], str]

FINDINGS = {"uphold": "does_not_apply", "deny": "applies"}
REASONS = {
    "uphold": (
        "The clause does not say what the plan reads into it, and a doubt about our own words "
        "should not fall on the one who is ill.",
        "I read the sentence three times. It asks for what a doctor wrote, and a doctor wrote it.",
        "A rule is there for the case it was made for. This is another one.",
        "What was asked of this family, nobody in their place could have brought.",
    ),
    "deny": (
        "I am sorry for the family. But the rule is the same for all of us, and its condition was "
        "not met on the day that counts.",
        "If we bend the words here, the next panel has to guess what they mean.",
        "The dates decide it, and nobody disputes the dates.",
    ),
    "cannot_judge": ("The papers contradict each other on the one fact that matters.",),
}
WRITERS = (1, 3, 4, 6, 8, 9, 13)  # the seats that give a reason


def finding(choice: str, seat: int) -> str:
    """Return what the juror of a seat finds on a clause; some stumble over its words."""
    if choice == "uphold" and seat % 5 == 0:
        return "cannot_be_met"
    return "unclear" if seat % 8 == 0 else FINDINGS[choice]


def reason(choice: str, seat: int) -> str:
    """Return what the juror of a seat writes; most write nothing."""
    written = REASONS[choice]
    return written[seat // 3 % len(written)] if seat in WRITERS else ""


def rests_on(clauses: Sequence[str], seat: int) -> Sequence[str]:
    """Return the clauses that the reason of a seat names: one, two, or none."""
    return clauses[seat % len(clauses) :][: seat % 4]


def half_and_half(seat: int) -> str:
    """Say one thing from every other seat."""
    return "uphold" if seat % 2 else "deny"
