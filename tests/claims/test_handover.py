"""What goes down to the jury: redacted, resolved, and the same for the same claim."""

from dataclasses import replace
from datetime import date

import pytest

from claims.dates import KnownDates, days_shown, in_words
from claims.examples import examples
from claims.handover import (
    HIDE,
    SHOW,
    case_file,
    clauses_needed,
    hide_all,
    parties_of,
    redact_claim,
    rule_dates,
    text_digest,
    undecided,
    unresolved,
)
from claims.redaction import Party
from jury.standard import PRESETS
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


def test_the_digest_of_a_sign_off_covers_what_jurors_see_the_amount_and_the_standard():
    file, amount, panel = file_of("C-01"), 10_000_000, PRESETS["panel"]
    digest = text_digest(file, amount, panel)
    assert digest == text_digest(file_of("C-01"), amount, panel)
    other = replace(EXAMPLES["C-01"].facts.dates, joined=date(2018, 11, 1))
    for changed in ({"title": "Another"}, {"tiers": (1, 2)}, {"dates": other}, {"clauses": ()}):
        assert text_digest(file_of("C-01", **changed), amount, panel) != digest, changed
    assert text_digest(file, amount + 1, panel) != digest
    for other in (None, PRESETS["band"], replace(panel, hours=24), replace(panel, name="other")):
        assert text_digest(file, amount, other) != digest, "in its numbers, and not by name alone"
    keys = tuple(replace(one, key=(one.key + 1) % 3) for one in EXAMPLES["C-01"].facts.quiz)
    same = text_digest(file_of("C-01", quiz=keys), amount, panel)
    assert same == digest, "jurors could try them out"


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
    assert redact_claim(facts, hide_all(facts)).texts == redaction.texts
    assert undecided(redaction.flags, {phone.key: HIDE}) == [
        flag for flag in redaction.flags if flag != phone
    ]


def own(name, **change):
    """The claimant's own name is taken out, whatever an officer declared."""
    return redact_claim(replace(EXAMPLES["C-01"].facts, **change), claimant=name)


@pytest.mark.parametrize("name", ["Clara Voss", "clara voss", "Voss, Clara", "Ｃｌａｒａ Ｖｏｓｓ"])
def test_the_claimants_own_name_goes_although_nobody_declared_it(name):
    quiz = (replace(EXAMPLES["C-01"].facts.quiz[0], stem="Why did Clara fall?"),)
    redaction = own(name, title="Clara Voss asks.", summary="Clara Voss asks. Voss.", quiz=quiz)
    assert redaction["title"] == "The claimant asks."
    assert redaction["summary"] == "The claimant asks. The claimant."
    assert redaction["quiz_1_stem"] == "Why did the claimant fall?"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Clara West", "West"),
        ("王 小明", "小明"),
        ("王小明", "王小明先生"),
        ("Clara 王小明", "小明"),
    ],
)
def test_each_word_of_it_goes_even_one_that_names_nobody_elsewhere(name, written):
    assert own(name, title=f"So {written} asks.")["title"] == "So the claimant asks."
    if written == "West":
        assert own(name, title="from west to east")["title"] == "from [name] to east"


def test_a_title_before_the_own_name_is_no_part_of_it():
    assert own("Doctor Clara Voss", title="The Doctor of Voss")["title"] == (
        "The Doctor of the claimant"
    )


def test_whoever_an_officer_declared_under_the_same_name_is_there_once():
    declared = (Party("Clara  VOSS", "the mother"), Party("Tim Voss", "Clara's son"))
    facts = replace(EXAMPLES["C-01"].facts, parties=declared)
    assert [(one.role, one.by_house) for one in parties_of(facts, "Clara Voss")] == [
        ("the mother", True),
        ("the mother's son", False),
    ]
    assert own("Clara Voss", title="So Clara Voss asks.", parties=declared)["title"] == (
        "So the mother asks."
    )
    assert parties_of(facts, "") == declared
    assert [one.by_house for one in parties_of(EXAMPLES["C-01"].facts, "Clara")][-1] is True


def test_a_day_that_the_file_shows_stays_and_no_other_does():
    known = KnownDates(
        joined=date(2018, 10, 31),
        born=date(1970, 5, 14),
        event=date(2018, 12, 1),
        diagnosed=date(2018, 12, 29),
        filed=date(2019, 2, 18),
    )
    text = (
        "31 October 2018, 2018-12-29, 29/12/2018, December 29, 2018, 14 May 1970, 1 December 2018, "
        "18 February 2019"
    )
    shown = own("Clara", dates=known, summary=text)["summary"]
    assert shown == (
        "31 October 2018, 2018-12-29, 29/12/2018, December 29, 2018, May 1970, December 2018, "
        "February 2019"
    )
    born = replace(known, born=known.diagnosed)
    assert "29" not in own("Clara", dates=born, summary="29 December 2018")["summary"]
    unclear = replace(known, diagnosed=date(2018, 11, 12))
    assert own("Clara", dates=unclear, summary="12/11/2018")["summary"] == "[date]"
    nothing = replace(known, joined=None)
    assert own("Clara", dates=nothing, summary="29 December 2018")["summary"] == "December 2018"


@pytest.mark.parametrize("label", EXAMPLES)
def test_each_day_that_stays_stands_in_the_table(label):
    known = EXAMPLES[label].facts.dates
    table = " ".join(line.value for line in file_of(label).dates)
    assert days_shown(known)
    assert all(in_words(day) in table for day in days_shown(known))
