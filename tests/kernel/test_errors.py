"""Refusals with sentences in them: each is translated by itself, and told whole."""

import pytest

from kernel.errors import Malformed, Sentence, Sentences
from kernel.web import words_of
from quiz.bank import read_bank
from quiz.draft import Draft, DraftPart, to_item
from quiz.item import Kind, Part
from quiz.itemaction import ItemAction, What, check_action
from quiz.topic import Topic

PART = Part(Topic.QUORUM, Kind.SINGLE, "Which?", ("a", "b"), (1,), "Why.", ())
CASE = Draft("one", (DraftPart(topic="quorum"), DraftPart(topic="quorum")), "Long ago.", True)
LACKING = '[[item]]\nid = "one"\nkind = "single"\noptions = ["a", "b"]\nkey = "b"\n'

FAULTS = [
    lambda: check_action(PART, ItemAction("one", 1, 0, What.DROP, ((0,),))),
    lambda: check_action(PART, ItemAction("one", 1, 0, What.ACCEPT, ())),
    lambda: check_action(PART, ItemAction("one", 1, 0, What.ACCEPT, ((1,), (7,)))),
    lambda: to_item(CASE, 1),
    lambda: read_bank(LACKING),
    lambda: read_bank(LACKING.replace('"b"\n', '"!"\ntopic = "quorum"\n')),
]


@pytest.fixture
def loud(monkeypatch):
    """A language: what is translated is loud, what is not stays as it was."""

    def translated(message, **values):
        said = message.upper().replace("%(", "\0").split("\0")
        words = said[0]
        for piece in said[1:]:
            name, rest = piece.split(")S", 1)
            words += str(values[name.lower()]) + rest
        return words

    monkeypatch.setattr("kernel.web.gettext", translated)


def test_sentences_within_a_sentence():
    inner = Sentence("%(count)s are too few.", {"count": 1})
    told = Malformed("No: %(why)s", why=Sentences((inner, Sentence("Add 5 %."))))
    assert str(told) == "No: 1 are too few. Add 5 %."


@pytest.mark.parametrize("act", FAULTS)
def test_what_is_wrong_is_translated_to_the_last_word(act, loud):
    with pytest.raises(Malformed) as refused:
        act()
    words = words_of(refused.value).replace("item one", "")
    technical = {"one", "topic.", "!"}
    assert {word for word in words.replace("!", " ! ").split() if word.islower()} <= technical
    assert words.rstrip().endswith(".")


def test_a_fault_of_a_case_names_its_question():
    with pytest.raises(Malformed, match=r"Question 2: Write 2 to 6 options; there are 0\."):
        to_item(CASE, 1)
