"""What goes down to the jury: redacted, resolved, and the same for the same claim."""

from dataclasses import replace
from datetime import date

import pytest

from claims.examples import examples
from claims.handover import (
    HIDE,
    SHOW,
    case_file,
    clauses_needed,
    hide_all,
    redact_claim,
    rule_dates,
    undecided,
    unresolved,
)
from rules.book import demo_book
from rules.clause import resolve

EXAMPLES = examples()
BOOK = demo_book().versions


def governing(facts):
    return {
        clause_id: resolve([one for one in BOOK if one.clause_id == clause_id], rule_dates(facts))
        for clause_id in clauses_needed(facts)
    }


def file_of(label, **change):
    facts = replace(EXAMPLES[label].facts, **change)
    return case_file("C-2026-0001", facts, redact_claim(facts), governing(facts))


@pytest.mark.parametrize("label", EXAMPLES)
def test_no_declared_name_is_in_a_case_file(label):
    text = str(file_of(label).as_json())
    for party in EXAMPLES[label].facts.parties:
        assert party.name not in text
        own = [word for word in party.name.split() if word not in HARMLESS]
        assert not [word for word in own if word in text]


HARMLESS = "Member Doctor Hospital Clinic Institute One Two Three Four Five Six Seven Eight Nine"


@pytest.mark.parametrize("label", EXAMPLES)
def test_every_example_cites_clauses_that_govern(label):
    facts = EXAMPLES[label].facts
    assert unresolved(facts, governing(facts)) == []
    assert file_of(label).issues == facts.clauses


def test_the_wording_of_the_day_of_joining_governs():
    early = file_of("C-10").clauses[0]
    late = replace(EXAMPLES["C-10"].facts.dates, joined=date(2019, 3, 1))
    assert early.ref == "medication/1"
    assert file_of("C-10", dates=late).clauses[0].ref == "medication/2"


@pytest.mark.parametrize(("day", "ref"), [(date(2019, 4, 30), 1), (date(2019, 5, 1), 2)])
def test_the_light_tier_turns_on_the_first_of_may(day, ref):
    known = replace(EXAMPLES["C-07"].facts.dates, diagnosed=day)
    assert file_of("C-07", dates=known, clauses=("light-tier",)).clauses[0].version == ref


def test_a_day_that_nobody_knows_is_not_guessed():
    known = replace(EXAMPLES["C-10"].facts.dates, joined=None)
    facts = replace(EXAMPLES["C-10"].facts, dates=known)
    assert [issue.field for issue in unresolved(facts, governing(facts))] == ["clauses"]


def test_the_same_claim_gives_the_same_file():
    assert file_of("C-01").digest() == file_of("C-01").digest()
    assert file_of("C-01").digest() != file_of("C-01", title="Another").digest()


def test_jurors_read_the_warning_and_the_preliminary_decision():
    summary = file_of("C-01").summary
    assert summary.startswith("*Before you read: A heavy fall, a coma.*")
    assert "**Preliminary decision: the claim is not paid.**" in summary


def test_a_date_of_birth_is_in_no_file():
    for label, example in EXAMPLES.items():
        born = example.facts.dates.born
        assert str(born.year) not in str(file_of(label).as_json())


def test_flags_are_hidden_until_somebody_shows_them():
    facts = EXAMPLES["C-01"].facts
    redaction = redact_claim(facts)
    assert {flag.kind for flag in redaction.flags} == {"date", "phone"}
    phone = next(flag for flag in redaction.flags if flag.kind == "phone")
    assert phone.text not in redaction["claimant_says"]
    assert phone.text in redact_claim(facts, {phone.key: SHOW})["claimant_says"]
    assert redact_claim(facts, hide_all(facts)).digest == redaction.digest
    assert undecided(redaction.flags, {phone.key: HIDE}) == [
        flag for flag in redaction.flags if flag != phone
    ]
