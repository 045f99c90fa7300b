"""The rule book's room: its blueprint, what its templates are lent, and how a day is read."""

from datetime import date

from flask import Blueprint

from kernel.errors import Missing
from kernel.web import asked_at
from rules import wording

room = Blueprint("rules", __name__)


@room.context_processor
def lent() -> dict[str, object]:
    """What every page of this room may say."""
    return {"wording": wording}


def today() -> date:
    """Return the day of this request, in UTC as all days of the book."""
    return asked_at().date()


def day_of(text: str) -> date:
    """Read a day from an address; raises Missing for anything but `2019-05-01`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Missing() from None
    if day.isoformat() != text:
        raise Missing()
    return day
