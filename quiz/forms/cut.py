"""Forms of the cut score room: a study, an invitation, a page of estimates."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from kernel.forms import Form
from kernel.web import number
from quiz.actions.cut import LONGEST_NAME
from quiz.cut import PERCENT
from quiz.itemaction import Key
from quiz.reading.cut import Judged

NEEDED = _l("Fill this in.")


class BeginForm(Form):
    """A new study."""

    name = StringField(
        _l("Name of the study"),
        [InputRequired(NEEDED), Length(max=LONGEST_NAME, message=_l("Keep it shorter."))],
    )


class InviteForm(Form):
    """Who is to judge."""

    email = EmailField(
        _l("E-mail of the judge"),
        [InputRequired(NEEDED), Length(max=254, message=_l("Keep it shorter."))],
    )


class OfHundredField(IntegerField):  # type: ignore[misc]
    """A whole number from 0 to 100, or nothing yet.

    A text input: a browser shows nothing of what is wrong in a number input, so it would be lost.
    """

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; a sign for per cent after it does no harm."""
        self.data = None
        text = "".join(valuelist[:1]).strip().removesuffix("%").strip()
        if not text:
            return
        self.data = number(text, PERCENT)
        if self.data is None:
            raise ValueError(_("Write a whole number from 0 to 100."))


def name_of(one: Judged) -> str:
    """Return the name of a question's field."""
    return f"e-{one.place}"


def estimates_form(questions: Sequence[Judged]) -> Form:
    """Return the form of a page, filled with what was sent or else with what is kept."""
    fields = {
        name_of(one): OfHundredField(
            _l("Question %(n)s: how many of 100?", n=one.place), default=one.own
        )
        for one in questions
    }
    form: Form = type("EstimatesPage", (Form,), fields)()
    return form


def estimated(form: Form, questions: Sequence[Judged]) -> dict[Key, int | None]:
    """Return the estimates of a page, None for those left open."""
    given: dict[Key, Any] = {one.key: form[name_of(one)].data for one in questions}
    return given
