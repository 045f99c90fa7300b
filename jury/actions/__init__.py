"""What is done with cases: freeze, draw, seat, vote, close, decide, withdraw.

Each action takes the unit of work first, loads, asks a noun, writes, records, and never commits.
"""

from jury.actions.ballots import cast_ballot
from jury.actions.cases import next_ref, open_again, open_case, open_on_appeal, withdraw_case
from jury.actions.draws import build_roll, commit_draw, draw_panel
from jury.actions.halts import halt_case, report_private_data, resume_case
from jury.actions.polls import close_poll, open_poll, pass_case_quiz
from jury.actions.seats import accept_seat, decline_seat, replace_silent
from jury.actions.verdicts import decide_case, moderate_reason

__all__ = [
    "accept_seat",
    "build_roll",
    "cast_ballot",
    "close_poll",
    "commit_draw",
    "decide_case",
    "decline_seat",
    "draw_panel",
    "halt_case",
    "moderate_reason",
    "next_ref",
    "open_again",
    "open_case",
    "open_on_appeal",
    "open_poll",
    "pass_case_quiz",
    "replace_silent",
    "report_private_data",
    "resume_case",
    "withdraw_case",
]
