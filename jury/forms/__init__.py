"""Forms of the jury's pages. They parse and shape; whether the rules allow it is asked elsewhere.

The ballot asks what a case asks, so its form is made for a case.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation

from jury.archive import Wanted
from jury.ballot import Choice, Finding
from jury.beacon import can_check
from jury.randomness import Kind
from jury.reason import LONGEST_REASON
from kernel.forms import Boxes, Form
from kernel.remark import LONGEST
from kernel.web import number
from rules.clause import is_clause_id

ISSUE = "issue-"
LONGEST_SEARCH = 80
MOST = {"year": 9_998, "tier": 2**53}  # fen

ANSWERS = {
    Choice.UPHOLD: _l("Uphold: the claim is to be paid"),
    Choice.DENY: _l("Deny: the claim is not to be paid"),
    Choice.CANNOT_JUDGE: _l("I cannot judge this"),
}
FINDINGS = {
    Finding.APPLIES: _l("It applies"),
    Finding.DOES_NOT_APPLY: _l("It does not apply"),
    Finding.UNCLEAR: _l("Its wording is unclear"),
    Finding.CANNOT_BE_MET: _l("Nobody could meet it"),
}


LOTS = {
    Kind.BEACON: _l("A public beacon (drand quicknet)"),
    Kind.CEREMONY: _l("A ceremony: dice, or a public lottery"),
    Kind.HOUSE: _l("A secret of this house, fixed before the draw"),
}


def usual_lot() -> str:
    """Return where the lot comes from unless an officer says otherwise: from outside the house."""
    return (Kind.BEACON if can_check() else Kind.CEREMONY).value


class PrivateDataForm(Form):
    """Where a juror found something that tells who somebody is."""

    told = TextAreaField(
        _l("Where does it stand? Do not repeat it here."),
        [InputRequired(_l("Say where in the text it stands.")), Length(max=1_000)],
    )


class DrawForm(Form):
    """Where the randomness of a draw will come from."""

    kind = RadioField(
        _l("Where the lot comes from"),
        choices=[SelectChoice(kind.value, said) for kind, said in LOTS.items()],
        default=usual_lot,
        validate_choice=False,
    )
    source = StringField(_l("Which dice, or which public lottery of which day"))


class DigitsForm(Form):
    """What fell in a ceremony."""

    source = StringField(_l("What the digits are of, as it was announced"))
    digits = StringField(_l("The digits, 12 to 200 of them"))


class RoundForm(Form):
    """What the beacon said in the round that a draw waits for."""

    answer = TextAreaField(_l("The answer of a relay"))


class ChallengeForm(Form):
    """What an officer decides on a challenge, and who is meant: a full name, or a reference."""

    decision = RadioField(
        _l("What you decide"),
        choices=[
            SelectChoice("uphold", _l("Uphold it: this member does not judge the case")),
            SelectChoice("dismiss", _l("Dismiss it: this is no reason against a judge")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    who = StringField(_l("If you uphold it: who is meant?"))
    answer = TextAreaField(
        _l("Why, for the side that made it to read"),
        [InputRequired(_l("Say why.")), Length(max=LONGEST)],
    )


class ArchiveForm(Form):
    """Which verdicts to list; sent by GET, so that the address can be kept and passed on."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    words = StringField(
        _l("With the words"),
        [Length(max=LONGEST_SEARCH, message=_l("Look for fewer words."))],
        description=_l("In the title, the question or the facts."),
    )
    outcome = SelectField(_l("How it ended"), default="")
    clause = SelectField(_l("Clause in dispute"), default="")
    year = SelectField(_l("Year"), default="")
    standard = SelectField(_l("Standard"), default="")
    tier = SelectField(_l("Amount of the verdict"), default="")

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        return Wanted(
            words=self.words.data or "",
            clause=self.clause.data or "",
            year=number(self.year.data or "", MOST["year"]),
            standard=self.standard.data or "",
            tier=number(self.tier.data or "", MOST["tier"]),
            outcome=self.outcome.data or "",
        )


def archive_form(asked: Mapping[str, str], offered: Mapping[str, Mapping[str, str]]) -> ArchiveForm:
    """Return the form as it is asked for in an address.

    offered: name of a field to what can be chosen there, and how it reads. What is asked for and
    could be offered one day is no error: it finds nothing yet, and a feed of it is of use.
    """
    form = ArchiveForm(asked)
    for name, choices in offered.items():
        given = form[name].data or ""
        rest = {given: given} if given and given not in choices and could_be(name, given) else {}
        form[name].choices = _choices({"": _("all"), **choices, **rest})
    return form


def could_be(name: str, given: str) -> bool:
    """Whether a field of the archive's form can ask for this at all."""
    if name in MOST:
        return (number(given, MOST[name]) or 0) > 0
    return name == "clause" and is_clause_id(given)


class TrusteeForm(Form):
    """Who becomes a trustee."""

    account = StringField(_l("Reference of their account"))


class TrustForm(Form):
    """What somebody says who is asked to be a trustee."""

    answer = HiddenField()


class WordsForm(Form):
    """The words of a trustee, as they stand on paper."""

    words = TextAreaField(_l("The 33 words"))


class ModerationForm(Form):
    """What becomes of a juror's reason."""

    decision = HiddenField()


class RollRemarkForm(Form):
    """What a member says is wrong with a roll."""

    told = TextAreaField(
        _l("What is wrong?"),
        [InputRequired(_l("Say what is wrong.")), Length(max=LONGEST)],
        description=_l(
            "For example: I passed the exam in May and am missing. An officer reads it, with your "
            "name, and answers you here."
        ),
    )


class RollAnswerForm(Form):
    """What an officer found on a remark about a roll."""

    upheld = RadioField(
        _l("What you found"),
        choices=[
            SelectChoice("no", _l("The roll is right")),
            SelectChoice("yes", _l("The roll is wrong: nobody is drawn from it")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    answer = TextAreaField(
        _l("What you looked into, for the member to read"),
        [InputRequired(_l("Say what you found.")), Length(max=LONGEST)],
    )


class _OnlyIfUpheld:
    """A tier is asked of those who uphold; of the others it is not, and theirs is dropped."""

    field_flags: dict[str, Any] = {}

    def __call__(self, form: Form, field: Any) -> None:
        if form["choice"].data != Choice.UPHOLD:
            field.errors = []
            raise StopValidation()
        if not field.data:
            field.errors = []
            raise StopValidation(_("You uphold the claim, so choose the amount."))


class _WithClauses:
    """Clauses without a word on them would be read by nobody."""

    field_flags: dict[str, Any] = {}

    def __call__(self, form: Form, field: Any) -> None:
        if form["cites"].data and not field.data:
            raise StopValidation(_("You name clauses: say in a few words why, or name none."))


class _UnlessCannotJudge:
    """A finding on a clause is asked of those who judge."""

    field_flags: dict[str, Any] = {}

    def __call__(self, form: Form, field: Any) -> None:
        if field.data:
            return
        field.errors = []
        if form["choice"].data == Choice.CANNOT_JUDGE:
            raise StopValidation()
        raise StopValidation(_("Say what you find on this clause."))


def ballot_form(issues: dict[str, str], tiers: dict[int, str], early: bool = False) -> Form:
    """Return the ballot of a case.

    issues: clause id to what the question says; tiers: amounts in fen to how they read; early:
    whether one may say that it is the last word.
    """
    # In the order in which the page asks: findings, vote, amount, reason, what it rests on.
    fields: dict[str, Any] = {
        f"{ISSUE}{clause}": RadioField(
            legend, choices=_choices(FINDINGS), validators=[_UnlessCannotJudge()]
        )
        for clause, legend in issues.items()
    }
    fields["choice"] = RadioField(
        _l("Your vote"),
        choices=_choices(ANSWERS),
        validators=[InputRequired(_l("Choose one of the three."))],
    )
    if tiers:
        fields["tier"] = RadioField(
            _l("If the claim is paid, which amount?"),
            choices=_choices(tiers),
            validators=[_OnlyIfUpheld()],
        )
    fields["reason"] = TextAreaField(
        _l("Your reason"),
        validators=[
            Length(max=LONGEST_REASON, message=_l("Keep your reason within 1,200 characters.")),
            _WithClauses(),
        ],
    )
    fields["cites"] = Boxes(_l("The clauses that your reason rests on"), choices=_choices(issues))
    if early:
        fields["final"] = BooleanField(_l("This is my last word: I will not change it"))
    # The key makes a ballot that is sent twice one ballot.
    fields["key"] = HiddenField()
    fields["step"] = HiddenField()
    form: Form = type("BallotForm", (Form,), fields)()
    return form


def _choices(labels: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]
