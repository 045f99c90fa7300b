"""Forms of the members' room."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional

from kernel.actor import Role
from kernel.forms import Form
from members.member import LONGEST_NAME, plain_name

NEEDED = _l("Fill this in.")
EARLIEST = 1900  # no member was born before; and far below it no age can be counted


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
    sure = BooleanField(_l("Yes, this date of birth is right."))
    promise = BooleanField(
        _l("I have read what the plan is and what it is not, and I will judge fairly if drawn."),
        [InputRequired(_l("Tick this to join."))],
    )

    def validate_name(self, field: Any) -> None:
        if not plain_name(field.data or ""):  # blanks, or letters that nobody sees
            raise ValidationError(NEEDED)

    def validate_born_on(self, field: Any) -> None:
        if field.data and field.data.year < EARLIEST:
            raise ValidationError(_l("Write a day from 1900 on."))


class PersonForm(JoinForm):
    """Who joins by a link, which knows the address."""

    email = None


class AddressForm(Form):
    email = JoinForm.email


class PasswordForm(Form):
    password = JoinForm.password


class NewPasswordForm(Form):
    """A member who is signed in sets another password; the one before proves that it is them."""

    password = PasswordField(
        _l("Your password until now"), [InputRequired(NEEDED), Length(max=200)]
    )
    new_password = PasswordField(
        _l("The new password"),
        [InputRequired(NEEDED), Length(max=200)],
        description=_l("At least 15 characters. Four random words do well."),
    )


class MailForm(Form):
    on = SelectField(choices=[SelectChoice("1"), SelectChoice("0")])


class TiesForm(Form):
    """What a member says of themselves, so as not to judge whom they know."""

    employer = StringField(
        _l("Your employer"),
        [Optional(), Length(max=LONGEST_NAME)],
        description=_l("You judge nobody who has the same employer."),
    )
    hospital = StringField(
        _l("A hospital that you are tied to"),
        [Optional(), Length(max=LONGEST_NAME)],
        description=_l(
            "Where you work, are treated, or know the staff: the name as it stands on its papers. "
            "You judge no claim in which it is named."
        ),
    )


class ErasureForm(Form):
    ref = StringField(
        _l("The member's reference"),
        [InputRequired(NEEDED), Length(max=20)],
        description=_l("As it stands above, to be sure that it is this one."),
    )


class LeaveForm(Form):
    """A member leaves: the password proves that it is them, the reference that they mean it."""

    password = PasswordField(_l("Your password"), [InputRequired(NEEDED), Length(max=200)])
    ref = StringField(
        _l("Your reference"),
        [InputRequired(NEEDED), Length(max=20)],
        description=_l("As it stands above, to be sure that you mean it."),
    )


class RoleForm(Form):
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice(str(role)) for role in Role if role is not Role.MEMBER],
    )
