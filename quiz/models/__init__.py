"""Rows of the exam room: the bank, what is being written, sittings, figures."""

from quiz.models.bank import (
    AnchorRow,
    EnemyRow,
    ItemRow,
    LiveItem,
    Pull,
    Reaffirmation,
    Retirement,
)
from quiz.models.cut import CutEstimate, CutHandIn, CutJudge, CutQuestion, CutStudy
from quiz.models.delta import DeltaSitting
from quiz.models.drafts import DraftState, DraftStep, ItemDraft
from quiz.models.figures import Recount, SumsRow
from quiz.models.sittings import (
    Allowance,
    ClauseOpened,
    HelpRequest,
    ItemActionRow,
    Pool,
    Report,
    Rescore,
    Sitting,
)

__all__ = [
    "Allowance",
    "AnchorRow",
    "ClauseOpened",
    "CutEstimate",
    "CutHandIn",
    "CutJudge",
    "CutQuestion",
    "CutStudy",
    "DeltaSitting",
    "DraftState",
    "DraftStep",
    "EnemyRow",
    "HelpRequest",
    "ItemActionRow",
    "ItemDraft",
    "ItemRow",
    "LiveItem",
    "Pool",
    "Pull",
    "Reaffirmation",
    "Recount",
    "Report",
    "Rescore",
    "Retirement",
    "Sitting",
    "SumsRow",
]
