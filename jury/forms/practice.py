"""Forms of practice: what a member says against a known answer, and what an editor answers."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kernel.forms import Form
from kernel.remark import LONGEST


class ContestForm(Form):
    """Why a known answer is wrong."""

    told = TextAreaField(
        _l("Why is the known answer wrong?"),
        [InputRequired(_l("Say what is wrong with the known answer.")), Length(max=LONGEST)],
        description=_l(
            "Which words of which clause say otherwise? An editor reads it, with your name, and "
            "answers you under “Practice cases”."
        ),
    )


class ContestAnswerForm(Form):
    """What an editor found on a known answer."""

    upheld = RadioField(
        _l("What you found"),
        choices=[
            SelectChoice("no", _l("The known answer is right")),
            SelectChoice("yes", _l("It is wrong, or not settled: the case counts for nobody")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    answer = TextAreaField(
        _l("Why, for the member to read"),
        [InputRequired(_l("Say what you found.")), Length(max=LONGEST)],
    )
