"""Nothing is lost, nothing is taken in silence that is near, and the sides are worth the same."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.text.merge import NEAR, Hunk, Kind, Rebased, Take, rebase, settle

PAYS = (
    "The plan pays 300,000 yuan after 30 days. A member who left gets nothing. Fees are due in May."
)
HEALTH = "参加前两年内未服药三十天。退出的成员不再分摊。每年五月缴费。"

WORDS = st.sampled_from("30 31 300,000 days day a doctor's ， 服 药 天 . 。 — é".split())
SPACES = st.sampled_from([" ", " ", " ", "", "  ", "\n", "\n\n"])
TEXTS = st.one_of(
    st.text("ab ，。天.\n", max_size=20),
    st.lists(st.tuples(SPACES, WORDS), max_size=20).map(
        lambda run: "".join(space + word for space, word in run)
    ),
)


@st.composite
def edited(draw: st.DrawFn, count: int) -> tuple[str, ...]:
    """A text in which no word comes twice, and `count` texts made from it with fresh words."""
    english = draw(st.booleans())
    size = draw(st.integers(1, 40))
    made = [f"w{place}" if english else chr(0x4E00 + place) for place in range(size)]
    for place in draw(st.sets(st.integers(0, size - 1), max_size=6)):
        made[place] += "." if english else "。"
    texts = []
    for side in range(count):
        words = list(made)
        for place in draw(st.sets(st.integers(0, size - 1), max_size=3)):
            fresh = f"x{side}y{place}" if english else chr(0x5E00 + 100 * side + place)
            words[place] = draw(st.sampled_from([fresh, words[place] + " " + fresh, ""]))
        texts.append(words)
    joint = " " if english else ""
    return tuple(joint.join(word for word in words if word) for words in [made, *texts])


TRIPLES = st.one_of(st.tuples(TEXTS, TEXTS, TEXTS), edited(2))


def swapped(rebased: Rebased) -> Rebased:
    hunks = tuple(Hunk(one.same, one.base, one.mine, one.theirs) for one in rebased.hunks)
    return Rebased(rebased.kind, rebased.text, hunks)


def put(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


# What holds for all texts


@given(TEXTS, TEXTS)
def test_where_only_one_side_changed_its_text_is_taken(base: str, other: str) -> None:
    for rebased in (rebase(base, base, other), rebase(base, other, base)):
        assert (rebased.kind, rebased.text) == (Kind.CLEAN, other)


@given(TEXTS, TEXTS)
def test_what_both_changed_alike_is_taken_once(base: str, other: str) -> None:
    rebased = rebase(base, other, other)
    assert (rebased.kind, rebased.text) == (Kind.CLEAN, other)


@given(TRIPLES)
def test_it_does_not_matter_which_side_is_mine(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    assert rebase(base, mine, theirs) == swapped(rebase(base, theirs, mine))


@given(TRIPLES)
def test_the_hunks_make_up_each_of_the_texts(texts: tuple[str, str, str]) -> None:
    rebased = rebase(*texts)
    for side, text in zip(("base", "theirs", "mine"), texts, strict=True):
        assert "".join(getattr(one, side) for one in rebased.hunks) == text
    assert all(one.base or one.theirs or one.mine for one in rebased.hunks)


@given(TRIPLES)
def test_there_is_a_text_exactly_when_nobody_has_to_choose(texts: tuple[str, str, str]) -> None:
    rebased = rebase(*texts)
    assert (rebased.text is None) is (rebased.kind is Kind.CONFLICT) is bool(rebased.conflicts)
    if rebased.text is not None:
        assert settle(rebased.hunks, ()) == rebased.text
    for hunk in rebased.conflicts:
        assert len({hunk.base, hunk.theirs, hunk.mine}) == 3


@given(TRIPLES, st.sampled_from([Take.BASE, Take.THEIRS, Take.MINE]))
def test_a_choice_puts_that_side_into_the_text(texts: tuple[str, str, str], take: Take) -> None:
    rebased = rebase(*texts)
    text = settle(rebased.hunks, [take] * len(rebased.conflicts))
    for hunk in rebased.hunks:
        wording = hunk.taken if hunk.same else getattr(hunk, take.value)
        assert text.startswith(wording)
        text = text.removeprefix(wording)
    assert not text


@given(TRIPLES)
def test_both_keeps_the_words_of_both(texts: tuple[str, str, str]) -> None:
    rebased = rebase(*texts)
    text = settle(rebased.hunks, [Take.BOTH] * len(rebased.conflicts))
    for hunk in rebased.conflicts:
        assert hunk.theirs in text
        assert hunk.mine in text


@given(edited(2))
def test_a_merge_done_again_changes_nothing(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    merged = rebase(base, theirs, mine)
    assume(merged.kind is Kind.CLEAN)
    assert merged.text is not None
    assert rebase(theirs, merged.text, theirs).text == merged.text
    assert rebase(base, theirs, merged.text).text == merged.text


@given(edited(3))
def test_the_order_of_three_clean_merges_does_not_matter(texts: tuple[str, ...]) -> None:
    base, *sides = texts
    assume(all(rebase(base, one, two).kind is Kind.CLEAN for one, two in permutations(sides, 2)))
    results = set()
    for first, second, third in permutations(sides):
        both = rebase(base, first, second).text
        assert both is not None
        all_three = rebase(base, both, third)
        assert all_three.kind is Kind.CLEAN
        results.add(all_three.text)
    assert len(results) == 1


# Values


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        (PAYS, ("300,000", "100,000"), ("in May", "in June")),
        (PAYS, ("The plan pays 300,000 yuan after 30 days. ", ""), ("due in May", "waived")),
        (HEALTH, ("三十天", "九十天"), ("五月", "六月")),
    ],
)
def test_changes_far_apart_go_together(
    base: str, theirs: tuple[str, str], mine: tuple[str, str]
) -> None:
    rebased = rebase(base, put(base, theirs), put(base, mine))
    assert (rebased.kind, rebased.text) == (Kind.CLEAN, put(base, theirs, mine))


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        (PAYS, ("plan", "fund"), ("30 days", "31 days")),  # one sentence, far apart
        (PAYS, ("days.", "weeks."), ("A member", "Somebody")),  # two sentences, one word between
        (HEALTH, ("参加", "加入"), ("三十", "九十")),
        (HEALTH, ("三十天", "三十日"), ("退出", "离开")),
    ],
)
def test_of_changes_near_each_other_the_author_is_asked(
    base: str, theirs: tuple[str, str], mine: tuple[str, str]
) -> None:
    rebased = rebase(base, put(base, theirs), put(base, mine))
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, put(base, theirs, mine))


@pytest.mark.parametrize("between", [1, NEAR, NEAR + 1])
def test_near_is_so_many_untouched_words(between: int) -> None:
    rest = " ".join([".", *["w"] * (between - 1)])
    rebased = rebase(f"a {rest} b", f"x {rest} b", f"a {rest} y")
    assert rebased.text == f"x {rest} y"
    assert rebased.kind is (Kind.CONTEXT if between <= NEAR else Kind.CLEAN)


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        ("b. c d", Kind.CLEAN),
        ("b c\n\nd e", Kind.CLEAN),
        ("他退出。无", Kind.CLEAN),
        ("b c d e", Kind.CONTEXT),
        ("b 1.5 c d", Kind.CONTEXT),
        ("b c\nd e", Kind.CONTEXT),
        ("他退出，无", Kind.CONTEXT),
    ],
)
def test_one_sentence_is_near_however_many_words(between: str, kind: Kind) -> None:
    rebased = rebase(f"a {between} f", f"x {between} f", f"a {between} y")
    assert (rebased.kind, rebased.text) == (kind, f"x {between} y")


def test_one_word_changed_in_two_ways_is_a_conflict() -> None:
    base = "pays 300,000 yuan"
    rebased = rebase(base, "pays 100,000 yuan", "pays 500,000 yuan")
    assert rebased == Rebased(
        Kind.CONFLICT,
        None,
        (
            Hunk(True, "pays ", "pays ", "pays "),
            Hunk(False, "300,000", "100,000", "500,000"),
            Hunk(True, " yuan", " yuan", " yuan"),
        ),
    )
    choices = {
        Take.BASE: "pays 300,000 yuan",
        Take.THEIRS: "pays 100,000 yuan",
        Take.MINE: "pays 500,000 yuan",
        Take.BOTH: "pays 100,000 500,000 yuan",
        "200,000": "pays 200,000 yuan",
        "": "pays  yuan",
    }
    assert {choice: settle(rebased.hunks, [choice]) for choice in choices} == choices


def test_touching_words_are_a_conflict() -> None:
    rebased = rebase("未服药三十天", "未服药九十天", "未住院三十天")
    assert [(one.theirs, one.mine) for one in rebased.conflicts] == [("服药九", "住院三")]
    assert settle(rebased.hunks, ["住院九"]) == "未住院九十天"
    assert settle(rebased.hunks, [Take.BOTH]) == "未服药九住院三十天"
    assert rebase("one two", "1 two", "one 2").kind is Kind.CONFLICT


def test_two_insertions_at_one_place_are_a_conflict() -> None:
    rebased = rebase("it pays yuan", "it pays 100 yuan", "it pays many yuan")
    assert rebased.kind is Kind.CONFLICT
    assert settle(rebased.hunks, [Take.BOTH]) == "it pays 100 many yuan"
    assert settle(rebased.hunks, [Take.BASE]) == "it pays yuan"
    assert settle(rebased.hunks, ["no"]) == "it pays no yuan"


def test_a_word_deleted_here_and_changed_there_is_a_conflict() -> None:
    assert rebase("in two full years", "in two years", "in two whole years").kind is Kind.CONFLICT


def test_what_one_side_alone_changed_is_in_every_settlement() -> None:
    theirs = put(PAYS, ("300,000", "100,000"), ("May", "June"))
    mine = put(PAYS, ("300,000", "500,000"))
    rebased = rebase(PAYS, theirs, mine)
    assert rebased.kind is Kind.CONFLICT
    assert settle(rebased.hunks, [Take.MINE]) == put(mine, ("May", "June"))


def test_what_both_changed_is_near_to_what_one_changed_besides() -> None:
    theirs = put(PAYS, ("300,000", "100,000"), ("30 days", "31 days"))
    rebased = rebase(PAYS, theirs, put(PAYS, ("300,000", "100,000")))
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, theirs)


def test_white_space_and_words_elsewhere_go_together_even_in_one_sentence() -> None:
    rebased = rebase("one  two three four", "one two three four", "one  two three 4")
    assert (rebased.kind, rebased.text) == (Kind.CLEAN, "one two three 4")


def test_white_space_beside_a_changed_word_is_kept_and_asked_about() -> None:
    rebased = rebase("one two three", "one\n\ntwo three", "one 2 three")
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, "one\n\n2 three")
    rebased = rebase("one two three", "one two  three", "one 2 three")
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, "one 2  three")


def test_white_space_gives_way_where_the_words_about_it_change() -> None:
    rebased = rebase("one two three four", "one two  three four", "one 2 3 four")
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, "one 2 3 four")
    rebased = rebase("a ，", "a，", "a b")
    assert (rebased.kind, rebased.text) == (Kind.CONTEXT, "a b")


def test_white_space_changed_in_two_ways_is_a_conflict() -> None:
    assert rebase("one two", "one  two", "one\ntwo").kind is Kind.CONFLICT


def test_a_choice_for_each_conflict_no_more_and_no_fewer() -> None:
    hunks = rebase("one", "two", "three").hunks
    for choices in ([], [Take.MINE, Take.MINE]):
        with pytest.raises(ValueError, match="one choice for each"):
            settle(hunks, choices)
