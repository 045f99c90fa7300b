"""What the jurors of the demo say: by seat, and on the case that is before them."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, repeat

from jury.ballot import Choice, Finding

Saying = Callable[[int], str]

# What those who uphold find on a clause, and those who deny, if they stumble over nothing.
LEANS = {
    "lung-disease": (Finding.CANNOT_BE_MET, Finding.APPLIES),
    "numeric-limits": (Finding.DOES_NOT_APPLY, Finding.APPLIES),
    "impossible-evidence": (Finding.APPLIES, Finding.DOES_NOT_APPLY),
    "health-disclosure": (Finding.DOES_NOT_APPLY, Finding.APPLIES),
    "parents-knowledge": (Finding.APPLIES, Finding.DOES_NOT_APPLY),
    "unknown-condition": (Finding.APPLIES, Finding.DOES_NOT_APPLY),
    "listed-diseases": (Finding.DOES_NOT_APPLY, Finding.APPLIES),
    "daily-life-loss": (Finding.CANNOT_BE_MET, Finding.APPLIES),
    "medication": (Finding.DOES_NOT_APPLY, Finding.APPLIES),
    "accident-exempt": (Finding.APPLIES, Finding.DOES_NOT_APPLY),
}
OTHERWISE = (Finding.APPLIES, Finding.DOES_NOT_APPLY)
UNSURE = {"lung-disease": 40, "numeric-limits": 25, "parents-knowledge": 60}  # of 256 jurors
USUALLY_UNSURE = 30
CONTRARY = 35  # of 256: one finds the other thing on this clause, and votes as they vote

REASONS: dict[str, dict[Choice, tuple[str, ...]]] = {
    "C-02": {
        Choice.UPHOLD: (
            "The hospital that wrote the word has taken it back and stamped it. I do not see why "
            "its first guess should count for more than its last word.",
            "The only paper the parents were ever handed says newborn jaundice, cured. They "
            "answered by that, and they answered truly.",
            "A week under the lamp is what half of a ward has. Nobody takes that for hepatitis.",
            "The plan says itself that it cannot prove what the parents were told. Then we cannot "
            "hold it against them that they did not tell it.",
        ),
        Choice.DENY: (
            "A record written at the bedside outweighs a certificate that was asked for after the "
            "refusal.",
            "Several blood tests of a newborn are something that parents ask about, and remember.",
        ),
        Choice.CANNOT_JUDGE: (
            "The values of the third day would settle it, and they are not in the file.",
        ),
    },
    "C-03": {
        Choice.UPHOLD: (
            "Five letters with five stamps say that no institution tests at three. More cannot be "
            "brought.",
            "Who made the rule did not think of small children. That is no reason to leave them "
            "out.",
            "The doctor describes stairs, washing and getting up. That is three of six for me.",
        ),
        Choice.DENY: (
            "The clause pays for a loss that is found, and here nobody has found which abilities "
            "are lost.",
            "Every child of three is helped to wash and dress. The letter does not part the two.",
            "The rule has a gap. It is for the editors to close it, and not for one panel.",
        ),
        Choice.CANNOT_JUDGE: (
            "I cannot tell what of the help he needs is illness, and what is age.",
        ),
    },
    "C-04": {
        Choice.UPHOLD: (
            "All three values were taken with the machine running. Without it they would be lower, "
            "and both estimates lie under 55.",
            "The clause asks for a measurement that his doctor calls a danger to his life. Nobody "
            "can be asked for that.",
            "It means to pay whose lungs no longer carry them. A machine breathes for this man.",
        ),
        Choice.DENY: (
            "At most 55 leaves out 56. If it does not, I do not know what it leaves out.",
            "Two members were refused with 57 and 56. I would have to explain it to them.",
            "An estimate is not a measurement: one arrived at 49, the other at 54, and both warned "
            "us of it.",
        ),
    },
    "C-06": {
        Choice.UPHOLD: (
            "The message of 10:42 was written before anybody saw a red dot.",
            "A fever in the morning is not an examination whose result is awaited.",
            "It was the plan that kept no hour. It should not gain by that.",
        ),
        Choice.DENY: (
            "A clinic had looked at the child before it sent the family on. That was known before "
            "the form went out, as I read the slip.",
            "Done, signed us all up: the same evening brought a sports club. The message proves "
            "nothing.",
            "Joining and admission on one day, and the diagnosis the next: I find it likelier that "
            "something was known.",
        ),
        Choice.CANNOT_JUDGE: ("The slip has a date and no hour, and all hangs on the hour.",),
    },
}
WRITERS = (1, 3, 4, 6, 8, 9, 13)  # the seats that give a reason


def finding(choice: str, label: str, clause: str, seat: int) -> Finding:
    """Return what the juror of a seat finds on a clause: the same each time, and not all alike."""
    for_uphold, for_deny = LEANS.get(clause, OTHERWISE)
    own, other = (for_uphold, for_deny) if choice == Choice.UPHOLD else (for_deny, for_uphold)
    drawn = sha256(f"{label} {clause} {seat}".encode()).digest()[0]
    unsure = UNSURE.get(clause, USUALLY_UNSURE)
    if drawn < unsure:
        return Finding.UNCLEAR
    return other if drawn < unsure + CONTRARY else own


class Voices:
    """What the jurors of one case write: each thing once, in the order of their seats."""

    def __init__(self, label: str) -> None:
        written = REASONS.get(label, {})
        self._left: dict[str, Iterator[str]] = {
            choice: chain(texts, repeat("")) for choice, texts in written.items()
        }

    def reason(self, choice: str, seat: int) -> str:
        """Return what the juror of a seat writes; most write nothing."""
        if seat not in WRITERS or choice not in self._left:
            return ""
        return next(self._left[choice])


def rests_on(clauses: Sequence[str], seat: int) -> Sequence[str]:
    """Return the clauses that the reason of a seat names: one, two, or none."""
    return clauses[seat % len(clauses) :][: seat % 4]


def half_and_half(seat: int) -> str:
    """Say one thing from every other seat."""
    return "uphold" if seat % 2 else "deny"
