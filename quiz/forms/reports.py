"""Forms for what members say to a question, and what editors answer."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form
from kernel.remark import LONGEST

LONG = _l("Keep it within %(max)d characters.")


class ReportForm(Form):
    """Something is wrong with a question, or with the clause behind it."""

    about = RadioField(
        _l("What is it about?"),
        choices=[
            SelectChoice(value="item", label=_l("This question is wrong")),
            SelectChoice(value="clause", label=_l("This clause is unclear")),
        ],
        validators=[InputRequired(_l("Say whether it is the question or the clause."))],
    )
    text = TextAreaField(
        _l("What is wrong?"),
        description=_l("A sentence or two. The editors read it with your answer, not your name."),
        validators=[
            InputRequired(_l("Say what is wrong, in a sentence.")),
            Length(max=LONGEST, message=LONG),
        ],
    )


class AnswerForm(Form):
    """An editor's answer to a report."""

    answer = TextAreaField(
        _l("Answer to the member"),
        description=_l("What was done about it, or why nothing is."),
        validators=[
            InputRequired(_l("Say what was done about it, or why nothing is.")),
            Length(max=LONGEST, message=LONG),
        ],
    )
