"""Questions drafted from an old and a new wording: sound, and on the words of the new one."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.drafting import proposals
from quiz.item import ItemVersion, Kind, faults
from quiz.topic import Topic
from rules.book import demo_book
from rules.clause import ClauseVersion, GovernsBy
from rules.history import step

BOOK = {one.ref: one for one in demo_book().versions}
REVISIONS = tomllib.loads(
    (Path(__file__).parent.parent / "rules" / "revisions.toml").read_text(encoding="utf-8")
)["revision"]


def clause(text, number, day):
    return ClauseVersion("one", number, "1.1", "part", "Title", text, day, None, GovernsBy.EVENT)


def drafted(old, new):
    before = clause(old, 1, date(2019, 1, 1))
    after = clause(new, 2, date(2020, 1, 1))
    found = proposals(step(before, after, (), {}), Topic.QUORUM)
    for part in found:
        assert faults(ItemVersion("one", 1, (part,))) == []
        assert part.basis.quote in new
        assert (part.basis.clause, part.basis.version) == ("one", 2)
    return found


def test_a_number_is_asked_about_at_its_neighbours():
    found = drafted("It lasts at least 21 days.", "It lasts more than 30 days.")
    [edge] = [part for part in found if "include" in part.stem]
    assert edge.options == ("29 days", "30 days", "31 days")
    assert (edge.kind, edge.key, edge.in_order) == (Kind.SINGLE, (2,), True)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("more than", (2,)),
        ("less than", (0,)),
        ("at least", (1, 2)),
        ("at most", (0, 1)),
        ("up to and including", (0, 1)),
    ],
)
def test_range_words_are_read_as_they_are_meant(words, key):
    found = drafted(
        "It is paid after 7 days of stay.", f"It is paid after {words} 10 days of stay."
    )
    [edge] = [part for part in found if "include" in part.stem]
    assert edge.key == key


def test_where_the_words_do_not_tell_nothing_is_guessed():
    found = drafted("It is paid after 7 days.", "It is paid after 10 days.")
    assert not [part for part in found if "include" in part.stem]
    assert drafted("The same words.", "The same words.") == ()


def test_what_held_before_is_asked_as_no_longer_so():
    found = drafted("A fee is 8 percent.", "A fee is 9 percent.")
    [still] = [part for part in found if part.kind is Kind.TRUE_FALSE]
    assert "A fee is 8 percent." in still.stem
    assert still.key == (1,)
    [gap] = [part for part in found if "gap" in part.stem]
    assert gap.options[0].startswith("9")
    assert len(set(gap.options)) == len(gap.options) >= 2


@pytest.mark.parametrize(
    "pair", [("medication/1", "medication/2"), ("light-tier/1", "light-tier/2")]
)
def test_the_changes_of_the_demo_can_be_asked_about(pair):
    before, after = (BOOK[ref] for ref in pair)
    found = proposals(step(before, after, (), {}), Topic.MEDICATION_NUMBER)
    assert found
    for part in found:
        assert part.basis.quote in after.text
        assert faults(ItemVersion("one", 1, (part,))) == []


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one["title"])
def test_every_judged_revision_gives_sound_drafts(revision):
    drafted(revision["old"], revision["new"])


words = st.lists(
    st.sampled_from(
        "the plan pays at least 21 days more than 30, never. Not 5! 天 [[one]]".split()
    ),
    max_size=25,
).map(" ".join)


@given(words, words)
def test_no_text_is_too_odd(old, new):
    if old.strip() and new.strip():
        drafted(old, new)
