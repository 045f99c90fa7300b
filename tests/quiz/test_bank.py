import re
from collections import Counter
from datetime import date

import pytest

from kernel.errors import Malformed
from quiz.bank import read_bank
from quiz.drawing import draw
from quiz.item import Kind
from quiz.offered import Offered
from quiz.specification import ENTRY
from quiz.topic import TITLES, Topic
from rules.book import demo_book

CLAUSES = {(one.clause_id, one.version): one for one in demo_book().versions}
PAPERS = 3  # a member who sits three papers in a week meets three cases

GOOD = """
[[item]]
id = "one"
topic = "quorum"
kind = "single"
stem = "How many?"
options = ["20", "21"]
key = "b"
rationale = "Because."
clause = "quorum"
clause_version = 1
quote = "21"
"""

ORDERING = """
[[item]]
id = "two"
topic = "case-quiz"
kind = "ordering"
enemies = ["one"]
stem = "What comes first?"
options = ["Read", "Answer", "Vote"]
rationale = "Because."
clause = "case-quiz"
clause_version = 1
quote = "Before the ballot"

[[item.also]]
clause = "quorum"
clause_version = 1
quote = "valid ballots"
"""

PART = """
[[item.part]]
topic = "threshold"
kind = "true_false"
stem = "A tie denies."
key = "a"
rationale = "Because."
clause = "threshold"
clause_version = 1
quote = "a tie denies the claim"
"""

CASE = """
[[item]]
id = "three"
kind = "case"
stimulus = "Two sides quarrel."
"""


@pytest.fixture(scope="module")
def items(bank):
    return bank.items


@pytest.fixture(scope="module")
def cases(items):
    return [item for item in items if item.is_case]


def parts(items):
    return [part for item in items for part in item.parts]


def test_there_are_forty_topics_with_a_title_and_a_plain_item_each(items):
    assert len(Topic) == 40
    assert set(TITLES) == set(Topic)
    assert {item.topic for item in items if not item.is_case} == set(Topic)
    assert {part.kind for part in parts(items)} == set(Kind) - {Kind.CASE}


def test_every_quote_stands_in_its_clause_version(items):
    for item in items:
        for anchor in item.anchors:
            assert anchor.quote in CLAUSES[anchor.clause, anchor.version].text, item.item


def test_every_key_rests_on_words_in_force_or_the_item_names_its_day(items):
    today = date(2026, 11, 23)
    in_force = {key for key, one in CLAUSES.items() if one.in_force_on(today)}
    old = [i for i in items if not {(a.clause, a.version) for a in i.anchors} <= in_force]
    assert old
    assert [item.item for item in old if not item.dated] == []


def test_every_clause_that_papers_ask_about_is_asked_by_two_items_at_least(items):
    asked = Counter(item.parts[0].basis.clause for item in items if not item.is_case)
    by_chance = {"age-date", "causal-link", "mutual-aid", "preliminary-decision", "who-may-join"}
    assert all(asked[clause] >= 2 for clause in by_chance)  # each is the last of its quota at times
    assert max(asked.values()) <= 10


def test_neither_place_nor_length_gives_the_key_away(items):
    single = [part for part in parts(items) if part.kind is Kind.SINGLE]
    shuffled = [part for part in single if not part.in_order]
    longest = [p for p in shuffled if max(p.options, key=len) == p.options[p.key[0]]]
    shortest = [p for p in shuffled if min(p.options, key=len) == p.options[p.key[0]]]
    assert len(longest) <= len(shuffled) * 0.4
    assert len(shortest) <= len(shuffled) * 0.4
    fixed = Counter(part.key[0] for part in single if part.in_order)
    assert max(fixed.values()) <= sum(fixed.values()) / 2
    truths = Counter(part.key[0] for part in parts(items) if part.kind is Kind.TRUE_FALSE)
    assert min(truths.values()) >= sum(truths.values()) / 3


def test_the_keys_of_cases_are_spread_and_never_the_longest_option(cases):
    single = [part for part in parts(cases) if part.kind is Kind.SINGLE]
    written = Counter(part.key[0] for part in single)
    assert set(written) == {0, 1, 2, 3}
    assert max(written.values()) <= len(single) / 2
    for part in single:
        if not part.in_order:
            assert max(part.options, key=len) != part.options[part.key[0]], part.stem


def test_there_are_cases_for_three_papers_and_others_to_practise_on(cases):
    sizes = Counter(len(case.parts) for case in cases)
    assert sizes[ENTRY.case_questions] >= 2 * PAPERS
    assert sizes[3]
    assert sizes[5]


def test_a_case_tells_a_story_of_a_page_without_names(cases):
    for case in cases:
        assert 90 <= len(case.stimulus.split()) <= 160, case.item
        inside = re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", case.stimulus)
        months = {date(2019, month, 1).strftime("%B") for month in range(1, 13)}
        assert set(inside) <= months, case.item


def test_a_case_leaves_the_rest_of_its_paper_clauses_of_their_own(cases):
    drawn = [case for case in cases if len(case.parts) == ENTRY.case_questions]
    for case in drawn:
        assert 2 <= len(case.clauses) <= 3, case.item
        # A wrong answer on a topic of these fails a paper: one plain item of each is enough.
        assert not {part.topic for part in case.parts} & ENTRY.must, case.item


def test_three_papers_of_a_new_member_ask_each_clause_once_and_two_share_no_item(bank):
    offered = Offered(bank.items, bank.enemies)
    for number in range(60):
        met = set()
        for sitting in range(PAPERS):
            seed = f"{number * PAPERS + sitting:064x}"
            paper = draw(ENTRY, offered, met, seed)
            assert paper.repeated == ()
            assert sitting == PAPERS - 1 or not met & paper.items
            met |= paper.items


def test_enemies_are_many_and_leave_no_topic_without_an_item(bank):
    assert len(bank.enemies) >= 6
    foes = {
        item.item: {o for p in bank.enemies if item.item in p for o in p} for item in bank.items
    }
    for case in (item for item in bank.items if item.is_case):
        left = [i for i in bank.items if not i.is_case and i.item not in foes[case.item]]
        assert {item.topic for item in left} == set(Topic), case.item


def test_a_bank_is_read():
    bank = read_bank(GOOD + ORDERING + CASE + PART + PART)
    one, two, three = bank.items
    assert (one.ref, one.topic, one.parts[0].key) == ("one/1", Topic.QUORUM, (1,))
    assert (two.kind, two.parts[0].key) == (Kind.ORDERING, (0, 1, 2))
    assert [anchor.clause for anchor in two.anchors] == ["case-quiz", "quorum"]
    assert two.clauses == {"case-quiz"}
    assert (three.kind, three.stimulus) == (Kind.CASE, "Two sides quarrel.")
    assert [part.in_order for part in three.parts] == [True, True]
    assert bank.enemies == {("one", "two")}


def test_enemies_may_be_named_on_either_side():
    both = GOOD.replace('kind = "single"', 'kind = "single"\nenemies = ["two"]') + ORDERING
    assert read_bank(both).enemies == {("one", "two")}


def refused(text, said):
    with pytest.raises(Malformed, match=said):
        read_bank(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "b"', 'key = "c"', "The key must name options"),
        ('key = "b"', 'key = "bb"', "The key must name options"),
        ('key = "b"', 'key = "ab"', "Mark exactly one option"),
        ('key = "b"', 'key = "!"', "no letter of an option"),
        ('key = "b"\n', "", "It has no key"),
        ('"20", "21"', '"21", "21"', "Two options read the same"),
        ('"20", "21"', '"21", " "', "An option is empty"),
        ('"20", "21"', '"21"', "2 to 6 options; there are 1"),
        ('kind = "single"', 'kind = "multiple"', "at least two options as right"),
        ('kind = "single"', 'kind = "essay"', "essay"),
        ('kind = "single"', 'kind = "ordering"', "An ordering has no key"),
        ('key = "b"', 'keys = "b"', "It says keys, which means nothing here"),
        ('kind = "single"', 'kind = "case"', "It has no part"),
        ('topic = "quorum"', 'topic = "weather"', "weather"),
        ('stem = "How many?"\n', "", "stem"),
        ('rationale = "Because."', 'rationale = " "', "why its right answer is right"),
        ('quote = "21"', 'quote = " "', "words of a clause that the right answer"),
        ('quote = "21"\n', "", "It has no quote"),
        ("clause_version = 1", 'clause_version = "first"', "first"),
        ('id = "one"', 'id = "One!"', "small letters"),
        ("[[item]]", "[[item]", "not TOML"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(old, new, said):
    refused(GOOD.replace(old, new), said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CASE, "three.*It has no part"),
        (CASE + PART, "this one has 1"),
        (CASE + PART * 6, "this one has 6"),
        (CASE.replace('stimulus = "Two sides quarrel."', "") + PART * 2, "It has no stimulus"),
        (CASE.replace("Two sides quarrel.", " ") + PART * 2, "need a story"),
        (CASE + PART + PART.replace('"a"', '"c"'), "Question 2: The key must name options"),
        (CASE + PART + PART.replace('stem = "A tie denies."', ""), "It has no stem"),
        (CASE + PART + PART.replace('"true_false"', '"case"'), "three"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(text, said):
    refused(text, said)


@pytest.mark.parametrize(
    "text",
    [ORDERING, ORDERING.replace('["one"]', '["two"]'), GOOD + ORDERING.replace('"one"', '"on"')],
)
def test_an_enemy_is_another_item_of_the_file(text):
    refused(text, "two.*enemies must be other items")


def test_an_ordering_has_three_options_at_least():
    refused(GOOD + ORDERING.replace('"Answer", ', ""), "two.*at least three options")


def test_an_id_is_given_once():
    refused(GOOD + GOOD, "used twice")
