"""Forms of the members' room."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length

from kernel.actor import Role
from kernel.forms import Form

NEEDED = _l("Fill this in.")


class SignInForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired(NEEDED), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(NEEDED), Length(max=200)])


class JoinForm(Form):
    name = StringField(
        _l("Your name"),
        [InputRequired(NEEDED), Length(max=120, message=_l("Use at most 120 characters."))],
        description=_l("Seen by you and the people who run the plan. Jurors never see it."),
    )
    email = EmailField(
        _l("E-mail"),
        [
            InputRequired(NEEDED),
            Email(message=_l("Write an e-mail address such as kim@example.org.")),
            Length(max=254),
        ],
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(NEEDED), Length(max=200)],
        description=_l("At least 15 characters. Four random words do well."),
    )
    born_on = DateField(
        _l("Date of birth"),
        [InputRequired(_l("Write a date such as 1990-05-17."))],
        description=_l("Jurors are adults. We ask for nothing else about you."),
    )
    promise = BooleanField(
        _l("I have read what the plan is and what it is not, and I will judge fairly if drawn."),
        [InputRequired(_l("Tick this to join."))],
    )


class RoleForm(Form):
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(str(role)) for role in Role if role is not Role.MEMBER],
    )
