"""Forms of the editors' bench: a revision's own words, its steps, its cases."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kernel.forms import Form
from kernel.web import number
from rules.actions.worked import LONGEST_FACTS
from rules.amendment import LONGEST_TITLE, Kind
from rules.consultation import OPTIONS, QUESTIONS, Question
from rules.revision import LONGEST_REASON, LONGEST_SUMMARY, Stance
from rules.text.merge import Hunk, Take
from rules.text.weight import Weight
from rules.worked import Says

NEEDED = _l("Fill this in.")
TOO_LONG = _l("Use at most %(max)s letters.")
STANCE, WORD, WEIGHT, HUNK, REWRITE = "stance-", "word-", "weight-", "hunk-", "rewrite-"
REWRITTEN = "rewritten"

KINDS: Mapping[str, Any] = {
    Kind.REPLACE: _l("Change its words"),
    Kind.REPEAL: _l("Let it end"),
    Kind.MOVE: _l("Move it to another place"),
    Kind.RENUMBER: _l("Give it another number"),
    Kind.SPLIT: _l("Split it in two"),
    Kind.MERGE: _l("Take another clause into it"),
    Kind.INSERT: _l("Add a new clause"),
}
SAYS: Mapping[str, Any] = {
    Says.APPLIES: _l("it applies"),
    Says.DOES_NOT_APPLY: _l("it does not apply"),
    Says.UNCLEAR: _l("it can be read both ways"),
}
TAKES: Mapping[str, Any] = {
    Take.MINE.value: _l("Your words"),
    Take.THEIRS.value: _l("The words in the book now"),
    Take.BASE.value: _l("The words before both changes"),
    Take.BOTH.value: _l("Both, one after the other"),
    REWRITTEN: _l("Other words, written below"),
}


class OpenForm(Form):
    """A new revision; with a clause, it starts with an amendment of that one."""

    title = StringField(
        _l("What the revision is about"),
        [InputRequired(NEEDED), Length(max=LONGEST_TITLE, message=TOO_LONG)],
    )
    clause_id = HiddenField()


class AddForm(Form):
    """Another clause that a revision changes."""

    kind = SelectField(
        _l("What is done"), choices=[SelectChoice(one, words) for one, words in KINDS.items()]
    )
    clause_id = StringField(_l("Clause"), [InputRequired(NEEDED), Length(max=40, message=TOO_LONG)])


class SummaryForm(Form):
    """What a revision is called and what it changes for members."""

    title = StringField(
        _l("Title"), [InputRequired(NEEDED), Length(max=LONGEST_TITLE, message=TOO_LONG)]
    )
    summary = TextAreaField(
        _l("What changes for members, in plain words"),
        [Length(max=LONGEST_SUMMARY, message=TOO_LONG)],
    )
    edition = HiddenField()


class WhyForm(Form):
    """A reason for giving a revision back or ending it."""

    why = TextAreaField(
        _l("Your reason"), [InputRequired(NEEDED), Length(max=LONGEST_REASON, message=TOO_LONG)]
    )


class ScheduleForm(Form):
    """The day on which a revision comes into force."""

    effective_on = DateField(
        _l("In force from"), [InputRequired(_l("Write a date such as 2027-01-01."))]
    )


class StepForm(Form):
    """A button; `edition` is the one that was read."""

    edition = HiddenField()


class CaseForm(Form):
    """A worked case and how its author reads it."""

    clause_id = SelectField(_l("Clause"))
    facts = TextAreaField(
        _l("The facts"), [InputRequired(NEEDED), Length(max=LONGEST_FACTS, message=TOO_LONG)]
    )
    before = RadioField(_l("By the old words"), validators=[InputRequired(NEEDED)])
    after = RadioField(_l("By the new words"), validators=[InputRequired(NEEDED)])

    def __init__(self, clauses: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.clause_id.choices = choices(clauses)
        self.before.choices = self.after.choices = choices(SAYS)


class ReadingForm(Form):
    """How a reviewer reads a worked case under both wordings."""

    before = RadioField(_l("By the old words"), validators=[InputRequired(NEEDED)])
    after = RadioField(_l("By the new words"), validators=[InputRequired(NEEDED)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.before.choices = self.after.choices = choices(SAYS)


def stances_form(units: Iterable[tuple[str, str, Weight, str]], weights: Mapping[Any, Any]) -> Form:
    """Return the form on which a reviewer weighs each change.

    units: key, how it reads, what it weighs by rule, what the reviewer has said so far of its
    weight. weights: the names of all weights.
    """
    made: dict[str, Any] = {"edition": HiddenField()}
    stances = {Stance.AGREE: _l("I agree"), Stance.OBJECT: _l("I object")}
    for key, label, by_rule, said in units:
        made[f"{STANCE}{key}"] = RadioField(
            label, choices=choices(stances), validators=[Optional()]
        )
        made[f"{WORD}{key}"] = StringField(
            _l("A word on it"), [Optional(), Length(max=LONGEST_REASON, message=TOO_LONG)]
        )
        heavier = {str(int(one)): weights[one] for one in Weight if one > by_rule}
        offered = {"": _l("as it stands"), **heavier, "lower": _l("no more than by the rules")}
        made[f"{WEIGHT}{key}"] = SelectField(
            _l("It weighs"), choices=choices(offered), default=said
        )
    form: Form = type("StancesForm", (Form,), made)()
    return form


def conflict_form(hunks: Iterable[Hunk]) -> Form:
    """Return the form that settles each place on which two changes differ."""
    made: dict[str, Any] = {"edition": HiddenField()}
    for place, hunk in enumerate(hunks):
        if not hunk.same:
            made[f"{HUNK}{place}"] = RadioField(
                _l("Which words to take"),
                choices=choices(TAKES),
                validators=[InputRequired(_l("Choose for each place."))],
            )
            made[f"{REWRITE}{place}"] = TextAreaField(_l("Other words"), [Optional()])
    made["title"] = StringField(_l("Title"), [Length(max=LONGEST_TITLE, message=TOO_LONG)])
    form: Form = type("ConflictForm", (Form,), made)()
    return form


def questions_form() -> Form:
    """Return the form of the three cases that members are asked about."""
    made: dict[str, Any] = {}
    for place in range(1, QUESTIONS + 1):
        made[f"facts-{place}"] = TextAreaField(
            _l("Case %(n)s: the facts and the question", n=place),
            [InputRequired(NEEDED), Length(max=LONGEST_FACTS, message=TOO_LONG)],
        )
        for option in range(1, OPTIONS + 1):
            made[f"option-{place}-{option}"] = StringField(
                _l("Case %(n)s, answer %(m)s", n=place, m=option),
                [InputRequired(NEEDED), Length(max=200, message=TOO_LONG)],
            )
        keys = {str(one): _l("Answer %(m)s", m=one + 1) for one in range(OPTIONS)}
        made[f"key-{place}"] = RadioField(
            _l("Case %(n)s: the right answer", n=place),
            choices=choices(keys),
            validators=[InputRequired(_l("Mark the right answer of each case."))],
        )
    form: Form = type("QuestionsForm", (Form,), made)()
    return form


def show_questions(form: Form, questions: Iterable[Question]) -> None:
    """Fill the form with the cases that are there."""
    for place, question in enumerate(questions, start=1):
        form[f"facts-{place}"].data = question.facts
        for option, words in enumerate(question.options, start=1):
            form[f"option-{place}-{option}"].data = words
        form[f"key-{place}"].data = str(question.key)


def read_questions(form: Form) -> list[Question]:
    """Return the cases of a valid form."""
    return [
        Question(
            form[f"facts-{place}"].data,
            tuple(form[f"option-{place}-{option}"].data for option in range(1, OPTIONS + 1)),
            int(form[f"key-{place}"].data),
        )
        for place in range(1, QUESTIONS + 1)
    ]


def edition_of(field: Any) -> int:
    """Return the edition that a form was made on; 0, which none has, for anything else."""
    return number(field.data or "", 999_999_999) or 0


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return labels as the choices of a field."""
    return [SelectChoice(str(value), label) for value, label in labels.items()]
