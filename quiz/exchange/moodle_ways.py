"""What GIFT and Moodle XML have in common: both are read as Moodle reads them."""

from kernel.errors import N_
from quiz.item import LEAST_OPTIONS, MOST_OPTIONS


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
