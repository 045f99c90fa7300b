"""Forms of what the rules did to an item: the words that it rests on from then on."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form
from quiz.reaffirming import Asked, Words

LONGEST = 2_000  # characters of a quote
TOO_LONG = _l("Use at most %(max)s letters.")


def right_form(asked: tuple[Asked, ...], where: str, *, fresh: bool) -> Form:
    """Return the form that says of an item that it is still right.

    asked: a field stands in it for each that wants words, with those that are proposed. where:
    tells it from the other forms of the page. fresh: not the one that was sent.
    """
    made: dict[str, Any] = {
        "on": HiddenField(id=f"on-{where}"),
        "seen": HiddenField(id=f"seen-{where}"),
    }
    for one in asked:
        if one.wants_words:
            made[one.field] = TextAreaField(
                _l("The words it rests on from now on"),
                description=_l("An exact passage of the clause as it reads then."),
                default=one.quote,
                id=f"{one.field}-{where}",
                validators=[
                    InputRequired(_l("Say which words it rests on from now on.")),
                    Length(max=LONGEST, message=TOO_LONG),
                ],
            )
    kind = type("RightForm", (Form,), made)
    form: Form = kind(formdata=None) if fresh else kind()
    return form


def chosen_words(form: Form, asked: tuple[Asked, ...]) -> Words:
    """Return the words that were chosen, by question and place of the anchor."""
    return {(one.part, one.place): form[one.field].data or "" for one in asked if one.field in form}
