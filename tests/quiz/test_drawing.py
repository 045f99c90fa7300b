"""Drawing with enemies and cases: a paper that meets its specification, or the quota it cannot."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.drawing import CannotFill, draw
from quiz.item import Anchor, ItemVersion, Kind, Part
from quiz.offered import Offered
from quiz.specification import Quota, Specification
from quiz.topic import Topic

TOPICS = (Topic.NATURE, Topic.QUORUM, Topic.SHARE)
CLAUSES = ("one", "two", "three", "four")


def item(number, topic, clause, parts=1):
    part = Part(
        topic=topic,
        kind=Kind.SINGLE,
        stem="Which?",
        options=("this", "that"),
        key=(0,),
        rationale="So it is.",
        anchors=(Anchor(clause, 1, "words"),),
    )
    story = "Somebody fell." if parts > 1 else ""
    return ItemVersion(f"item-{number}", 1, (part,) * parts, stimulus=story)


@st.composite
def banks(draw_one):
    count = draw_one(st.integers(1, 7))
    kinds = st.tuples(st.sampled_from(TOPICS), st.sampled_from(CLAUSES), st.sampled_from((1, 2, 3)))
    bank = [item(number, *draw_one(kinds)) for number in range(count)]
    pairs = list(combinations([one.item for one in bank], 2))
    foes = draw_one(st.sets(st.sampled_from(pairs), max_size=6)) if pairs else set()
    return bank, frozenset(foes)


@st.composite
def specifications(draw_one):
    quotas = draw_one(
        st.lists(
            st.tuples(
                st.integers(1, 2),
                st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2, unique=True),
            ),
            max_size=3,
        )
    )
    return Specification(
        name="small/1",
        quotas=tuple(Quota(count, tuple(topics)) for count, topics in quotas),
        cut=1,
        must=frozenset(),
        case_questions=draw_one(st.sampled_from((0, 0, 2, 3))),
    )


def fits(chosen, enemies):
    names = {one.item for one in chosen}
    return len(names) == len(chosen) and not any(names.issuperset(pair) for pair in enemies)


def ways(specification, bank, enemies):
    """Every way to fill the slots, tried one by one."""
    plain = [one for one in bank if not one.is_case]
    slots = [
        [one for one in plain if one.topic in quota.topics]
        for quota in specification.quotas
        for _ in range(quota.count)
    ]
    if specification.case_questions:
        wanted = specification.case_questions
        slots.append([one for one in bank if one.is_case and len(one.parts) == wanted])
    return [chosen for chosen in product(*slots) if fits(chosen, enemies)]


PAST = Specification(
    name="small/1",
    quotas=(Quota(2, (Topic.QUORUM,)), Quota(2, (Topic.SHARE, Topic.NATURE))),
    cut=1,
    must=frozenset(),
    case_questions=2,
)


@pytest.mark.parametrize(
    ("number", "asked", "letters"),
    [
        (1, [1, 11, 0, 10, 12, 12], "ba ba ab ab ab ba"),
        (2, [10, 0, 11, 1, 12, 12], "ba ba ab ba ab ab"),
        (3, [4, 1, 6, 11, 13, 13], "ab ab ab ba ab ba"),
    ],
)
def test_papers_of_the_past_are_drawn_as_they_were(number, asked, letters):
    plain = [item(n, TOPICS[n % 3], CLAUSES[n % 4]) for n in range(12)]
    cases = [item(n, Topic.QUORUM, "five", 2) for n in (12, 13)]
    foes = {("item-0", "item-3"), ("item-1", "item-2"), ("item-12", "item-4")}
    offered = Offered((*plain, *cases), frozenset(foes))
    paper = draw(PAST, offered, {"item-5", "item-7"}, f"{number:064x}", v=2)
    assert [question.item for question in paper.questions] == [f"item-{n}" for n in asked]
    assert [question.order for question in paper.questions] == [
        tuple(map("ab".index, order)) for order in letters.split()
    ]
    assert paper.to_json()["v"] == paper.v == 2


seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(specifications(), banks(), st.sets(st.integers(0, 6)), seeds)
def test_a_paper_is_drawn_wherever_there_is_one(specification, given_bank, met, seed):
    bank, enemies = given_bank
    possible = ways(specification, bank, enemies)
    seen = {f"item-{number}" for number in met}
    if not possible:
        with pytest.raises(CannotFill) as refused:
            draw(specification, Offered(bank, enemies), seen, seed)
        told = set(refused.value.topics)
        quotas = [set(quota.topics) for quota in specification.quotas]
        assert told == set().union(*(topics for topics in quotas if topics <= told))
        return
    paper = draw(specification, Offered(bank, enemies), seen, seed)
    by_name = {one.item: one for one in bank}
    asked = [by_name[name] for name in dict.fromkeys(q.item for q in paper.questions)]
    assert len(paper.questions) == specification.count
    assert {one.item for one in asked} in [{one.item for one in way} for way in possible]
    if not enemies and not specification.case_questions:
        fewest = min(len(way) - len({c for one in way for c in one.clauses}) for way in possible)
        assert len(asked) - len({c for one in asked for c in one.clauses}) == fewest


def test_what_is_missing_is_named():
    wanted = Specification("small/1", (Quota(2, (Topic.QUORUM,)),), 1, frozenset())
    with pytest.raises(CannotFill, match="cannot fill") as refused:
        draw(wanted, Offered((item(1, Topic.QUORUM, "one"),)), (), "00" * 32)
    assert refused.value.topics == (Topic.QUORUM,)
    assert refused.value.headings == ["The quorum"]
    both = (Quota(2, (Topic.QUORUM,)), Quota(1, (Topic.TENURE,)), Quota(1, (Topic.THRESHOLD,)))
    wanted = Specification("small/2", both, 1, frozenset())
    bank = [item(1, Topic.QUORUM, "one"), item(2, Topic.TENURE, "two")]
    with pytest.raises(CannotFill) as refused:
        draw(wanted, Offered(bank), (), "00" * 32)
    assert refused.value.topics == (Topic.QUORUM, Topic.THRESHOLD), (
        "all of them, not the first alone"
    )


def test_enemies_never_meet_even_where_the_first_choice_would_have_them():
    bank = [item(1, Topic.QUORUM, "one"), item(2, Topic.SHARE, "two"), item(3, Topic.SHARE, "two")]
    wanted = Specification(
        "small/1", (Quota(1, (Topic.QUORUM,)), Quota(1, (Topic.SHARE,))), 1, frozenset()
    )
    offered = Offered(bank, frozenset({("item-1", "item-2")}))
    for number in range(20):
        paper = draw(wanted, offered, (), f"{number:064x}")
        assert paper.items == {"item-1", "item-3"}
