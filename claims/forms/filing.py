"""Forms of the claimant: what is filed, and the answer to a decision."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from claims.claim import Issue
from claims.dates import KnownDates
from claims.filing import (
    LONGEST_STORY,
    ONCE_ASKED,
    Benefit,
    Filing,
    Named,
    PartyKind,
    Whom,
    as_asked,
    missing_in,
    unasked,
)
from claims.forms.fields import (
    NEEDED,
    Day,
    Revision,
    Statement,
    Whole,
    differing,
    up_to,
    words_for,
)
from claims.names import forms_of
from claims.wording import BENEFITS, PARTY_KINDS, WHOM
from kernel.forms import Form
from kernel.remark import LONGEST

ROWS = 8  # of names; more than three hospitals are rare
SHOWN = 3
OF_A_CHILD = ("joined", "born")
DAYS = ("joined", "born", "event", "diagnosed", "medication_days", "stay_days")


class FilingForm(Form):
    """What a member files: a few fields, and the story in their own words."""

    revision = Revision()
    benefit = RadioField(
        _l("What happened?"),
        choices=[SelectChoice(one.value, words) for one, words in BENEFITS.items()],
        validators=[InputRequired(NEEDED)],
    )
    whom = RadioField(
        _l("Who fell ill, or was hurt?"),
        choices=[SelectChoice(one.value, words) for one, words in WHOM.items()],
        validators=[InputRequired(NEEDED)],
    )
    joined = Day(_l("Day on which the child joined"))
    born = Day(_l("Day on which the child was born"))
    diagnosed = Day(_l("Day of the first diagnosis"))
    event = Day(_l("Day of the accident"))
    medication_days = Whole(_l("Longest single order of medication, in days"), 36_500)
    stay_days = Whole(_l("Longest hospital stay before joining, in days"), 36_500)
    story = Statement(_l("What happened, in your own words"), LONGEST_STORY)

    def names(self) -> list[dict[str, Any]]:
        """Return the fields of the names, row by row."""
        return [
            {"name": self[f"named_{n}_name"], "kind": self[f"named_{n}_kind"]}
            for n in range(1, ROWS + 1)
        ]

    def asks(self, name: str) -> bool:
        """Whether a day is asked for, by what is claimed and for whom; one that cannot be read is,
        so that it can be mended."""
        filing = self.filing
        return name not in unasked(filing.benefit, filing.whom) or name in self.errors

    @property
    def kept(self) -> list[Any]:
        """The fields of days that were typed and are not asked for: they are sent along unseen."""
        return [self[name] for name in ONCE_ASKED if self[name].data and not self.asks(name)]

    def issues(self, now: datetime) -> list[Issue]:
        """Return what is missing in what was typed. What cannot be read is among the errors, and
        not missing; when a member joined and was born the house knows itself."""
        typed = self.filing
        known = set(OF_A_CHILD) if typed.whom is Whom.MYSELF else set()
        return [one for one in missing_in(typed, now) if one.field not in known | set(self.errors)]

    @property
    def filing(self) -> Filing:
        """What the form says; what cannot be read is left out."""
        wrong = self.errors
        benefit = Benefit(self.benefit.data) if "benefit" not in wrong else Benefit.ILLNESS
        whom = Whom(self.whom.data) if "whom" not in wrong else Whom.MYSELF
        days: dict[str, Any] = {name: self[name].data for name in DAYS}
        said = Filing(
            benefit=benefit,
            whom=whom,
            story=self.story.data or "",
            named=tuple(
                Named(one["name"].data, PartyKind(one["kind"].data))
                for one in self.names()
                if one["name"].data and not (one["name"].errors or one["kind"].errors)
            ),
            dates=KnownDates(**days, accident=benefit is Benefit.ACCIDENT),
        )
        return as_asked(said)


def _is_a_name(_form: Any, field: Any) -> None:
    if field.data and not forms_of(field.data):
        raise ValidationError(_("Write a name."))


class _Name(StringField):  # type: ignore[misc]
    """A name in the papers. needed: to hand in, not to save."""

    def __init__(self, label: Any, *, needed: bool, **more: Any) -> None:
        super().__init__(label, [Optional(), up_to(120), _is_a_name], **more)
        self.flags.optional = not needed


for _n in range(1, ROWS + 1):
    setattr(
        FilingForm,
        f"named_{_n}_name",
        _Name(_l("Name"), needed=_n == 1),
    )
    setattr(
        FilingForm,
        f"named_{_n}_kind",
        SelectField(
            _l("Who or what it is"),
            choices=[SelectChoice(one.value, words) for one, words in PARTY_KINDS.items()],
            default=PartyKind.HOSPITAL.value if _n != 2 else PartyKind.DOCTOR.value,
        ),
    )


def filing_form(filing: Filing | None = None, revision: int = 1) -> FilingForm:
    """Return the form of a filing, as it stands."""
    form = FilingForm(data=_as_fields(filing) if filing else None)
    if not form.is_submitted():
        form.revision.show(revision)
    return form


def _as_fields(filing: Filing) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(filing.dates, name) for name in DAYS}
    if filing.whom is Whom.MYSELF:  # the house knows these of a member, and they are no child's
        fields |= dict.fromkeys(OF_A_CHILD)
    fields |= filing.aside
    fields |= {"benefit": filing.benefit.value, "whom": filing.whom.value, "story": filing.story}
    for n, one in enumerate(filing.named, 1):
        fields |= {f"named_{n}_name": one.name, f"named_{n}_kind": one.kind.value}
    return fields


def saved_instead(form: FilingForm, filing: Filing) -> list[tuple[str, str]]:
    """Return what is saved where a valid form says otherwise: label and words of each."""
    stored = _as_fields(filing)
    names = differing(form, _as_fields(form.filing), stored)
    return [(_labelled(form[name]), words_for(form[name], stored.get(name))) for name in names]


def _labelled(field: Any) -> str:
    if not field.name.startswith("named_"):
        return str(field.label.text)
    return str(_("%(label)s, line %(n)s", label=field.label.text, n=field.name.split("_")[1]))


class AnswerDecisionForm(Form):
    """An answer to a decision. number: of the decision that was read."""

    number = Revision()


class DisputeForm(AnswerDecisionForm):
    """Why the claimant disputes a decision."""

    why = TextAreaField(
        _l("What is wrong with the decision?"), [InputRequired(NEEDED), up_to(LONGEST)]
    )
