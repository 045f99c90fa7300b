"""Forms of the editors' queue: the answer to what speaks against a clause."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from kernel.forms import Form
from rules.actions.comments import LONGEST_ANSWER
from rules.signals import Source

STALE = _l("The page was too old. It is a new one now; send the answer again.")


class AnswerForm(Form):
    """What follows from a signal. `seen` is the count that the editor had in view."""

    source = HiddenField(validators=[AnyOf([one.value for one in Source], message=STALE)])
    seen = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(STALE), NumberRange(1, 10**6, STALE)]
    )
    why = TextAreaField(
        _l("What follows from it"),
        validators=[
            DataRequired(_l("Say what follows from it.")),
            Length(max=LONGEST_ANSWER, message=_l("Keep it within 500 characters.")),
        ],
    )


def answer_form(clause_id: str, source: str, seen: int | None = None) -> AnswerForm:
    """Return the form of one signal; without `seen`, the one that was sent.

    There are many on one page: each one's fields have ids of their own.
    """
    if seen is None:
        form = AnswerForm()
    else:
        form = AnswerForm(formdata=None, source=source, seen=seen)
    about = source if source in list(Source) else "answer"
    for field in form:
        field.id = field.label.field_id = f"{clause_id}-{about}-{field.name}"
    return form
