import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict
from quiz.bank import demo_bank
from quiz.chance import FastStream, Stream
from quiz.drawing import draw
from quiz.item import Kind
from quiz.offered import Offered
from quiz.paper import Paper, Question
from quiz.specification import ENTRY
from quiz.topic import Topic

DEMO = demo_bank()
BANK = {item.item: item for item in DEMO.items}
ITEMS = list(DEMO.items)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
seen = st.sets(st.sampled_from(sorted(BANK)))


def items(paper):
    """Return the items of a paper, a case once."""
    return [BANK[name] for name in dict.fromkeys(question.item for question in paper.questions)]


def draw_demo(seed, seen=(), bank=ITEMS):
    return draw(ENTRY, Offered(tuple(bank), DEMO.enemies), seen, seed)


@given(seeds, seen)
def test_a_paper_keeps_its_specification(seed, met):
    paper = draw_demo(seed, met)
    *plain, case = items(paper)
    assert len(paper.questions) == ENTRY.count == 30
    assert (len(plain), len(case.parts)) == (26, 4)
    assert case.is_case
    assert [question.part for question in paper.questions[-4:]] == [0, 1, 2, 3]
    by_topic = Counter(item.topic for item in plain)
    for quota in ENTRY.quotas:
        assert sum(by_topic[topic] for topic in quota.topics) == quota.count
    assert all(by_topic[topic] for topic in ENTRY.must)
    asked = {item.item for item in (*plain, case)}
    assert not any(asked.issuperset(pair) for pair in DEMO.enemies)


@given(seeds, seen)
def test_items_of_one_clause_meet_only_where_the_bank_has_no_other(seed, met):
    paper = draw_demo(seed, met)
    clauses = Counter(clause for item in items(paper) for clause in item.clauses)
    assert {clause for clause, count in clauses.items() if count > 1} == set(paper.repeated)
    if not met:
        assert paper.repeated == ()


@given(seeds, st.randoms(use_true_random=False))
def test_a_paper_can_be_drawn_again(seed, order):
    bank = list(BANK.values())
    first = draw_demo(seed, (), bank)
    order.shuffle(bank)
    assert draw_demo(seed, (), bank) == first
    assert Paper.from_json(json.loads(json.dumps(first.to_json()))) == first


@given(seeds, seeds)
def test_items_not_met_before_come_first(one, other):
    met = {question.item for question in draw_demo(one).questions}
    again = {question.item for question in draw_demo(other, met).questions}
    assert not met & again  # the demo's bank holds two whole papers


@given(seeds)
def test_options_are_shuffled_except_those_that_have_an_order(seed):
    for question in draw_demo(seed).questions:
        part = BANK[question.item].parts[question.part]
        assert sorted(question.order) == list(range(len(part.options)))
        if part.in_order:
            assert question.order == tuple(range(len(part.options)))


def test_every_letter_is_right_about_equally_often():
    places = Counter()
    for number in range(200):
        for question in draw_demo(f"{number:064x}").questions:
            part = BANK[question.item].parts[question.part]
            if len(part.options) == 4 and len(part.key) == 1 and not part.in_order:
                places[question.answer(part, part.key)[0]] += 1
    mean = sum(places.values()) / 4
    assert all(abs(count - mean) < mean * 0.15 for count in places.values())


def test_every_item_is_drawn_sooner_or_later():
    drawn = set()
    for number in range(200):
        paper = draw_demo(f"{number:064x}")
        drawn |= {question.item for question in paper.questions}
    asked = {i.item for i in ITEMS if not i.is_case or len(i.parts) == ENTRY.case_questions}
    assert drawn == asked


@given(seeds)
def test_a_poor_bank_repeats_a_clause_and_says_which(seed):
    waiting = (Topic.WAITING_PERIOD, Topic.WAITING_ACCIDENT, Topic.COUNTING_DAYS)
    poor = [
        item
        for item in ITEMS
        if item.is_case or item.topic not in waiting or item.topic is Topic.COUNTING_DAYS
    ]
    paper = draw_demo(seed, (), poor)
    assert len(paper.questions) == 30
    assert paper.repeated == ("counting-days",)


def test_a_bank_without_a_topic_that_must_be_asked_draws_no_paper():
    poor = [item for item in BANK.values() if item.topic is not Topic.SECRECY]
    with pytest.raises(Conflict, match="cannot fill"):
        draw_demo("00" * 32, (), poor)


@given(seeds, st.integers(1, 10**6))
def test_the_stream_stays_below(seed, n):
    stream = Stream(b"label\0", seed)
    assert all(0 <= stream.below(n) < n for _ in range(20))


def test_the_stream_is_what_it_was():
    """Papers of the past must be drawn alike for ever."""
    stream = Stream(b"quiz-paper/v1/draw\0", "00" * 32)
    assert [stream.below(100) for _ in range(8)] == [89, 31, 18, 40, 80, 17, 33, 10]


def test_the_stream_of_papers_is_what_it_was():
    stream = FastStream(b"quiz-paper/v3/draw\0", "00" * 32)
    assert [stream.below(100) for _ in range(10)] == [24, 32, 31, 71, 86, 83, 92, 67, 9, 47]
    assert stream.order(4) == (1, 0, 2, 3)
    assert stream.ranks(["a", "b"]) == {"a": 2828851360, "b": 4002700390}


def test_two_names_that_would_stand_at_one_rank_get_others():
    stream = FastStream(b"label\0", "00" * 32)
    stream._numbers = iter([4, 7, 4, 2, 9, 3, 8])
    assert stream.ranks(["a", "b", "c"]) == {"a": 2, "b": 9, "c": 3}
    assert stream.below(100) == 8


@pytest.mark.parametrize("kind", [Stream, FastStream])
def test_every_order_is_as_likely_as_the_others(kind):
    stream = kind(b"label\0", "00" * 32)
    names = ["a", "b", "c"]
    for order in (
        lambda: stream.order(3),
        lambda: tuple(stream.shuffled(names)),
        lambda: tuple(sorted(names, key=stream.ranks(names).__getitem__)),
    ):
        counts = Counter(order() for _ in range(3_000))
        assert len(counts) == 6
        assert all(abs(count - 500) < 100 for count in counts.values()), "within five deviations"


def part_of(kind, key):
    return replace(ITEMS[0].parts[0], kind=kind, options=("x", "y", "z"), key=key)


def test_letters_and_options_belong_together():
    question, part = Question("one", 1, (2, 0, 1)), part_of(Kind.MULTIPLE, (0, 1))
    assert question.chosen(part, ["a"]) == (2,)
    assert question.chosen(part, ["c", "b"]) == (0, 1)
    assert question.answer(part, (0, 1)) == ("b", "c")
    assert question.chosen(part, ["d", "f", "z", "", "ab"]) == ()


def test_an_ordering_is_answered_by_letters_with_places():
    question, part = Question("one", 1, (2, 0, 1)), part_of(Kind.ORDERING, (0, 1, 2))
    right = question.answer(part, part.key)
    assert right == ("a3", "b1", "c2")
    assert question.chosen(part, right) == part.key
    assert question.chosen(part, ["a1", "b2", "c3"]) == (2, 0, 1)
    for half in (["a1", "b1", "c2"], ["a1", "b2"], ["a", "b", "c"], ["a1", "b2", "c4"], ["aa"]):
        assert question.chosen(part, half) == ()
