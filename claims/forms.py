"""Forms of the claims' room. They parse and shape; what the rules allow is asked elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from claims.claim import (
    LONGEST_STATEMENT,
    LONGEST_SUMMARY,
    OPTIONS,
    QUESTIONS,
    Decision,
    Facts,
)
from claims.dates import KnownDates
from claims.handover import HIDE, SHOW
from claims.redaction import Flag, parse_parties, parties_as_text
from claims.wording import DECISIONS, STANDARDS
from jury.casefile import QuizQuestion
from kernel.errors import Malformed
from kernel.forms import Form, strip
from kernel.web import words_of

DAYS = ("joined", "born", "event", "diagnosed", "filed")
SAME_IN_DATES = (*DAYS, "accident", "waiting_agreed", "medication_days", "stay_days")
SAME_IN_FACTS = (
    *("title", "content_warning", "decision_reason", "summary", "question"),
    *("claimant_says", "respondent_says"),
)
MOST_YUAN = 100_000_000
FLAG = "flag-"
NEEDED = _l("Fill this in.")
DAY = _l("Write a date such as 2019-05-01.")
NUMBER = _l("Write a whole number.")


def _up_to(most: int) -> Length:
    return Length(max=most, message=_l("Use at most %(count)s characters.", count=f"{most:,}"))


class Day(DateField):  # type: ignore[misc]
    """A day that may be left out; what is no day is said so in our words."""

    def __init__(self, label: Any, *, needed: bool = True, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)
        self.flags.optional = not needed  # "needed" before the review, not before saving

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(DAY) from None


class Whole(IntegerField):  # type: ignore[misc]
    """A whole number that may be left out."""

    def __init__(
        self, label: Any, most: int, least: int = 0, *, needed: bool = False, **more: Any
    ) -> None:
        within = NumberRange(least, most, _l("Write a number between %(min)s and %(max)s."))
        super().__init__(label, [Optional(), within], **more)
        self.flags.optional = not needed

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata([value.replace(",", "") for value in values])
        except ValueError:
            raise ValueError(NUMBER) from None


class Statement(TextAreaField):  # type: ignore[misc]
    """A long text with a limit, and how much of it is used."""

    def __init__(self, label: Any, most: int, **more: Any) -> None:
        super().__init__(label, [_up_to(most)], **more)
        self.most = most

    @property
    def counter(self) -> str:
        """How many characters are used, in words."""
        used = len(strip(self.data or ""))
        return str(_("%(used)s of %(most)s characters", used=f"{used:,}", most=f"{self.most:,}"))


class Clauses(SelectMultipleField):  # type: ignore[misc]
    """Check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClaimForm(Form):
    """All that is known of a claim; much of it may come later."""

    claimant = EmailField(_l("The claimant's e-mail"), [InputRequired(NEEDED), Length(max=254)])
    title = StringField(_l("Title, without names"), [InputRequired(NEEDED), _up_to(120)])
    content_warning = StringField(_l("Content warning"), [_up_to(200)])
    joined = Day(_l("Day of joining"))
    born = Day(_l("Date of birth of the person covered"), needed=False)
    accident = BooleanField(_l("It was an accident"))
    event = Day(_l("Day of the accident"))
    diagnosed = Day(_l("Day of the first diagnosis"))
    filed = Day(_l("Day on which the claim was filed"))
    waiting_agreed = BooleanField(_l("Both sides agree that the waiting period has run"))
    medication_days = Whole(_l("Longest single order of medication, in days"), 36_500)
    stay_days = Whole(_l("Longest hospital stay, in days"), 36_500)
    amount = Whole(_l("Amount claimed, in yuan"), MOST_YUAN, 1, needed=True)
    tiers = StringField(_l("Amounts in dispute, in yuan, with semicolons between"), [_up_to(200)])
    decision = RadioField(
        _l("Preliminary decision"),
        choices=[SelectChoice(one.value, words) for one, words in DECISIONS.items()],
        default=Decision.REFUSE.value,
    )
    decision_reason = Statement(_l("Reason of the preliminary decision"), 1_000)
    summary = Statement(_l("Neutral summary"), LONGEST_SUMMARY)
    question = StringField(_l("Question to the jurors"), [_up_to(300)])
    claimant_says = Statement(_l("The claimant's statement"), LONGEST_STATEMENT)
    respondent_says = Statement(_l("The investigator's statement"), LONGEST_STATEMENT)
    clauses = Clauses(_l("Clauses in dispute"))
    parties = TextAreaField(_l("Declared parties"), [_up_to(5_000)])

    def validate_parties(self, field: Any) -> None:
        try:
            parse_parties(field.data or "")
        except Malformed as refusal:
            raise ValidationError(words_of(refusal)) from None

    def validate_tiers(self, field: Any) -> None:
        try:
            tiers = parse_tiers(field.data or "")
        except ValueError:
            raise ValidationError(_("Write amounts such as 50,000; 300,000.")) from None
        if len(tiers) == 1 or len(set(tiers)) < len(tiers):
            raise ValidationError(_("Write at least two different amounts, or none."))

    def questions(self) -> list[dict[str, Any]]:
        """Return the fields of the case quiz, question by question."""
        return [
            {
                "stem": self[f"quiz_{n}_stem"],
                "options": [self[f"quiz_{n}_option_{i}"] for i in range(1, OPTIONS + 1)],
                "key": self[f"quiz_{n}_key"],
            }
            for n in range(1, QUESTIONS + 1)
        ]

    @property
    def facts(self) -> Facts:
        """Return what a valid form says."""
        return Facts(
            **{name: self[name].data or "" for name in SAME_IN_FACTS},
            dates=KnownDates(**{name: self[name].data for name in SAME_IN_DATES}),
            amount=self.amount.data * 100 if self.amount.data else None,
            decision=Decision(self.decision.data),
            clauses=tuple(self.clauses.data or ()),
            parties=parse_parties(self.parties.data or ""),
            quiz=tuple(self._quiz()),
            tiers=tuple(yuan * 100 for yuan in parse_tiers(self.tiers.data or "")),
        )

    def _quiz(self) -> Iterable[QuizQuestion]:
        for one in self.questions():
            if one["stem"].data:
                options = tuple(option.data or "" for option in one["options"])
                yield QuizQuestion(one["stem"].data, options, int(one["key"].data))


for _n in range(1, QUESTIONS + 1):
    setattr(ClaimForm, f"quiz_{_n}_stem", StringField(_l("Question"), [_up_to(300)]))
    for _i in range(1, OPTIONS + 1):
        _label = _l("Option %(letter)s", letter="ABC"[_i - 1])
        setattr(ClaimForm, f"quiz_{_n}_option_{_i}", StringField(_label, [_up_to(200)]))
    setattr(
        ClaimForm,
        f"quiz_{_n}_key",
        RadioField(
            _l("Right option"),
            choices=[SelectChoice(str(_i), "ABC"[_i]) for _i in range(OPTIONS)],
            default="0",
        ),
    )


def claim_form(clauses: Mapping[str, str], facts: Facts | None = None) -> ClaimForm:
    """Return the form of a claim; clauses: id to what the check box says.

    A clause that the claim cites stays on offer, whatever the book says today.
    """
    cited = {one: clauses.get(one, one) for one in (facts.clauses if facts else ())}
    form = ClaimForm(data=_as_fields(facts) if facts else None)
    form.clauses.choices = [SelectChoice(one, words) for one, words in {**clauses, **cited}.items()]
    return form


def _as_fields(facts: Facts) -> dict[str, Any]:
    known = facts.dates
    fields = {name: getattr(facts, name) for name in SAME_IN_FACTS}
    fields |= {name: getattr(known, name) for name in SAME_IN_DATES}
    fields |= {
        "amount": facts.amount // 100 if facts.amount else None,
        "decision": facts.decision.value,
        "tiers": "; ".join(f"{tier // 100:,}" for tier in facts.tiers),
        "clauses": list(facts.clauses),
        "parties": parties_as_text(facts.parties),
    }
    for n, one in enumerate(facts.quiz, 1):
        fields |= {f"quiz_{n}_stem": one.stem, f"quiz_{n}_key": str(one.key)}
        fields |= {f"quiz_{n}_option_{i}": option for i, option in enumerate(one.options, 1)}
    return fields


def parse_tiers(text: str) -> list[int]:
    """Read amounts in whole yuan with semicolons between; raises ValueError."""
    found = [int(part.replace(",", "")) for part in text.split(";") if part.strip()]
    if any(not 0 < yuan <= MOST_YUAN for yuan in found):
        raise ValueError("an amount is out of range")
    return sorted(found)


class SignForm(Form):
    """A form that carries nothing but its token: a button."""


class ReturnForm(Form):
    """Why a claim goes back."""

    why = TextAreaField(
        _l("What has to change"), [InputRequired(_l("Say what has to change.")), _up_to(1_000)]
    )


class FreezingForm(Form):
    """Under which standard the case is decided."""

    standard = RadioField(
        _l("Standard"),
        choices=[SelectChoice(name, words) for name, words in STANDARDS.items()],
        default="panel",
        validators=[InputRequired(_l("Choose a standard."))],
    )


def review_form(flags: Iterable[Flag], words: Mapping[str, Any]) -> Form:
    """Return the form of a review: one decision a flag, and the revision that was read."""
    fields: dict[str, Any] = {
        f"{FLAG}{flag.key}": RadioField(
            f"{words[flag.kind]}: {flag.text}",
            choices=[
                SelectChoice(HIDE, _l("Keep it hidden")),
                SelectChoice(SHOW, _l("Show it as written")),
            ],
            validators=[InputRequired(_l("Decide on this flag."))],
        )
        for flag in flags
    }
    fields["revision"] = HiddenField()
    form: Form = type("ReviewForm", (Form,), fields)()
    return form


def flag_answers(form: Form) -> dict[str, str]:
    """Return flag key to decision, of a valid review form."""
    return {
        field.name.removeprefix(FLAG): field.data for field in form if field.name.startswith(FLAG)
    }
