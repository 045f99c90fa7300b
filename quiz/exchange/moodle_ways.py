"""What GIFT and Moodle XML have in common: both are read and written as Moodle does it."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from kernel.errors import N_
from quiz.exchange.question import Choice
from quiz.item import LEAST_OPTIONS, MOST_OPTIONS, TRUE_FALSE

ROUNDING = Fraction(5, 1_000)
"""How far the shares of the right options may be from the whole."""

MARKS = re.compile(r"[*_`#\[\]<>|]")
"""What formats a text in Markdown and the like."""

BREAK = re.compile(r"(?<!>)\n(?!<)")
"""A line break that Moodle's own format shows as one."""

_PLACE = re.compile(r"^\$[^$/]+\$(?:/top)?(?:/|$)")


class LeftOut(Exception):
    """The question cannot be taken. text: gettext message, to be filled in with `values`."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


def check_options(count: int) -> None:
    """Raise LeftOut when a question has not as many options as one here may have."""
    if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        raise LeftOut(
            N_("Its options are %(count)s; there must be %(least)s to %(most)s."),
            count=count,
            least=LEAST_OPTIONS,
            most=MOST_OPTIONS,
        )


def check_shares(rights: Iterable[Fraction]) -> None:
    """Raise LeftOut when the shares of the right options do not make a whole together."""
    total = sum(rights, Fraction(0))
    if abs(total - 1) > ROUNDING:
        raise LeftOut(
            N_("The shares of its right options come to %(percent)s, not to 100."),
            percent=round(float(100 * total), 2),
        )


def path_of(written: str) -> str:
    """Return the path of a category without the place in Moodle that it hangs on."""
    return _PLACE.sub("", written, count=1)


def full_path(path: str) -> str:
    """Return the path of a category with its place in Moodle, which is a course.

    Every Moodle takes the top away from a path; one that begins with that word needs it twice.
    """
    if not path:
        return "$course$/top"
    if path == "top" or path.startswith("top/"):
        return f"$course$/top/{path}"
    return f"$course$/{path}"


def is_plain_true_false(choices: Sequence[Choice]) -> bool:
    """Whether Moodle's own two words can say these options."""
    texts = tuple(choice.text for choice in choices)
    return texts == TRUE_FALSE and sorted(choice.worth for choice in choices) == [0, 1]
