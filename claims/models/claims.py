"""Rows of a claim: its facts, what was done to it, and which version of each clause governs it."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.claim import LONGEST_TITLE, Decision, Facts, Question
from claims.dates import KnownDates
from claims.life import State
from claims.redaction import Party
from jury.standard import PRESETS
from kernel.db import Base, Id, UtcDateTime, new_id
from rules.clause import LONGEST_ID, ClauseVersion, Governing, GovernsBy

(
    FILED,
    HANDED_IN,
    SENT_BACK,
    DECIDED,
    ACCEPTED,
    DISPUTED,
    EXTENDED,
    WROTE,
    ENTERED,
    CHANGED,
    SENT,
    RETURNED,
    APPROVED,
    AGREED,
    REFUSED,
    ANSWERED,
    STRUCK,
    FROZEN,
    TAKEN_BACK,
    WENT_ON,
    DISMISSED,
    REOPENED,
    APPEALED,
    OPENED,
    WITHDRAWN,
) = STEPS = (
    "filed",
    "handed_in",
    "sent_back",
    "decided",
    "accepted",
    "disputed",
    "extended",
    "wrote",
    "entered",
    "changed",
    "sent",
    "returned",
    "approved",
    "agreed",
    "refused",
    "answered",
    "struck",
    "frozen",
    "taken_back",
    "went_on",
    "dismissed",
    "reopened",
    "appealed",
    "opened",
    "withdrawn",
)
# Whoever did one of these is a preparer.
PREPARING = (DECIDED, WROTE, ENTERED, CHANGED, ANSWERED, SENT)


def one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """Return the constraint that a column holds one of these words."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=f"{column}_is_known")


class ClaimNumber(Base):
    """The last number given to a claim in each year; its row is the lock on the next one."""

    __tablename__ = "claim_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Claim(Base):
    """A claim, from its filing on. `ref` is also the first case's: one number for one dispute.

    revision: goes up with every change; a sign-off holds for one revision. papers_complete_at: when
    none of the papers it is asked for was missing, for the first time. papers_erased_at: when the
    key of its papers was given up, and it could have none any more. standard: the name of the one
    by which a jury decides; nobody reviews or agrees to a file without it.
    """

    __tablename__ = "claim"
    __table_args__ = (
        one_of("state", tuple(State)),
        one_of("decision", tuple(Decision)),
        sa.CheckConstraint("amount > 0", name="amount_is_positive"),
        sa.CheckConstraint("revision > 0", name="revision_is_positive"),
        one_of("standard", tuple(PRESETS)),
        sa.CheckConstraint(
            "standard IS NOT NULL OR state NOT IN ('in_review', 'signed_off', 'agreed')",
            name="standard_before_review",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True)
    claimant_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(12), default=State.PREPARED, index=True)
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    content_warning: Mapped[str] = mapped_column(sa.String(200))
    joined_on: Mapped[date | None]
    born_on: Mapped[date | None]
    event_on: Mapped[date | None]
    diagnosed_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    accident: Mapped[bool]
    waiting_agreed: Mapped[bool]
    medication_days: Mapped[int | None]
    stay_days: Mapped[int | None]
    relative_days: Mapped[bool] = mapped_column(default=False)
    amount: Mapped[int | None] = mapped_column(sa.BigInteger)
    decision: Mapped[str] = mapped_column(sa.String(12))
    decision_reason: Mapped[str] = mapped_column(sa.Text)
    summary: Mapped[str] = mapped_column(sa.Text)
    question: Mapped[str] = mapped_column(sa.String(300))
    claimant_says: Mapped[str] = mapped_column(sa.Text)
    respondent_says: Mapped[str] = mapped_column(sa.Text)
    claimant_replies: Mapped[str] = mapped_column(sa.Text, default="")
    respondent_replies: Mapped[str] = mapped_column(sa.Text, default="")
    claimant_remarks: Mapped[str] = mapped_column(sa.Text, default="")
    respondent_remarks: Mapped[str] = mapped_column(sa.Text, default="")
    clauses: Mapped[list[str]] = mapped_column(sa.JSON)
    parties: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    quiz: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    tiers: Mapped[list[int]] = mapped_column(sa.JSON)
    standard: Mapped[str | None] = mapped_column(sa.String(12))
    despite: Mapped[str] = mapped_column(sa.Text, default="")
    papers_complete_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    papers_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def called(self) -> str:
        """The title; the ref while no officer has given it one."""
        return self.title or self.ref

    @property
    def facts(self) -> Facts:
        """The facts as a value."""
        return Facts(
            title=self.title,
            dates=KnownDates(
                joined=self.joined_on,
                born=self.born_on,
                event=self.event_on,
                diagnosed=self.diagnosed_on,
                filed=self.filed_on,
                accident=self.accident,
                waiting_agreed=self.waiting_agreed,
                medication_days=self.medication_days,
                stay_days=self.stay_days,
                relative=self.relative_days,
            ),
            content_warning=self.content_warning,
            amount=self.amount,
            decision=Decision(self.decision),
            decision_reason=self.decision_reason,
            summary=self.summary,
            question=self.question,
            claimant_says=self.claimant_says,
            respondent_says=self.respondent_says,
            claimant_replies=self.claimant_replies,
            respondent_replies=self.respondent_replies,
            claimant_remarks=self.claimant_remarks,
            respondent_remarks=self.respondent_remarks,
            clauses=tuple(self.clauses),
            parties=tuple(Party(one["name"], one["role"]) for one in self.parties),
            quiz=tuple(
                Question(one["stem"], tuple(one["options"]), one["key"]) for one in self.quiz
            ),
            tiers=tuple(self.tiers),
            standard=self.standard,
            despite=self.despite,
        )

    @facts.setter
    def facts(self, facts: Facts) -> None:
        known = facts.dates
        self.title, self.content_warning = facts.title, facts.content_warning
        self.joined_on, self.born_on, self.event_on = known.joined, known.born, known.event
        self.diagnosed_on, self.filed_on = known.diagnosed, known.filed
        self.accident, self.waiting_agreed = known.accident, known.waiting_agreed
        self.medication_days, self.stay_days = known.medication_days, known.stay_days
        self.relative_days = known.relative
        self.amount, self.tiers = facts.amount, list(facts.tiers)
        self.standard = facts.standard
        self.decision, self.decision_reason = facts.decision.value, facts.decision_reason
        self.despite = facts.despite
        self.summary, self.question = facts.summary, facts.question
        self.claimant_says, self.respondent_says = facts.claimant_says, facts.respondent_says
        self.claimant_replies, self.respondent_replies = (
            facts.claimant_replies,
            facts.respondent_replies,
        )
        self.claimant_remarks, self.respondent_remarks = (
            facts.claimant_remarks,
            facts.respondent_remarks,
        )
        self.clauses = list(facts.clauses)
        self.parties = [{"name": one.name, "role": one.role} for one in facts.parties]
        self.quiz = [
            {"stem": one.stem, "options": list(one.options), "key": one.key} for one in facts.quiz
        ]


class ClaimStep(Base):
    """Something done to a claim: what, by whom, when, and why where a reason was asked."""

    __tablename__ = "claim_step"
    __table_args__ = (
        one_of("what", STEPS),
        sa.UniqueConstraint("claim_id", "number"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    number: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(12))
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(sa.Text, default="")


class ClaimGoverning(Base):
    """Which version of a clause governs a claim, as it was found at filing and is kept.

    version: None where no day leads to one; the panel has it then, and `reason` says why. anchor,
    on: the kind of day that decided, and that day. reason: a sentence (a msgid).
    """

    __tablename__ = "claim_governing"
    __table_args__ = (
        one_of("anchor", tuple(GovernsBy)),
        sa.ForeignKeyConstraint(
            ["clause_id", "version"], ["clause_version.clause_id", "clause_version.version"]
        ),
    )

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    clause_id: Mapped[str] = mapped_column(sa.String(LONGEST_ID), primary_key=True)
    version: Mapped[int | None]
    anchor: Mapped[str] = mapped_column(sa.String(12))
    on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text)

    @classmethod
    def of(cls, claim_id: str, found: Governing) -> "ClaimGoverning":
        """Return the row that keeps what was found for a claim."""
        return cls(
            claim_id=claim_id,
            clause_id=found.clause_id,
            version=found.version.version if found.version else None,
            anchor=found.anchor.value,
            on=found.date,
            reason=found.reason,
        )

    def value(self, words: ClauseVersion | None) -> Governing:
        """Return what was found; words: the version that this row names."""
        candidates = (words,) if words else ()
        anchor = GovernsBy(self.anchor)
        return Governing(self.clause_id, words, anchor, self.on, self.reason, candidates)
