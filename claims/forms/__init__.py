"""Forms of the claims' room. They parse and shape; what the rules allow is asked elsewhere."""

from claims.forms.claim import ClaimForm, claim_form, replaced
from claims.forms.deciding import DecisionForm, decision_form
from claims.forms.filing import DisputeForm, FilingForm, TextForm, filing_form, saved_instead
from claims.forms.papers import FileForm, PaperForm, paper_form
from claims.forms.review import (
    FreezingForm,
    ReturnForm,
    about_standards,
    flag_answers,
    flag_whys,
    review_form,
)
from claims.forms.settlement import AnswerForm, AppealForm, ObjectionForm
from claims.forms.statements import AdviserForm, ExtensionForm, text_form

__all__ = [
    "AdviserForm",
    "AnswerForm",
    "AppealForm",
    "ClaimForm",
    "DecisionForm",
    "DisputeForm",
    "ExtensionForm",
    "FileForm",
    "FilingForm",
    "FreezingForm",
    "ObjectionForm",
    "PaperForm",
    "ReturnForm",
    "TextForm",
    "about_standards",
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
