from collections import Counter
from datetime import date

import pytest

from kernel.errors import Malformed
from quiz.bank import read_bank
from quiz.item import Kind, is_stale
from quiz.topic import TITLES, Topic
from rules.book import demo_book

CLAUSES = {(one.clause_id, one.version): one for one in demo_book().versions}

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


def test_there_are_forty_topics_with_a_title_and_an_item_each(bank):
    assert len(Topic) == 40
    assert set(TITLES) == set(Topic)
    assert {item.topic for item in bank} == set(Topic)
    assert len(bank) >= 60


def test_every_quote_stands_in_its_clause_version(bank):
    for item in bank:
        clause = CLAUSES[item.anchor.clause, item.anchor.version]
        assert item.anchor.quote in clause.text, item.item


def test_every_clause_that_is_anchored_is_asked_about_in_force_or_names_its_day(bank):
    today = date(2026, 11, 23)
    in_force = {one.clause_id: one.version for one in CLAUSES.values() if one.in_force_on(today)}
    assert [item.item for item in bank if is_stale(item, in_force)] == []
    assert any(CLAUSES[i.anchor.clause, i.anchor.version].in_force_until for i in bank)


def test_neither_place_nor_length_gives_the_key_away(bank):
    shuffled = [i for i in bank if i.kind is Kind.SINGLE and not i.in_order]
    longest = [i for i in shuffled if max(i.options, key=len) == i.options[i.key[0]]]
    shortest = [i for i in shuffled if min(i.options, key=len) == i.options[i.key[0]]]
    assert len(longest) <= len(shuffled) * 0.4
    assert len(shortest) <= len(shuffled) * 0.4
    fixed = Counter(i.key[0] for i in bank if i.kind is Kind.SINGLE and i.in_order)
    assert max(fixed.values()) <= sum(fixed.values()) / 2
    truths = Counter(i.key[0] for i in bank if i.kind is Kind.TRUE_FALSE)
    assert min(truths.values()) >= sum(truths.values()) / 3


def test_a_bank_is_read():
    (item,) = read_bank(GOOD)
    assert (item.ref, item.topic, item.key) == ("one/1", Topic.QUORUM, (1,))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "b"', 'key = "c"', "the key must name options"),
        ('key = "b"', 'key = "ab"', "exactly one option"),
        ('key = "b"', 'key = "!"', "no letter of an option"),
        ('"20", "21"', '"21", "21"', "two options read the same"),
        ('"20", "21"', '"21"', "1 options"),
        ('kind = "single"', 'kind = "multiple"', "at least two right options"),
        ('kind = "single"', 'kind = "essay"', "essay"),
        ('topic = "quorum"', 'topic = "weather"', "weather"),
        ('stem = "How many?"\n', "", "stem"),
        ('rationale = "Because."', 'rationale = " "', "must not be empty"),
        ("[[item]]", "[[item]", "not TOML"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(old, new, said):
    with pytest.raises(Malformed, match=said):
        read_bank(GOOD.replace(old, new))


def test_an_id_is_given_once():
    with pytest.raises(Malformed, match="used twice"):
        read_bank(GOOD + GOOD)
