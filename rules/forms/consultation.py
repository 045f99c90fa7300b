"""Forms of those who are asked: the reply to a consultation, the objection to a revision."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from kernel.forms import Form
from rules.consultation import LONGEST_REMARK, Question, Reply, Vote
from rules.revision import LONGEST_REASON

QUESTION = "question-"
ANSWERS = {
    Vote.FOR: _l("For: adopt it"),
    Vote.AGAINST: _l("Against: leave the rules as they are"),
    Vote.ABSTAIN: _l("I abstain"),
}


def reply_form(questions: Sequence[Question]) -> Form:
    """Return the form of a consultation: one set of radios a case, a vote, a remark.

    Which answers are right is not in it. `edition` is the one whose words were read.
    """
    fields: dict[str, Any] = {
        f"{QUESTION}{place}": RadioField(
            _l("Case %(number)s", number=place),
            choices=[SelectChoice(str(at), text) for at, text in enumerate(one.options)],
            validators=[InputRequired(_l("Choose an answer."))],
        )
        for place, one in enumerate(questions, start=1)
    }
    fields["vote"] = RadioField(
        _l("Your vote"),
        choices=[SelectChoice(one.value, label) for one, label in ANSWERS.items()],
        validators=[InputRequired(_l("Choose one of the three."))],
    )
    fields["remark"] = TextAreaField(
        _l("A remark"),
        validators=[
            Optional(),
            Length(max=LONGEST_REMARK, message=_l("Keep your remark within 1,000 characters.")),
        ],
    )
    fields["edition"] = HiddenField()
    form: Form = type("ReplyForm", (Form,), fields)()
    return form


def reply_of(form: Form) -> Reply:
    """Return what a valid form says."""
    answers = tuple(int(field.data) for field in form if field.name.startswith(QUESTION))
    return Reply(answers, Vote(form["vote"].data))


class ObjectionForm(Form):
    """Why a change that counts as editorial is more than that."""

    reason = TextAreaField(
        _l("What does the change mean to you beyond its spelling?"),
        validators=[
            DataRequired(_l("Say what the change means to you.")),
            Length(max=LONGEST_REASON, message=_l("Keep it within 500 characters.")),
        ],
    )
