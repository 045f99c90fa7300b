"""Questions drafted from an old and a new wording: sound, exact, right by construction."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.draft import LONGEST_OPTION, LONGEST_STEM
from quiz.drafting import GAP, How, drafts, usual_topic
from quiz.item import Anchor, ItemVersion, Kind, Part, faults
from quiz.nearmiss import RANGES, near_misses
from quiz.topic import Topic
from rules.book import demo_book
from rules.clause import ClauseVersion, GovernsBy
from rules.computed.criterion import (
    AgeBands,
    Band,
    DayLimit,
    Measure,
    NumericLimit,
)
from rules.history import step
from rules.text.weight import Opinion, Weight
from tests.rules.criteria import CRITERIA

BOOK = {one.ref: one for one in demo_book().versions}
REVISIONS = tomllib.loads(
    (Path(__file__).parent.parent / "rules" / "revisions.toml").read_text(encoding="utf-8")
)["revision"]
SAME_IN_SUBSTANCE = {"American spelling", "Plainer words"}
JOINS, JOINS_NOT, OPEN = (
    "It lets the person join",
    "It does not let the person join",
    "It leaves open whether the person may join",
)


def clause(text, number, criteria=(), title="Title"):
    day = date(2018 + number, 1, 1)
    return ClauseVersion(
        "one", number, "1.1", "part", title, text, day, None, GovernsBy.EVENT, criteria
    )


def drafted(old, new, *, before=(), after=(), item=None, terms=(), opinions=None, title="Title"):
    one = clause(old, 1, before), clause(new, 2, after, title)
    return sound(step(*one, terms, opinions or {}), item)


def sound(made, item=None):
    """Return what is drafted of a step, once it is seen to be sound."""
    found = drafts(made, item)
    texts = {one.version: one.text for one in (made.before, made.after)}
    assert len({one.key for one in found}) == len({one.part.stem for one in found}) == len(found)
    for one in found:
        part = one.part
        assert faults(ItemVersion("one", 1, (part,))) == []
        assert len(part.stem) <= LONGEST_STEM
        assert max(map(len, part.options)) <= LONGEST_OPTION
        plain = [" ".join(option.casefold().split()) for option in part.options]
        assert len(set(plain)) == len(plain)
        assert (part.basis.clause, part.basis.version) == (made.after.clause_id, 2)
        assert all(anchor.quote in texts[anchor.version] for anchor in part.anchors)
        assert all(anchor.quote == anchor.quote.strip() for anchor in part.anchors)
        assert "version 2" in part.rationale
        assert made.after.number in part.rationale
        assert one.dated or len(part.anchors) == 1, "only what names its day rests on the old words"
        if one.how is How.CLOZE:
            check_gap(part)
    return found


def check_gap(part):
    """The gap filled with the key is the new sentence; filled with another option it is not."""
    gapped = part.stem[part.stem.index("“") + 1 : -1]
    for place, option in enumerate(part.options):
        is_there = gapped.replace(GAP, option, 1) == part.basis.quote
        assert is_there is (place == 0), "references are printed in neither"


def told(found, how):
    return [one.part for one in found if one.how is how]


def keys(parts):
    return [[part.options[place] for place in part.key] for part in parts]


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda one: one["title"])
def test_every_judged_revision_gives_sound_drafts_where_it_changes_substance(revision):
    terms = tuple(revision.get("terms", ()))
    found = drafted(revision["old"], revision["new"], terms=terms)
    assert bool(found) is (revision["title"] not in SAME_IN_SUBSTANCE)
    assert {one.how for one in found} >= ({How.CLOZE, How.CHANGED} if found else set())


def test_the_medication_clause_of_the_demo():
    found = sound(step(BOOK["medication/1"], BOOK["medication/2"], (), {}))
    edges = [part for part in told(found, How.BOUNDARY) if "of medication" in part.stem]
    assert [part.stem.split(" days")[0][-2:] for part in edges] == ["29", "30", "31"]
    assert keys(edges) == [[JOINS], [JOINS], [JOINS_NOT]]
    [turned] = [part for part in told(found, How.CHANGED) if "of medication" in part.stem]
    assert "30 days of medication" in turned.stem
    assert keys([turned]) == [[f"Until then: {OPEN}. Since then: {JOINS}."]]
    assert [anchor.version for anchor in turned.anchors] == [2, 1]
    [window] = [part for part in told(found, How.BOUNDARY) if "look back" in part.stem]
    assert keys([window]) == [["2 years, counted back from the day of joining"]]
    assert "2 years, counted back from no day named" in window.options


def test_the_light_tier_of_the_demo():
    found = sound(step(BOOK["light-tier/1"], BOOK["light-tier/2"], (), {}))
    edges = [part for part in told(found, How.BOUNDARY) if "first diagnosed" in part.stem]
    assert keys(edges) == [
        ["It grants no amount of its own"],
        ["It grants 50,000 yuan"],
        ["It grants 50,000 yuan"],
    ]


LIMITS = [
    (DayLimit(Measure.STAY, ">", 15), DayLimit(Measure.STAY, ">", 20), "hospital stay", "jjn"),
    (DayLimit(Measure.STAY, ">", 15), DayLimit(Measure.STAY, ">=", 20), "hospital stay", "jnn"),
    (DayLimit(Measure.AGE, "<", 30), DayLimit(Measure.AGE, "<", 20), "days old", "njj"),
    (None, DayLimit(Measure.STAY, ">=", 20, edge_open=True), "hospital stay", "jon"),
]


@pytest.mark.parametrize(("old", "new", "words", "expected"), LIMITS)
def test_a_limit_is_asked_about_at_the_number_and_beside_it(old, new, words, expected):
    before = (old,) if old else ()
    found = drafted("It is 15 or 30 days.", "It is 20 days.", before=before, after=(new,))
    edges = [part for part in told(found, How.BOUNDARY) if words in part.stem]
    assert [any(f" {n} days" in part.stem for n in (19, 20, 21)) for part in edges] == [True] * 3
    says = {"j": [JOINS], "n": [JOINS_NOT], "o": [OPEN]}
    assert keys(edges) == [says[letter] for letter in expected]
    turned = [part for part in told(found, How.CHANGED) if words in part.stem]
    assert bool(turned) is (old is not None)
    assert all(key[0].startswith("Until then: ") for key in keys(turned))


def test_a_day_of_membership_an_age_and_a_measured_value():
    waiting = DayLimit(Measure.WAITING, "<=", 90)
    found = drafted("On day 60.", "On day 90.", after=(waiting,))
    edges = [part for part in told(found, How.BOUNDARY) if "of membership" in part.stem]
    assert keys(edges) == [
        ["It does not cover the illness"],
        ["It does not cover the illness"],
        ["It covers the illness"],
    ]
    bands = AgeBands((Band(0, 39, 300_000_00), Band(40, 59, 100_000_00)))
    other = AgeBands((Band(0, 49, 300_000_00), Band(50, 59, 100_000_00)))
    found = drafted("Up to 39.", "Up to 49.", before=(bands,), after=(other,))
    aged = {part.stem[:21]: part for part in told(found, How.BOUNDARY) if "years old" in part.stem}
    assert keys([aged["A member is 49 years "]]) == [["It grants 300,000 yuan"]]
    assert keys([aged["A member is 50 years "]]) == [["It grants 100,000 yuan"]]
    assert keys([aged["A member is 60 years "]]) == [["It grants no amount of its own"]]
    oxygen = NumericLimit("arterial oxygen", "mmHg", "<=", Decimal("55"))
    found = drafted("At most 50.", "At most 55.", after=(oxygen,))
    measured = [part for part in told(found, How.BOUNDARY) if "measured" in part.stem]
    assert keys(measured) == [["Its limit is met"], ["Its limit is met"], ["Its limit is not met"]]


@pytest.mark.parametrize("words", sorted(RANGES))
def test_a_range_word_is_read_as_it_is_meant(words):
    found = drafted("Paid for 7 days.", f"It is paid for a stay of {words} 10 days of illness.")
    [edge] = [part for part in told(found, How.BOUNDARY) if "include" in part.stem]
    assert edge.options == ("9 days", "10 days", "11 days")
    assert edge.in_order
    assert edge.key == tuple(place for place, meant in enumerate(RANGES[words]) if meant)
    assert f"“{words} 10 days”" in edge.stem


@pytest.mark.parametrize(
    "new", ["It is paid after 10 days.", "It is paid for 10 days.", "On no later than 9 days."]
)
def test_where_the_words_do_not_tell_nothing_is_guessed(new):
    assert not [
        part
        for part in told(drafted("It is paid after 7 days.", new), How.BOUNDARY)
        if "include" in part.stem
    ]


def test_a_gap_holds_the_new_words_among_the_old_ones_and_near_misses():
    old = "You shall tell us within 30 days."
    gaps = told(drafted(old, "You must tell us within 14 days."), How.CLOZE)
    assert [part.options for part in gaps] == [
        ("must", "shall", "may", "should"),
        ("14", "30", "13", "15"),
    ]
    [gap] = told(drafted("One pays a share.", "One pays half a share."), How.CLOZE)
    assert gap.options[1] == "None: no words are missing there"
    assert told(drafted("One pays.", "One pays. Nobody else owes anything."), How.CLOZE) == []


def test_what_changed_is_told_from_what_did_not():
    old = "A fee is due. Notice is given in 30 days."
    [part] = told(drafted(old, old.replace("30", "14")), How.CHANGED)
    assert part.options == (
        "“30” became “14”.",
        "“14” became “30”.",
        "“A fee is due.” was taken out.",
    )
    assert "on 2020-01-01" in part.stem
    [part] = told(drafted(old, old.replace(" in 30 days", "")), How.CHANGED)
    assert part.options[:2] == ("“in 30 days” was taken out.", "“in 30 days” was added.")


def test_what_is_true_too_is_no_wrong_option():
    old, new = "One may pay, and one must ask.", "One must pay, and one may ask."
    for part in told(drafted(old, new), How.CHANGED):
        assert len(part.options) == 1 + len(set(part.options[1:]) - {"“must” became “may”."})


def test_what_people_raised_is_asked_about_and_a_changed_title_is_not():
    old, new = "Members help others.", "Members aid others."
    assert drafted(old, new) == ()
    [unit] = [one.unit for one in step(clause(old, 1), clause(new, 2), (), {}).changes]
    raised = {unit.key: [Opinion("a", Weight.MODAL)]}
    assert keys(told(drafted(old, new, opinions=raised), How.CLOZE)) == [["aid"]]
    assert drafted(old, old, title="Within 30 days") == ()
    assert drafted(old, old) == ()


def test_the_words_of_an_item_come_first_and_its_topic_stays():
    old = "One must ask within 30 days. One may pay within 20 days."
    new = "One must ask within 31 days. One may pay within 22 days."
    part = Part(
        Topic.SHARE, Kind.SINGLE, "When?", ("a", "b"), (0,), "So.", (Anchor("one", 1, "20 days"),)
    )
    found = drafted(old, new, item=ItemVersion("x", 1, (part,)))
    assert "within 22" in found[0].part.stem
    assert {one.part.topic for one in found} == {Topic.SHARE}
    assert "within 31" in drafted(old, new)[0].part.stem
    assert usual_topic([ItemVersion("x", 1, (part,))], "one") is Topic.SHARE
    assert usual_topic([], "one") is Topic.WHICH_VERSION


WORDS = st.lists(
    st.sampled_from(
        "The plan must may not pays at least within 21 days more than 30, never and or . Not 5! "
        "天 三 不得 。 all two 1,000 [[one-more]]".split()
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@given(WORDS.filter(lambda text: "[[" not in text), WORDS.filter(lambda text: "[[" not in text))
def test_no_text_is_too_odd(old, new):
    drafted(old, new)


@given(WORDS, WORDS, st.lists(CRITERIA, max_size=2), st.lists(CRITERIA, max_size=2))
def test_nor_is_what_can_be_computed(old, new, before, after):
    made = step(clause(old, 1, tuple(before)), clause(new, 2, tuple(after)), (), {})
    for one in drafts(made, None):
        assert faults(ItemVersion("one", 1, (one.part,))) == []


@given(WORDS)
def test_near_misses_are_none_of_them_the_words(words):
    found = near_misses(words)
    assert len(set(found)) == len(found) <= 4
    assert words not in found


def test_near_misses_are_written_as_the_words_are():
    assert near_misses("Two members") == ("One members", "Three members")
    assert near_misses("1,000 yuan") == ("999 yuan", "1,001 yuan")
    assert near_misses("三日") == ("二日", "四日")
    assert near_misses("more than 30 days")[:2] == ("more than 29 days", "more than 31 days")
    assert near_misses("the plan") == ()
