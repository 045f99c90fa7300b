"""Forms of the steps after the writing: return and approve."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from claims.claim import LONGEST_WHY_SHOWN
from claims.forms.fields import Despite, Revision, up_to
from claims.handover import HIDE, SHOW
from claims.redaction import Flag
from kernel.forms import Form
from kernel.remark import LONGEST

FLAG, WHY = "flag-", "why-"


class ReturnForm(Form):
    """Why a claim goes back."""

    why = TextAreaField(
        _l("What has to change"), [InputRequired(_l("Say what has to change.")), up_to(LONGEST)]
    )


def review_form(
    flags: Iterable[Flag], words: Mapping[str, Any], *, contradicted: bool, sent: bool
) -> Form:
    """Return the form of a review: one decision a flag, why it may be shown, the revision that was
    read and, where the dates contradict the decision, why that stands. sent: take what the request
    brings."""
    fields: dict[str, Any] = {}
    for flag in flags:
        fields[f"{FLAG}{flag.key}"] = RadioField(
            f"{words[flag.kind]}: {flag.text}",
            choices=[
                SelectChoice(HIDE, _l("Keep it hidden")),
                SelectChoice(SHOW, _l("Show it as written")),
            ],
            validators=[InputRequired(_l("Decide on this flag."))],
        )
        fields[f"{WHY}{flag.key}"] = StringField(
            _l("If it is shown: why nobody can be found by it"),
            [needed_to_show(flag), up_to(LONGEST_WHY_SHOWN)],
        )
    fields["revision"] = Revision()
    if contradicted:
        fields["despite"] = Despite()
    kind: type[Form] = type("ReviewForm", (Form,), fields)
    return kind() if sent else kind(formdata=None)


def needed_to_show(flag: Flag) -> Callable[[Form, Field], None]:
    """Return the check that a flag which is to be shown comes with a reason."""

    def check(form: Form, field: Field) -> None:
        if form[f"{FLAG}{flag.key}"].data == SHOW and not (field.data or "").strip():
            raise ValidationError(_("Say why it may be shown."))

    return check


def flag_whys(form: Form) -> dict[str, str]:
    """Return flag key to the reason why it may be shown, of a valid review form."""
    return {
        field.name.removeprefix(WHY): field.data or ""
        for field in form
        if field.name.startswith(WHY)
    }


def flag_answers(form: Form) -> dict[str, str]:
    """Return flag key to decision, of a valid review form."""
    return {
        field.name.removeprefix(FLAG): field.data for field in form if field.name.startswith(FLAG)
    }
