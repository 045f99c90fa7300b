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


def answer_form(objection_id: str, *, sent: bool = False) -> AnswerForm:
    """Return the form of the answer to an objection, of which a page may hold several. sent: take
    what the request brings."""
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    for field in (form.upheld, form.answer):
        field.id = f"{field.name}-{objection_id}"
    return form


class ChallengeForm(Form):
    """A member who must not judge the case, and why."""

    told = TextAreaField(
        _l("Who must not judge this case, and why?"), [InputRequired(NEEDED), up_to(1_000)]
    )


class AppealForm(Form):
    """What the jury got wrong."""

    why = TextAreaField(_l("What did the jury get wrong?"), [InputRequired(NEEDED), up_to(2_000)])
