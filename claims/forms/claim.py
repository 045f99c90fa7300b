"""The form of a claim: all that is known of it, and what has changed under somebody's hands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from claims.claim import (
    HEARD,
    LONGEST_STATEMENT,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    OPTIONS,
    QUESTIONS,
    Decision,
    Facts,
    Question,
    days_ahead,
)
from claims.dates import KnownDates
from claims.forms.fields import (
    MOST_YUAN,
    NEEDED,
    Day,
    Despite,
    Revision,
    Statement,
    Whole,
    Words,
    differing,
    parse_tiers,
    up_to,
    words_for,
)
from claims.redaction import parse_parties, parties_as_text
from claims.standards import OFFERED, USUAL
from claims.wording import DECISIONS
from jury.standard import PRESETS
from jury.wording.standards import called, rule_of
from kernel.errors import Malformed
from kernel.forms import Boxes, Form
from kernel.remark import LONGEST
from kernel.web import asked_at, words_of

Read = TypeVar("Read")
DAYS = ("joined", "born", "event", "diagnosed", "filed")
SAME_IN_DATES = (*DAYS, "accident", "waiting_agreed", "medication_days", "stay_days", "relative")
SAME_IN_FACTS = (
    *("title", "content_warning", "decision_reason", "summary", "question"),
    *("claimant_says", "respondent_says", "respondent_remarks", "despite"),
)
DECIDED = ("amount", "tiers", "decision", "decision_reason", "claimant_says", "respondent_says")


class ClaimForm(Form):
    """All that is known of a claim; much of it may come later.

    held: what is known so far. is_decided: the plan decided on the papers, and both sides have
    handed in their texts; neither is asked again. rules: what each standard means, in sentences.
    """

    held = Facts(title="")
    is_decided = False
    rules: Mapping[str, str] = {}
    HEARD, USUAL = HEARD, USUAL
    revision = Revision()
    claimant = EmailField(_l("The claimant's e-mail"), [InputRequired(NEEDED), Length(max=254)])
    title = StringField(_l("Title, without names"), [InputRequired(NEEDED), up_to(LONGEST_TITLE)])
    content_warning = StringField(_l("Content warning"), [Optional(), up_to(200)])
    joined = Day(_l("Day of joining"))
    born = Day(_l("Date of birth of the person covered"), needed=False)
    accident = BooleanField(_l("It was an accident"))
    event = Day(_l("Day of the accident"))
    diagnosed = Day(_l("Day of the first diagnosis"))
    filed = Day(_l("Day on which the claim was filed"))
    waiting_agreed = BooleanField(_l("Both sides agree that the waiting period has run"))
    medication_days = Whole(_l("Longest single order of medication, in days"), 36_500)
    stay_days = Whole(_l("Longest hospital stay, in days"), 36_500)
    relative = BooleanField(
        _l("Count all days from joining, and show no date; a year alone stays"), default=True
    )
    amount = Whole(_l("Amount claimed, in yuan"), MOST_YUAN, 1, needed=True)
    tiers = StringField(
        _l("Amounts in dispute, in yuan, with semicolons between"), [Optional(), up_to(200)]
    )
    decision = RadioField(
        _l("Preliminary decision"),
        choices=[SelectChoice(one.value, words) for one, words in DECISIONS.items()],
        default=Decision.REFUSE.value,
    )
    decision_reason = Statement(_l("Reason of the preliminary decision"), LONGEST)
    despite = Despite()
    summary = Statement(_l("Neutral summary"), LONGEST_SUMMARY)
    respondent_remarks = Statement(_l("The plan's remarks on the summary"), LONGEST)
    question = StringField(_l("Question to the jurors"), [up_to(300)])
    standard = RadioField(
        _l("Standard by which the jury decides"),
        validators=[InputRequired(_l("Choose a standard."))],
    )
    claimant_says = Statement(_l("The claimant's statement"), LONGEST_STATEMENT)
    respondent_says = Statement(_l("The investigator's statement"), LONGEST_STATEMENT)
    clauses = Boxes(_l("Clauses in dispute"))
    words = Words()
    parties = TextAreaField(_l("Declared parties"), [up_to(5_000)])

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        ahead = days_ahead(self.dates, asked_at())
        for issue in ahead:
            self[issue.field].errors = [_(issue.message)]
        return is_valid and not ahead

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
    def dates(self) -> KnownDates:
        """The days that the form says; what cannot be read is left out."""
        return KnownDates(**{name: self[name].data for name in SAME_IN_DATES})

    @property
    def facts(self) -> Facts:
        """Return what the form says, and what it does not ask about as it is held; what cannot be
        read is left out."""
        asked = (name for name in SAME_IN_FACTS if name in self)
        texts: dict[str, Any] = {name: self[name].data or "" for name in asked}
        said = replace(
            self.held,
            **texts,
            dates=self.dates,
            clauses=tuple(self.clauses.data or ()),
            parties=tuple(_read(parse_parties, self.parties.data)),
            quiz=tuple(self._quiz()),
        )
        if "standard" in self:
            standard = None if "standard" in self.errors else self.standard.data
            said = replace(said, standard=standard or None)
        return said if self.is_decided else self._deciding(said)

    def _deciding(self, said: Facts) -> Facts:
        is_readable = "decision" not in self.errors
        return replace(
            said,
            amount=self.amount.data * 100 if self.amount.data else None,
            decision=Decision(self.decision.data) if is_readable else Decision.REFUSE,
            tiers=tuple(yuan * 100 for yuan in _read(parse_tiers, self.tiers.data)),
        )

    def _quiz(self) -> Iterable[Question]:
        for one in self.questions():
            if one["stem"].data:
                options = tuple(option.data or "" for option in one["options"])
                marked = one["key"].data and not one["key"].errors
                yield Question(one["stem"].data, options, int(one["key"].data) if marked else None)


def _read(parse: Callable[[str], Iterable[Read]], text: str | None) -> Iterable[Read]:
    try:
        return parse(text or "")
    except (Malformed, ValueError):
        return ()


for _n in range(1, QUESTIONS + 1):
    setattr(ClaimForm, f"quiz_{_n}_stem", StringField(_l("Question"), [up_to(300)]))
    for _i in range(1, OPTIONS + 1):
        _label = _l("Option %(letter)s", letter="ABC"[_i - 1])
        setattr(ClaimForm, f"quiz_{_n}_option_{_i}", StringField(_label, [up_to(200)]))
    setattr(
        ClaimForm,
        f"quiz_{_n}_key",
        RadioField(
            _l("Right option"),
            choices=[SelectChoice(str(_i), "ABC"[_i]) for _i in range(OPTIONS)],
            validators=[Optional()],  # none is marked beforehand: a guess would look like a choice
        ),
    )


def claim_form(
    clauses: Mapping[str, str],
    facts: Facts | None = None,
    *,
    is_decided: bool = False,
    is_halted: bool = False,
) -> ClaimForm:
    """Return the form of a claim; clauses: id to what the check box says.

    A clause that the claim cites stays on offer, whatever the book says today. While no standard is
    chosen the usual one is marked; a case that is halted keeps its own, and asks for none. The plan
    remarks on the summary only beside the claimant, who has refused it twice.
    """
    cited = {one: clauses.get(one, one) for one in (facts.clauses if facts else ())}
    fields = as_fields(facts) if facts else {"standard": None}
    form = ClaimForm(data=fields | {"standard": fields["standard"] or USUAL})
    form.held, form.is_decided = facts or form.held, is_decided
    form.rules = {name: rule_of(PRESETS[name]) for name in OFFERED}
    form.standard.choices = [SelectChoice(name, called(PRESETS[name])) for name in OFFERED]
    for name in (*(DECIDED if is_decided else ()), *(("standard",) if is_halted else ())):
        del form[name]
    if not form.held.claimant_remarks:
        del form.respondent_remarks
    if is_decided and form.held.despite:
        del form.despite
    form.clauses.choices = [SelectChoice(one, words) for one, words in {**clauses, **cited}.items()]
    return form


def as_fields(facts: Facts) -> dict[str, Any]:
    """Return what the fields of a claim's form hold: name to data."""
    known = facts.dates
    fields = {name: getattr(facts, name) for name in SAME_IN_FACTS}
    fields |= {name: getattr(known, name) for name in SAME_IN_DATES}
    fields |= {
        "amount": facts.amount // 100 if facts.amount else None,
        "decision": facts.decision.value,
        "tiers": "; ".join(f"{tier // 100:,}" for tier in facts.tiers),
        "clauses": list(facts.clauses),
        "standard": facts.standard,
        "parties": parties_as_text(facts.parties),
    }
    for n, one in enumerate(facts.quiz, 1):
        key = None if one.key is None else str(one.key)
        fields |= {f"quiz_{n}_stem": one.stem, f"quiz_{n}_key": key}
        fields |= {f"quiz_{n}_option_{i}": option for i, option in enumerate(one.options, 1)}
    return fields


def replaced(form: ClaimForm, facts: Facts) -> list[tuple[str, str]]:
    """Return what stands in `facts` where a valid form says otherwise: label and words of each."""
    stored = as_fields(facts)
    names = differing(form, as_fields(form.facts), stored)
    return [(_named(form[name]), words_for(form[name], stored.get(name))) for name in names]


def _named(field: Any) -> str:
    if not field.name.startswith("quiz_"):
        return str(field.label.text)
    number = field.name.split("_")[1]
    return f"{_('Case quiz, question %(n)s', n=number)}, {field.label.text}"
