"""What lint asks about: the two faults of the old medication clause above all."""

import pytest

from rules.book import demo_book
from rules.lint import LONGEST_SENTENCE, findings, sentences

VERSIONS = {version.ref: version for version in demo_book().versions}


def rules_in(text: str) -> set[str]:
    return {found.rule for found in findings(text)}


def test_the_old_medication_clause_keeps_both_its_faults_and_the_new_one_has_none() -> None:
    old = {(found.rule, found.quote) for found in findings(VERSIONS["medication/1"].text)}
    assert old == {
        ("window-without-anchor", "within the last two years"),
        ("open-duration", "for 30 days"),
    }
    assert findings(VERSIONS["medication/2"].text) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("No stay within the last two years.", {"window-without-anchor"}),
        ("No stay within the last two years before the day of joining.", set()),
        ("No stay within the last 2 years. Before joining, ask.", {"window-without-anchor"}),
        ("The plan answers within 10 days of the statement.", set()),
        ("Medication for 30 days bars joining.", {"open-duration"}),
        ("Medication for more than 30 days bars joining.", set()),
        ("A member may object for three days after publication.", set()),
        ("Medication for 30 days passes. Exactly 30 days are allowed.", set()),
        ("A member shall ask.", {"open-word"}),
        ("Members and/or parents ask.", {"open-word"}),
        ("The share is 0.54 yuan.", set()),
        (" ".join(["word"] * LONGEST_SENTENCE) + ".", set()),
        (" ".join(["word"] * (LONGEST_SENTENCE + 1)) + ".", {"long-sentence"}),
    ],
)
def test_rules(text: str, rules: set[str]) -> None:
    assert rules_in(text) == rules


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert sentences("It is 0.54 yuan. It is due!") == ["It is 0.54 yuan.", "It is due!"]
