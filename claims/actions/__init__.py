"""What is done with claims: entered, changed, reviewed, frozen into a case, withdrawn."""

from claims.actions.ending import withdraw
from claims.actions.preparing import (
    enter_claim,
    return_for_changes,
    send_for_review,
    update_claim,
)
from claims.actions.reviewing import approve_summary, freeze

__all__ = [
    "approve_summary",
    "enter_claim",
    "freeze",
    "return_for_changes",
    "send_for_review",
    "update_claim",
    "withdraw",
]
