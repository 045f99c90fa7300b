"""Rows of what comes before a dispute: what a member filed, what the plan decided, the answer."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.claim import Decision, Preliminary
from claims.filing import Benefit, Filing, Named, PartyKind, Whom
from claims.models.claims import Claim, one_of
from kernel.db import Base, UtcDateTime


class FilingRow(Base):
    """What a member filed; the days stand in the claim. handed_in_at: last, if it was.

    aside: days that were typed and are not asked of what is claimed now, by their names; emptied
    when it is handed in.
    """

    __tablename__ = "claim_filing"
    __table_args__ = (one_of("benefit", tuple(Benefit)), one_of("whom", tuple(Whom)))

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    benefit: Mapped[str] = mapped_column(sa.String(12))
    whom: Mapped[str] = mapped_column(sa.String(12))
    story: Mapped[str] = mapped_column(sa.Text)
    named: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    aside: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def value(self, claim: Claim) -> Filing:
        """Return what was filed as a value."""
        return Filing(
            benefit=Benefit(self.benefit),
            whom=Whom(self.whom),
            story=self.story,
            named=tuple(Named(one["name"], PartyKind(one["kind"])) for one in self.named),
            dates=claim.facts.dates,
            aside={name: date.fromisoformat(day) for name, day in self.aside.items()},
        )

    def take(self, filing: Filing) -> None:
        """Keep a value; the days are kept by the claim."""
        self.benefit, self.whom, self.story = filing.benefit, filing.whom, filing.story
        self.named = [{"name": one.name, "kind": one.kind.value} for one in filing.named]
        self.aside = {name: day.isoformat() for name, day in filing.aside.items()}


class PreliminaryDecision(Base):
    """What the plan decided on the papers: by whom, when, why, and what looking into it cost.

    number: a claim that was taken up again is decided again, and the last decision holds.
    reason, clauses: as both sides read them then; of an earlier decision from before they were kept
    here there is neither. Jurors read the last reason alone, redacted, from the facts of the claim.
    amount, offered, in_question, cost: in fen. offered: what is paid where less is paid than was
    claimed. in_question: what jurors may choose instead of all, where nothing is paid.
    answer_by: the end of the time in which the claimant can dispute it; None where all is paid.
    """

    __tablename__ = "claim_decision"
    __table_args__ = (
        one_of("decision", tuple(Decision)),
        sa.CheckConstraint("number > 0", name="number_is_positive"),
        sa.CheckConstraint("amount > 0", name="amount_is_positive"),
        sa.CheckConstraint("cost >= 0", name="cost_is_no_gain"),
        sa.CheckConstraint("offered > 0", name="offer_is_positive"),
        sa.CheckConstraint(
            "(offered IS NULL) = (decision <> 'pay_less')", name="offered_where_less_is_paid"
        ),
        sa.CheckConstraint(
            "in_question > 0 AND in_question < amount", name="less_than_all_is_in_question"
        ),
        sa.CheckConstraint(
            "in_question IS NULL OR decision = 'refuse'", name="in_question_where_none_is_paid"
        ),
    )

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision: Mapped[str] = mapped_column(sa.String(12))
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str] = mapped_column(sa.Text)
    clauses: Mapped[list[str]] = mapped_column(sa.JSON)
    cost: Mapped[int] = mapped_column(sa.BigInteger)
    offered: Mapped[int | None] = mapped_column(sa.BigInteger)
    in_question: Mapped[int | None] = mapped_column(sa.BigInteger)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    @property
    def value(self) -> Preliminary:
        """What was decided as a value."""
        lower = self.offered or self.in_question
        return Preliminary(Decision(self.decision), self.amount, lower)


class DecisionAnswer(Base):
    """What the claimant answered to a decision. why: of a dispute, in their own words."""

    __tablename__ = "claim_answer"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["claim_id", "number"], ["claim_decision.claim_id", "claim_decision.number"]
        ),
    )

    claim_id: Mapped[str] = mapped_column(sa.String(22), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    disputes: Mapped[bool]
    why: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Agreement(Base):
    """What the claimant said of one revision of the text that jurors will read.

    agrees: else `remarks` say to the officers why not; what jurors are to read of it, from a second
    refusal on, stands in the facts of the claim. text_digest: of what they agreed to, as in the
    sign-off, or of what stood there once they had refused; None of what was said before it was
    kept.
    """

    __tablename__ = "claim_agreement"

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agrees: Mapped[bool]
    remarks: Mapped[str] = mapped_column(sa.Text)
    text_digest: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
