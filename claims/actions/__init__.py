"""What is done with claims: filed, decided, disputed, prepared, reviewed, frozen, withdrawn."""

from claims.actions.advising import name_adviser, remove_adviser
from claims.actions.agreeing import agree_to_text, refuse_text, strike_remarks
from claims.actions.challenging import challenge_member
from claims.actions.deciding import (
    accept_decision,
    decide_claim,
    dispute_decision,
    lapse,
    send_back,
)
from claims.actions.ending import withdraw
from claims.actions.erasing import erase_claim, propose_erasure, take_back_erasure
from claims.actions.filing import change_filing, file_claim, hand_in_claim
from claims.actions.halting import let_go_on, take_back
from claims.actions.papers import (
    add_paper,
    attach,
    finish_erasing,
    open_paper,
    remove_paper,
)
from claims.actions.preparing import (
    answer_refusal,
    enter_claim,
    return_for_changes,
    send_for_review,
    update_claim,
)
from claims.actions.reviewing import approve_summary, freeze
from claims.actions.settling import answer_objection, appeal, object_to_payment, open_appeal
from claims.actions.statements import (
    close_exchange,
    extend_time,
    hand_in_statement,
    save_statement,
)

__all__ = [
    "accept_decision",
    "add_paper",
    "agree_to_text",
    "answer_objection",
    "answer_refusal",
    "appeal",
    "approve_summary",
    "attach",
    "challenge_member",
    "change_filing",
    "close_exchange",
    "decide_claim",
    "dispute_decision",
    "enter_claim",
    "erase_claim",
    "extend_time",
    "file_claim",
    "finish_erasing",
    "freeze",
    "hand_in_claim",
    "hand_in_statement",
    "lapse",
    "let_go_on",
    "name_adviser",
    "object_to_payment",
    "open_appeal",
    "open_paper",
    "propose_erasure",
    "refuse_text",
    "remove_adviser",
    "remove_paper",
    "return_for_changes",
    "save_statement",
    "send_back",
    "send_for_review",
    "strike_remarks",
    "take_back",
    "take_back_erasure",
    "update_claim",
    "withdraw",
]
