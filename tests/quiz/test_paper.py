import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict
from quiz.bank import demo_bank
from quiz.paper import Paper, Question, Stream, draw
from quiz.specification import ENTRY
from quiz.topic import Topic

BANK = {item.item: item for item in demo_bank()}
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
seen = st.sets(st.sampled_from(sorted(BANK)))


def items(paper):
    return [BANK[question.item] for question in paper.questions]


@given(seeds, seen)
def test_a_paper_keeps_its_specification(seed, met):
    paper = draw(ENTRY, list(BANK.values()), met, seed)
    asked = items(paper)
    assert len(asked) == ENTRY.count == 30
    assert len({item.item for item in asked}) == 30
    by_topic = Counter(item.topic for item in asked)
    for quota in ENTRY.quotas:
        assert sum(by_topic[topic] for topic in quota.topics) == quota.count
    assert all(by_topic[topic] for topic in ENTRY.must)


@given(seeds, seen)
def test_no_two_questions_rest_on_one_clause(seed, met):
    paper = draw(ENTRY, list(BANK.values()), met, seed)
    assert paper.repeated == ()
    assert len({item.anchor.clause for item in items(paper)}) == 30


@given(seeds, st.randoms(use_true_random=False))
def test_a_paper_can_be_drawn_again(seed, order):
    bank = list(BANK.values())
    first = draw(ENTRY, bank, (), seed)
    order.shuffle(bank)
    assert draw(ENTRY, bank, (), seed) == first
    assert Paper.from_json(json.loads(json.dumps(first.to_json()))) == first


@given(seeds, seeds)
def test_items_not_met_before_come_first(one, other):
    bank = list(BANK.values())
    met = {question.item for question in draw(ENTRY, bank, (), one).questions}
    again = {question.item for question in draw(ENTRY, bank, met, other).questions}
    assert not met & again  # the demo's bank holds two whole papers


@given(seeds)
def test_options_are_shuffled_except_those_that_have_an_order(seed):
    for question in draw(ENTRY, list(BANK.values()), (), seed).questions:
        places = range(len(BANK[question.item].options))
        assert sorted(question.order) == list(places)
        if BANK[question.item].in_order:
            assert question.order == tuple(places)


def test_every_letter_is_right_about_equally_often():
    places = Counter()
    for number in range(200):
        for question in draw(ENTRY, list(BANK.values()), (), f"{number:064x}").questions:
            item = BANK[question.item]
            if len(item.options) == 4 and len(item.key) == 1 and not item.in_order:
                places[question.letters(item.key)[0]] += 1
    mean = sum(places.values()) / 4
    assert all(abs(count - mean) < mean * 0.15 for count in places.values())


def test_every_item_is_drawn_sooner_or_later():
    drawn = set()
    for number in range(200):
        paper = draw(ENTRY, list(BANK.values()), (), f"{number:064x}")
        drawn |= {question.item for question in paper.questions}
    assert drawn == set(BANK)


@given(seeds)
def test_a_poor_bank_repeats_a_clause_and_says_which(seed):
    waiting = (Topic.WAITING_PERIOD, Topic.WAITING_ACCIDENT, Topic.COUNTING_DAYS)
    poor = [
        i for i in BANK.values() if i.topic not in waiting or i.anchor.clause != "counting-days"
    ]
    paper = draw(ENTRY, poor, (), seed)
    assert len(paper.questions) == 30
    assert len(paper.repeated) == 1
    assert paper.repeated[0] in {"waiting-period", "accident-exempt"}


def test_a_bank_without_a_topic_that_must_be_asked_draws_no_paper():
    poor = [item for item in BANK.values() if item.topic is not Topic.SECRECY]
    with pytest.raises(Conflict, match="cannot fill"):
        draw(ENTRY, poor, (), "00" * 32)


@given(seeds, st.integers(1, 10**6))
def test_the_stream_stays_below(seed, n):
    stream = Stream(b"label\0", seed)
    assert all(0 <= stream.below(n) < n for _ in range(20))


def test_the_stream_is_what_it_was():
    """Papers of the past must be drawn alike for ever."""
    stream = Stream(b"quiz-paper/v1/draw\0", "00" * 32)
    assert [stream.below(100) for _ in range(8)] == [89, 31, 18, 40, 80, 17, 33, 10]


def test_letters_and_options_belong_together():
    question = Question("one", 1, (2, 0, 1))
    assert question.chosen(["a"]) == (2,)
    assert question.chosen(["c", "b"]) == (0, 1)
    assert question.letters((0, 1)) == ("b", "c")
    assert question.chosen(["d", "f", "z", "", "ab"]) == ()
