"""Forms of the jury's pages. They parse and shape; whether the rules allow it is asked elsewhere.

The ballot and the case quiz ask what a case asks, so their forms are made for a case.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, StopValidation

from jury.ballot import Choice, Finding
from jury.casefile import QuizQuestion
from jury.seal import LONGEST_REASON
from kernel.forms import Form

ISSUE = "issue-"
QUESTION = "question-"

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


class PrivateDataForm(Form):
    """Where a juror found something that tells who somebody is."""

    told = TextAreaField(
        _l("Where does it stand? Do not repeat it here."),
        [InputRequired(_l("Say where in the text it stands.")), Length(max=1_000)],
    )


class ModerationForm(Form):
    """What becomes of a juror's reason."""

    decision = HiddenField()


def quiz_form(questions: Sequence[QuizQuestion]) -> Form:
    """Return the form of a case quiz: one set of radios a question; the keys are not in it."""
    fields = {
        f"{QUESTION}{number}": RadioField(
            question.stem,
            choices=_choices(dict(enumerate(question.options))),
            validators=[InputRequired(_l("Choose an answer."))],
        )
        for number, question in enumerate(questions)
    }
    form: Form = type("QuizForm", (Form,), fields)()
    return form


def quiz_answers(form: Form) -> list[int]:
    """Return the chosen options of a valid quiz form, in the order of the questions."""
    return [int(field.data) for field in form if field.name.startswith(QUESTION)]


class _OnlyIfUpheld:
    """A tier is asked of those who uphold; of the others it is not, and theirs is dropped."""

    field_flags: dict[str, Any] = {}

    def __call__(self, form: Form, field: Any) -> None:
        if form["choice"].data != Choice.UPHOLD:
            field.errors = []
            raise StopValidation()
        if not field.data:
            raise StopValidation(_("You uphold the claim, so choose the amount."))


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


def ballot_form(issues: dict[str, str], tiers: dict[int, str]) -> Form:
    """Return the ballot of a case.

    issues: clause id to what the question says; tiers: amounts in fen to how they read.
    """
    # In the order in which the page asks: findings, vote, amount, reason.
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
            Length(max=LONGEST_REASON, message=_l("Keep your reason within 1,200 characters."))
        ],
    )
    # The key makes a ballot that is sent twice one ballot.
    fields["key"] = HiddenField()
    fields["step"] = HiddenField()
    form: Form = type("BallotForm", (Form,), fields)()
    return form


def _choices(labels: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]
