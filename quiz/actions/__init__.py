"""What is done in the exam room: the bank is filled, papers are drawn, sat and graded."""

from quiz.actions.after import (
    answer_report,
    ask_for_help,
    open_clause,
    report_question,
    take_up_help,
)
from quiz.actions.allowance import give_allowance, withdraw_allowance
from quiz.actions.bank import load_bank
from quiz.actions.delta import answer_delta, go_on, start_delta
from quiz.actions.drafts import (
    approve_draft,
    begin_draft,
    discard_draft,
    return_draft,
    save_draft,
    send_draft,
    take_back_draft,
)
from quiz.actions.exchange import import_questions
from quiz.actions.leaving import forget_member
from quiz.actions.regrade import apply_action, propose_action, refuse_action
from quiz.actions.shelf import pull_item, put_back, retire_item, set_enemies, unset_enemies
from quiz.actions.sittings import close_expired, hand_in, save_answers, start_sitting
from quiz.actions.stale import draft_proposal, reaffirm, write_anew

__all__ = [
    "answer_delta",
    "answer_report",
    "apply_action",
    "approve_draft",
    "ask_for_help",
    "begin_draft",
    "close_expired",
    "discard_draft",
    "draft_proposal",
    "forget_member",
    "give_allowance",
    "go_on",
    "hand_in",
    "import_questions",
    "load_bank",
    "open_clause",
    "propose_action",
    "pull_item",
    "put_back",
    "reaffirm",
    "refuse_action",
    "report_question",
    "retire_item",
    "return_draft",
    "save_answers",
    "save_draft",
    "send_draft",
    "set_enemies",
    "start_delta",
    "start_sitting",
    "take_back_draft",
    "take_up_help",
    "unset_enemies",
    "withdraw_allowance",
    "write_anew",
]
