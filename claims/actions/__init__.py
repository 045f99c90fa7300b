"""What is done with claims: filed, decided, disputed, prepared, reviewed, frozen, withdrawn."""

from claims.actions.agreeing import agree_to_text, refuse_text
from claims.actions.deciding import (
    Decided,
    accept_decision,
    decide_claim,
    dispute_decision,
    lapse,
    send_back,
)
from claims.actions.ending import withdraw
from claims.actions.filing import change_filing, file_claim, hand_in_claim
from claims.actions.preparing import (
    enter_claim,
    return_for_changes,
    send_for_review,
    update_claim,
)
from claims.actions.reviewing import approve_summary, freeze

__all__ = [
    "Decided",
    "accept_decision",
    "agree_to_text",
    "approve_summary",
    "change_filing",
    "decide_claim",
    "dispute_decision",
    "enter_claim",
    "file_claim",
    "freeze",
    "hand_in_claim",
    "lapse",
    "refuse_text",
    "return_for_changes",
    "send_back",
    "send_for_review",
    "update_claim",
    "withdraw",
]
