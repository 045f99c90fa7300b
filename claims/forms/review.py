"""Forms of the steps after the writing: send, return, approve, freeze."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from claims.claim import LONGEST_WHY_SHOWN
from claims.forms.fields import Revision, up_to
from claims.handover import HIDE, SHOW
from claims.redaction import Flag
from claims.wording import STANDARDS
from jury.standard import PRESETS, Standard
from jury.wording import what_else_happens, what_upholding_needs
from kernel.forms import Form
from kernel.remark import LONGEST

FLAG, WHY = "flag-", "why-"


class ReturnForm(Form):
    """Why a claim goes back."""

    why = TextAreaField(
        _l("What has to change"), [InputRequired(_l("Say what has to change.")), up_to(LONGEST)]
    )


class FreezingForm(Form):
    """Under which standard the case is decided."""

    standard = RadioField(
        _l("Standard"),
        choices=[SelectChoice(name, words) for name, words in STANDARDS.items()],
        validators=[InputRequired(_l("Choose a standard."))],
    )


def about_standards() -> dict[str, str]:
    """Return what each standard that an officer may choose means, in sentences."""
    return {name: _about(PRESETS[name]) for name in STANDARDS}


def _about(standard: Standard) -> str:
    drawn = _(
        "%(seats)s members are drawn, and %(more)s stand by. At least %(least)s have to vote for "
        "or against; the poll is open for %(hours)s hours.",
        seats=standard.seats,
        more=standard.alternates,
        least=standard.quorum(),
        hours=standard.hours,
    )
    again = (
        _("If too few vote, or the jury is hung, one new panel is drawn.")
        if standard.denial
        else _("If too few vote, one new panel is drawn.")
    )
    needed = what_upholding_needs(standard), what_else_happens(standard)
    return " ".join((drawn, *needed, again))


def review_form(flags: Iterable[Flag], words: Mapping[str, Any]) -> Form:
    """Return the form of a review: one decision a flag, why it may be shown, and the revision
    that was read."""
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
    form: Form = type("ReviewForm", (Form,), fields)()
    return form


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
