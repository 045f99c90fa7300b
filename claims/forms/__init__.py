"""Forms of the claims' room. They parse and shape; what the rules allow is asked elsewhere."""

from claims.forms.claim import ClaimForm, claim_form, replaced
from claims.forms.review import FreezingForm, ReturnForm, SignForm, flag_answers, review_form

__all__ = [
    "ClaimForm",
    "FreezingForm",
    "ReturnForm",
    "SignForm",
    "claim_form",
    "flag_answers",
    "replaced",
    "review_form",
]
