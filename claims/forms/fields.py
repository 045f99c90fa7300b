"""Fields of the claims' forms: what they read, what they refuse, how they say so."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from kernel.forms import Form, strip
from kernel.remark import LONGEST
from kernel.web import number

MOST_YUAN = 100_000_000
NEEDED = _l("Fill this in.")
EARLIEST, LATEST = 1900, 2100
WITHIN = _l("Write a day between 1900 and 2100.")
DAY = _l("Write a date such as 2019-05-01.")
NUMBER = _l("Write a whole number.")
MOST_DIGITS = 18  # of a number that is compared at all


def up_to(most: int) -> Length:
    """Refuse a text of more characters than `most`."""
    return Length(max=most, message=_l("Use at most %(count)s characters.", count=f"{most:,}"))


class Day(DateField):  # type: ignore[misc]
    """A day that may be left out; what is no day is said so in our words."""

    def __init__(self, label: Any, *, needed: bool = True, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)
        self.flags.optional = not needed  # "needed" before the review, not before saving

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(DAY) from None
        day: date | None = getattr(self, "data", None)
        if day and not EARLIEST <= day.year <= LATEST:
            self.data = None
            raise ValueError(WITHIN)


class Whole(IntegerField):  # type: ignore[misc]
    """A whole number that may be left out."""

    def __init__(
        self, label: Any, most: int, least: int = 0, *, needed: bool = False, **more: Any
    ) -> None:
        within = NumberRange(least, most, _l("Write a number between %(min)s and %(max)s."))
        super().__init__(label, [Optional(), within], **more)
        self.flags.optional = not needed

    def process_formdata(self, values: list[str]) -> None:
        plain = [value.replace(",", "") for value in values]
        if any(len(value.strip()) > MOST_DIGITS for value in plain):
            raise ValueError(NUMBER)
        try:
            super().process_formdata(plain)
        except ValueError:
            raise ValueError(NUMBER) from None


class Revision(HiddenField):  # type: ignore[misc]
    """Which revision of a claim its sender had in view."""

    @property
    def number(self) -> int:
        """The revision; 0, which none has, for anything that is no number of one."""
        return number(self.data or "", 999_999_999) or 0

    def show(self, revision: int) -> None:
        """Let the form stand for `revision`, whatever was sent."""
        self.data = str(revision)


class Statement(TextAreaField):  # type: ignore[misc]
    """A long text with a limit, and how much of it is used."""

    def __init__(self, label: Any, most: int, **more: Any) -> None:
        super().__init__(label, [up_to(most)], **more)
        self.most = most

    @property
    def counter(self) -> str:
        """How many characters are used, in words."""
        used = len(strip(self.data or ""))
        return str(_("%(used)s of %(most)s characters", used=f"{used:,}", most=f"{self.most:,}"))


class Despite(Statement):
    """Why a decision stands although the dates say otherwise."""

    def __init__(self, **more: Any) -> None:
        label = _l("Why the decision stands, although the dates say otherwise")
        super().__init__(label, LONGEST, **more)


class Words(StringField):  # type: ignore[misc]
    """Words that are looked for in the clauses. It is no part of what is decided or saved."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_l("Words of a clause"), [up_to(100)], **more)


def differing(form: Form, typed: Mapping[str, Any], stored: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields of a form whose data is not what is stored."""
    return [one.name for one in form if typed.get(one.name) != stored.get(one.name)]


def words_for(field: Any, value: Any) -> str:
    """Return a stored value as the page says it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value in (None, "", []):
        return "–"
    if isinstance(value, date):
        return str(format_date(value, _("d MMMM y")))
    if isinstance(field, SelectField):
        said = {choice.value: str(choice.label) for choice in field.choices}
        return "; ".join(said[one] for one in (value if isinstance(value, list) else [value]))
    return f"{value:,}" if isinstance(value, int) else str(value)


def parse_tiers(text: str) -> list[int]:
    """Read amounts in whole yuan with semicolons between; raises ValueError."""
    found = [int(part.replace(",", "")) for part in text.split(";") if part.strip()]
    if any(not 0 < yuan <= MOST_YUAN for yuan in found):
        raise ValueError("an amount is out of range")
    return sorted(found)
