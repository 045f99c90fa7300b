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
from quiz.actions.sittings import close_expired, hand_in, save_answers, start_sitting

__all__ = [
    "answer_delta",
    "answer_report",
    "ask_for_help",
    "close_expired",
    "give_allowance",
    "go_on",
    "hand_in",
    "load_bank",
    "open_clause",
    "report_question",
    "save_answers",
    "start_delta",
    "start_sitting",
    "take_up_help",
    "withdraw_allowance",
]
