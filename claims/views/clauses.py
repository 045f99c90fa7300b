"""The clauses as officers are offered them: those that were cited, those that the days touch, and
the rest, in which words can be looked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from claims import queries
from claims.forms import ClaimForm, DecisionForm
from claims.models import Claim
from claims.suggestion import Why, shelve
from kernel.work import Work
from rules.clause import ClauseVersion
from rules.queries import clauses_at

LOOKS = "words"  # what the button sends that looks for words and does nothing else


def present_book(work: Work) -> list[ClauseVersion]:
    """Return the book of today."""
    return clauses_at(work.session, work.now.date())


def names_in(book: Sequence[ClauseVersion]) -> dict[str, str]:
    """Return what each clause is called, by its id, in the order of the book."""
    return {one.clause_id: f"{one.number} {one.title}" for one in book}


def looks_for_words(form: ClaimForm | DecisionForm) -> bool:
    """Whether a form was sent to look for words, and for nothing else: by its button or, where that
    cannot be undone, by any other while other words stand in it than were looked for."""
    if request.form.get("then") == LOOKS:
        return True
    typed = isinstance(form, DecisionForm) and (form.words.data or "")
    return bool(typed) and typed != request.form.get("looked_for")


def for_claim(
    work: Work, book: Sequence[ClauseVersion], form: ClaimForm, claim: Claim
) -> dict[str, Any]:
    """Return how the clauses are offered in the form of a claim: the cited ones first, each with
    who cites it. While no officer has prepared it, those are ticked."""
    cited = queries.citations(work.session, claim, book)
    proposed: list[str] = []
    if not form.is_submitted() and not queries.was_prepared(work.session, claim):
        offered = [one.value for one in form.clauses.choices]
        proposed = [one for one in offered if one in cited and one not in claim.clauses]
        form.clauses.data = [*claim.clauses, *proposed]
    days = queries.touched_by_days(work.session, claim)
    return _offered(book, form, days, cited) | {"proposed": proposed}


def for_decision(
    work: Work, book: Sequence[ClauseVersion], form: DecisionForm, claim: Claim
) -> dict[str, Any]:
    """Return how the clauses are offered to whoever decides: nothing is ticked for them."""
    return _offered(book, form, queries.touched_by_days(work.session, claim), {})


def for_new_claim(book: Sequence[ClauseVersion], form: ClaimForm) -> dict[str, Any]:
    """Return how the clauses are offered where there is no claim yet."""
    return _offered(book, form, {}, {})


def _offered(
    book: Sequence[ClauseVersion],
    form: ClaimForm | DecisionForm,
    days: Mapping[str, Sequence[str]],
    cited: Mapping[str, Sequence[Why]],
) -> dict[str, Any]:
    if not form.is_submitted():
        form.words.data = request.args.get("words", "")
    words = form.words.data or ""
    texts = {one.clause_id: one.text for one in book}
    choices = {one.value: f"{one.label} {texts.get(one.value, '')}" for one in form.clauses.choices}
    first = {*cited, *(form.clauses.data or ())}
    return {"shelf": shelve(choices, first, days, words), "cited": cited, "looked_for": words}
