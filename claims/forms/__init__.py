"""Forms of the claims' room. They parse and shape; what the rules allow is asked elsewhere."""

from claims.forms.agreeing import RefusalForm, TextForm
from claims.forms.claim import ClaimForm, claim_form, replaced
from claims.forms.deciding import DecisionForm, decision_form
from claims.forms.filing import (
    AnswerDecisionForm,
    DisputeForm,
    FilingForm,
    filing_form,
    saved_instead,
)
from claims.forms.papers import FileForm, PaperForm, paper_form
from claims.forms.review import (
    ReturnForm,
    flag_answers,
    flag_whys,
    review_form,
)
from claims.forms.settlement import (
    AnswerForm,
    AppealForm,
    ChallengeForm,
    ObjectionForm,
    answer_form,
)
from claims.forms.statements import AdviserForm, ExtensionForm, OnceMoreForm, text_form

__all__ = [
    "AdviserForm",
    "AnswerDecisionForm",
    "AnswerForm",
    "AppealForm",
    "ChallengeForm",
    "ClaimForm",
    "DecisionForm",
    "DisputeForm",
    "ExtensionForm",
    "FileForm",
    "FilingForm",
    "ObjectionForm",
    "OnceMoreForm",
    "PaperForm",
    "RefusalForm",
    "ReturnForm",
    "TextForm",
    "answer_form",
    "claim_form",
    "decision_form",
    "filing_form",
    "flag_answers",
    "flag_whys",
    "paper_form",
    "replaced",
    "review_form",
    "saved_instead",
    "text_form",
]
