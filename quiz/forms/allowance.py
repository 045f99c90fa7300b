"""The form for giving a member more time."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from kernel.forms import Form

MOST = 300  # per cent; the database holds the same


class AllowanceForm(Form):
    """More time for a member, where papers have a limit."""

    ref = StringField(
        _l("Reference of the member"),
        description=_l("As it stands on their account and among the people: A- and eight letters."),
        validators=[
            InputRequired(_l("Say who gets more time.")),
            Length(max=40, message=_l("That is no reference.")),
        ],
    )
    percent = IntegerField(
        _l("Per cent more time"),
        description=_l("25 makes an hour an hour and a quarter, 100 makes it two."),
        validators=[
            InputRequired(_l("Say how many per cent more, as a whole number.")),
            NumberRange(1, MOST, message=_l("From 1 to %(max)s per cent.")),
        ],
    )
    why = StringField(
        _l("Why"),
        description=_l("What it is for, in a few words; no diagnosis. Only admins read it."),
        validators=[
            InputRequired(_l("Say what it is for, in a few words.")),
            Length(max=200, message=_l("Keep it within %(max)d characters.")),
        ],
    )
