"""The example cases are whole, of fair length, and follow the domain's figures."""

import pytest

from claims.claim import LONGEST_STATEMENT, missing
from claims.contradiction import LOOKED_AT, contradictions
from claims.dates import day_number, exact_age
from claims.examples import examples
from claims.handover import redact_claim, rule_dates
from rules.book import demo_book
from rules.clause import resolve

EXAMPLES = examples()


def test_the_eight_cases_are_there():
    assert list(EXAMPLES) == ["C-01", "C-02", "C-03", "C-04", "C-05", "C-06", "C-07", "C-10"]


@pytest.mark.parametrize("label", EXAMPLES)
def test_each_is_ready_for_review(label):
    facts = EXAMPLES[label].facts
    assert missing(facts) == []
    assert facts.content_warning
    for text in (facts.claimant_says, facts.respondent_says):
        assert 120 <= len(text.split()) <= 250
        assert len(text) <= LONGEST_STATEMENT


@pytest.mark.parametrize("label", EXAMPLES)
def test_each_says_why_it_stands_where_the_dates_contradict_it(label):
    facts = EXAMPLES[label].facts
    by_clause = {name: [] for name in (*facts.clauses, *LOOKED_AT)}
    for one in demo_book().versions:
        by_clause.get(one.clause_id, []).append(one)
    found = [resolve(versions, rule_dates(facts)) for versions in by_clause.values()]
    governing = {one.clause_id: one.version for one in found if one.version}
    said = contradictions(facts.preliminary, facts.clauses, facts.dates, governing)
    assert bool(said) is bool(facts.despite) is (label == "C-10")


@pytest.mark.parametrize("label", EXAMPLES)
def test_the_right_options_do_not_all_stand_in_one_place(label):
    assert len({question.key for question in EXAMPLES[label].facts.quiz}) == 3


@pytest.mark.parametrize("label", EXAMPLES)
def test_redaction_has_real_work(label):
    redacted = redact_claim(EXAMPLES[label].facts)
    for name in ("claimant_says", "respondent_says"):
        assert any(piece.what == "replaced" for piece in redacted.texts[name].pieces)


@pytest.mark.parametrize(
    ("label", "day", "years"),
    [
        ("C-01", 59, 48),
        ("C-02", 61, 1),
        ("C-03", 167, 3),
        ("C-04", 222, 57),
        ("C-05", 13, 7),
        ("C-06", 1, 6),
        ("C-07", 164, 5),
        ("C-10", 214, 47),
    ],
)
def test_the_dates_are_those_of_the_story(label, day, years):
    known = EXAMPLES[label].facts.dates
    assert day_number(known.joined, known.deciding) == day
    assert exact_age(known.born, known.deciding)[0] == years
