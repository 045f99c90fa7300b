"""Times, as pages of the log write them."""

from datetime import UTC, date, datetime

from flask_babel import format_datetime
from flask_babel import gettext as _


def when(text: str) -> str:
    """Return the time of an entry in words."""
    found = moment(text)
    return str(format_datetime(found, _("d MMMM y, HH:mm z"))) if found else text


def day(text: str) -> date | None:
    """Read the time of an event that tells only its day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Read the time of an entry; None for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
