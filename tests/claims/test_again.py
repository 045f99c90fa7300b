"""A name that is hidden once is hidden everywhere, whole or in part."""

import pytest

from claims.claim import Facts
from claims.handover import SHOW, redact_claim
from claims.redaction import Party, redact

NOOR = (Party("Noor Haddad", "the claimant"),)


def read(summary, says, parties=NOOR, decisions=None):
    facts = Facts(title="T", summary=summary, claimant_says=says, parties=parties)
    return redact_claim(facts, decisions)


def test_a_relative_is_hidden_in_every_text_and_keeps_no_first_name():
    found = read("A car hit Leila Haddad. Leila paid.", "My sister Leila drove.")
    assert found["claimant_says"] == "My sister [name] drove."
    assert found["summary"] == "A car hit [name]. [name] paid."
    assert {flag.text for flag in found.flags} == {"Leila", "Leila Haddad"}


@pytest.mark.parametrize(
    ("says", "summary", "left"),
    [
        (
            "My neighbour Peter Lund drove.",
            "Lund drove; Peter’s car. P. Lund.",
            "[name] drove; [name]’s car. [name]",
        ),
        ("Dr Owen Brown saw it.", "Brown wrote it.", "[name] wrote it."),
        (
            "Seen at Alder Hospital.",
            "Alder Hospital wrote. Alder knew.",
            "[hospital] wrote. [hospital] knew.",
        ),
        ("邻居张小伟开车。", "张小伟说了。", "[name]说了。"),
        ("Komşum Zeynep geldi.", "Zeynep’in arabası.", "[name]’in arabası."),
        (
            "My friend Rose drove.",
            "Her rose grew; the will of Rose.",
            "Her rose grew; the will of [name].",
        ),
    ],
)
def test_what_one_text_gives_away_is_hidden_in_the_others(says, summary, left):
    assert read(summary, says)["summary"].startswith(left)


def test_who_has_the_second_name_of_a_party_is_somebody_else():
    assert redact("It was Leila Haddad who paid.", NOOR).text == "It was [name] who paid."
    assert redact("It was Leila Mae Haddad.", NOOR).text == "It was [name]."
    assert redact("Then Haddad paid.", NOOR).text == "Then the claimant paid."
    assert redact("Mr Haddad, and Noor.", NOOR).text == "The claimant, and the claimant."
    assert redact("In May Haddad fell ill.", NOOR).text == "In May the claimant fell ill."


def test_what_a_second_officer_shows_shows_no_declared_name():
    facts = ("Yesterday Haddad paid.", "Nothing.")
    [flag] = read(*facts).flags
    assert flag.text == "Yesterday Haddad"
    shown = read(*facts, decisions={flag.key: SHOW})
    assert shown["summary"] == "Yesterday the claimant paid."


def test_a_declared_name_is_no_name_that_was_hidden():
    found = read(
        "Leila drove.", "My sister Leila drove.", (*NOOR, Party("Leila Haddad", "the sister"))
    )
    assert found["summary"] == "The sister drove."
    assert found["claimant_says"] == "My sister drove."
    assert found.flags == ()
