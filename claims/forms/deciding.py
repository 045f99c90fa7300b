"""The form of a decision on the papers."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from claims.claim import LONGEST_TITLE, Decision
from claims.decision import Decided
from claims.forms.fields import MOST_YUAN, NEEDED, Clauses, Revision, Statement, Whole, up_to
from claims.models import Claim
from claims.wording import DECISIONS
from kernel.forms import Form
from kernel.remark import LONGEST


class DecisionForm(Form):
    """What the plan decides, on what, and what it cost to find out."""

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
    clauses = Clauses(_l("Clauses that it rests on"))
    reason = Statement(_l("Reason, as the claimant will read it"), LONGEST)
    cost = Whole(_l("What looking into it cost, in yuan"), MOST_YUAN, needed=True)

    @property
    def decided(self) -> Decided:
        """What a valid form says."""
        offered = self.offered.data
        return Decided(
            decision=Decision(self.decision.data),
            title=self.title.data or "",
            reason=self.reason.data or "",
            clauses=tuple(self.clauses.data or ()),
            amount=(self.amount.data or 0) * 100,
            cost=(self.cost.data or 0) * 100,
            offered=offered * 100 if offered else None,
        )


def decision_form(clauses: Mapping[str, str], claim: Claim) -> DecisionForm:
    """Return the form of a decision. clauses: id to what the check box says."""
    amount = claim.amount // 100 if claim.amount else None
    form = DecisionForm(data={"amount": amount, "title": claim.title})
    form.clauses.choices = [SelectChoice(one, words) for one, words in clauses.items()]
    if not form.is_submitted():
        form.revision.show(claim.revision)
    return form
