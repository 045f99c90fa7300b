"""Rows of the rule book: the book itself, revisions on their way, what members say."""

from rules.models.book import (
    Clause,
    ForceRow,
    PlaceRow,
    SectionRow,
    TermRow,
    VersionRow,
)
from rules.models.members import (
    Comment,
    Consultation,
    ConsultationQuestion,
    ConsultationReply,
    SignalAnswer,
    WorkedAnswer,
    WorkedCase,
)
from rules.models.revision import (
    AmendmentRow,
    LintWaiver,
    Revision,
    RevisionNumber,
    RevisionStep,
    UnitReason,
    UnitStance,
    UnitWeight,
)

__all__ = [
    "AmendmentRow",
    "Clause",
    "Comment",
    "Consultation",
    "ConsultationQuestion",
    "ConsultationReply",
    "ForceRow",
    "LintWaiver",
    "PlaceRow",
    "Revision",
    "RevisionNumber",
    "RevisionStep",
    "SectionRow",
    "SignalAnswer",
    "TermRow",
    "UnitReason",
    "UnitStance",
    "UnitWeight",
    "VersionRow",
    "WorkedAnswer",
    "WorkedCase",
]
