"""Forms of what comes after a decision."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from claims.forms.fields import NEEDED, up_to
from kernel.forms import Form


class ObjectionForm(Form):
    """What a member knows against a payment."""

    evidence = TextAreaField(
        _l("What do you know, and from where?"), [InputRequired(NEEDED), up_to(2_000)]
    )


class AnswerForm(Form):
    """What came of an objection."""

    upheld = RadioField(
        _l("What came of it"),
        choices=[
            SelectChoice("no", _l("Nothing: the payment stands")),
            SelectChoice("yes", _l("There is something: the claim is taken up again")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    answer = TextAreaField(
        _l("What was looked into, for the member to read"), [InputRequired(NEEDED), up_to(2_000)]
    )


class AppealForm(Form):
    """What the jury got wrong."""

    why = TextAreaField(_l("What did the jury get wrong?"), [InputRequired(NEEDED), up_to(2_000)])
