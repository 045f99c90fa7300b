"""What is done with cases: freeze, draw, seat, vote, close, decide, withdraw.

Each action takes the unit of work first, loads, asks a noun, writes, records, and never commits.
"""

from jury.actions.assembly import open_assembly, take_seat
from jury.actions.ballots import cast_ballot
from jury.actions.beside import open_beside
from jury.actions.blackening import (
    agree_blackening,
    propose_blackening,
    propose_withholding,
    take_back_blackening,
)
from jury.actions.cases import next_ref, open_again, open_case, open_on_appeal
from jury.actions.challenges import challenge, decide_challenge, release_challenged
from jury.actions.draws import commit_draw, draw_panel
from jury.actions.ending import propose_case_void, void_case, void_lost_key, withdraw_case
from jury.actions.halts import halt_case, report_private_data, resume_case
from jury.actions.leaving import forget_member, forget_words, give_seats_back
from jury.actions.polls import close_poll, end_early, open_poll, pass_case_quiz
from jury.actions.practice import answer_contest, answer_mock, contest_mock
from jury.actions.randomness import enter_digits, take_round
from jury.actions.remarks import answer_remark, remark_on_roll
from jury.actions.rolls import build_roll
from jury.actions.seats import accept_seat, decline_seat, replace_silent
from jury.actions.trustees import (
    accept_trust,
    appoint_trustee,
    decline_trust,
    end_trustee,
    enter_share,
    keep_words,
    show_words,
)
from jury.actions.verdicts import decide_case, moderate_reason
from jury.actions.voiding import propose_void, void_draw

__all__ = [
    "accept_seat",
    "accept_trust",
    "agree_blackening",
    "answer_contest",
    "answer_mock",
    "answer_remark",
    "appoint_trustee",
    "build_roll",
    "cast_ballot",
    "challenge",
    "close_poll",
    "commit_draw",
    "contest_mock",
    "decide_case",
    "decide_challenge",
    "decline_seat",
    "decline_trust",
    "draw_panel",
    "end_early",
    "end_trustee",
    "enter_digits",
    "enter_share",
    "forget_member",
    "forget_words",
    "give_seats_back",
    "halt_case",
    "keep_words",
    "moderate_reason",
    "next_ref",
    "open_again",
    "open_assembly",
    "open_beside",
    "open_case",
    "open_on_appeal",
    "open_poll",
    "pass_case_quiz",
    "propose_blackening",
    "propose_case_void",
    "propose_void",
    "propose_withholding",
    "release_challenged",
    "remark_on_roll",
    "replace_silent",
    "report_private_data",
    "resume_case",
    "show_words",
    "take_back_blackening",
    "take_round",
    "take_seat",
    "void_case",
    "void_draw",
    "void_lost_key",
    "withdraw_case",
]
