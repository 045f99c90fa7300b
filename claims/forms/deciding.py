"""The form of a decision on the papers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from claims.claim import LONGEST_TITLE, Decision
from claims.decision import Decided
from claims.forms.fields import (
    MOST_YUAN,
    NEEDED,
    Despite,
    Revision,
    Statement,
    Whole,
    Words,
    up_to,
)
from claims.models import Claim
from claims.wording import DECISIONS
from kernel.forms import Boxes, Form
from kernel.remark import LONGEST


class DecisionForm(Form):
    """What the plan decides, on what, and what it cost to find out.

    light: what the light tier would pay, in fen, where the rules know one; it is proposed as what
    comes into question, and is in no decision unless the box beside it is ticked.
    """

    light: int | None = None
    revision = Revision()
    title = StringField(_l("Title, without names"), [InputRequired(NEEDED), up_to(LONGEST_TITLE)])
    named = BooleanField(_l("Keep this title all the same: jurors read a role for each name"))
    amount = Whole(_l("Amount claimed, in yuan"), MOST_YUAN, 1, needed=True)
    decision = RadioField(
        _l("Decision"),
        choices=[SelectChoice(one.value, words) for one, words in DECISIONS.items()],
        validators=[InputRequired(NEEDED)],
    )
    offered = Whole(_l("What is paid instead, in yuan"), MOST_YUAN, 1, needed=True)
    has_lower = BooleanField(_l("If nothing is paid: a lower amount comes into question too"))
    in_question = Whole(_l("The lower amount in question, in yuan"), MOST_YUAN, 1, needed=True)
    clauses = Boxes(_l("Clauses that it rests on"))
    words = Words()
    reason = Statement(_l("Reason, as the claimant will read it"), LONGEST)
    despite = Despite()
    cost = Whole(_l("What looking into it cost, in yuan"), MOST_YUAN, needed=True)

    @property
    def decided(self) -> Decided:
        """What a valid form says."""
        offered = self.offered.data
        lower = self.in_question.data if self.has_lower.data else None
        return Decided(
            decision=Decision(self.decision.data),
            title=self.title.data or "",
            reason=self.reason.data or "",
            clauses=tuple(self.clauses.data or ()),
            amount=(self.amount.data or 0) * 100,
            cost=(self.cost.data or 0) * 100,
            offered=offered * 100 if offered else None,
            in_question=lower * 100 if lower else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        ticked, typed = self.has_lower.data, self.in_question.data
        if ticked and not typed and not self.in_question.errors:
            self.in_question.errors = [_("Say which lower amount comes into question.")]
        elif not ticked and typed not in (None, _yuan(self.light)):
            self.in_question.errors = [
                _("Tick the box, or leave the amount as it was proposed.")
                if self.light
                else _("Tick the box, or leave this empty.")
            ]
        return is_valid and not self.in_question.errors


def _yuan(fen: int | None) -> int | None:
    return fen // 100 if fen else None


def decision_form(
    clauses: Mapping[str, str], claim: Claim, light: int | None, *, sent: bool
) -> DecisionForm:
    """Return the form of a decision. clauses: id to what the check box says. light: in fen, as in
    the form. sent: take what the request brings."""
    proposed = {"amount": _yuan(claim.amount), "title": claim.title, "in_question": _yuan(light)}
    form = DecisionForm(data=proposed) if sent else DecisionForm(formdata=None, data=proposed)
    form.light = light
    form.clauses.choices = [SelectChoice(one, words) for one, words in clauses.items()]
    if not sent:
        form.revision.show(claim.revision)
    return form
