"""A quote keeps its place while the text around it changes, and says so when it is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.anchor import CONTEXT, Anchor, anchor_at, find, reanchor

PAYS = "The plan pays 300,000 yuan after 30 days of waiting. A member who left gets nothing."
HEALTH = "参加前两年内未连续服药三十天的成员可以加入。退出的成员不再分摊。"

TEXTS = st.one_of(
    st.text("ab ，天.\n", max_size=30),
    st.lists(st.sampled_from("30 31 days day a doctor's ， 服 药 天 . —".split()), max_size=30).map(
        " ".join
    ),
    st.lists(st.sampled_from("服药天两年，"), max_size=30).map("".join),
)


@st.composite
def anchored(draw: st.DrawFn) -> tuple[str, Anchor]:
    text = draw(TEXTS.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, anchor_at(text, start, draw(st.integers(start + 1, len(text))))


def quoted(text: str, quote: str) -> Anchor:
    assert text.count(quote) == 1
    start = text.index(quote)
    return anchor_at(text, start, start + len(quote))


def followed(old: str, quote: str, new: str) -> str | None:
    anchor = reanchor(quoted(old, quote), old, new)
    return anchor and anchor.quote


# What holds for all texts


@given(anchored())
def test_an_anchor_is_found_where_it_was_made(made: tuple[str, Anchor]) -> None:
    text, anchor = made
    place = find(anchor, text)
    assert place is not None
    assert anchor_at(text, *place) == anchor


@given(anchored(), TEXTS)
def test_what_is_found_is_the_quote(made: tuple[str, Anchor], other: str) -> None:
    _, anchor = made
    place = find(anchor, other)
    assert (place is None) is (anchor.quote not in other)
    assert place is None or other[slice(*place)] == anchor.quote


@given(anchored())
def test_a_text_that_stays_keeps_its_anchors(made: tuple[str, Anchor]) -> None:
    text, anchor = made
    assert reanchor(anchor, text, text) == anchor


@given(anchored(), TEXTS)
def test_a_followed_anchor_is_one_of_the_new_text(made: tuple[str, Anchor], new: str) -> None:
    old, anchor = made
    moved = reanchor(anchor, old, new)
    if moved is not None:
        assert moved.before + moved.quote + moved.after in new
        place = find(moved, new)
        assert place is not None
        assert anchor_at(new, *place) == moved


@given(
    st.integers(1, 20), st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.booleans()
)
def test_whatever_changes_around_a_quote_it_stays(
    before: int, size: int, fresh: int, after: int, english: bool
) -> None:
    joint = " " if english else ""
    words = [f"w{at}" if english else chr(0x4E00 + at) for at in range(120)]
    quote = joint.join(words[40 : 40 + size])
    old = joint.join(words[40 - before : 40 + size + after])
    new = joint.join([*words[80 : 80 + fresh], quote, *words[100 : 100 + after]])
    moved = reanchor(quoted(old, quote), old, new)
    assert moved == quoted(new, quote)


# Values


def test_an_anchor_keeps_forty_characters_on_either_side() -> None:
    text = "x" * 50 + "quote" + "y" * 20
    assert anchor_at(text, 50, 55) == Anchor("quote", "x" * CONTEXT, "y" * 20)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 5)])
def test_an_anchor_needs_a_passage(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no passage"):
        anchor_at("text", start, end)


def test_of_several_places_the_context_decides() -> None:
    text = "after 30 days of waiting, and 30 days of rest"
    assert find(Anchor("30 days", "and ", " of rest"), text) == (30, 37)
    assert find(Anchor("30 days", "after ", " of waiting"), text) == (6, 13)
    assert find(Anchor("30 days", "within ", " or so"), text) == (6, 13)  # alike: the first
    assert find(Anchor("31 days", "and ", " of rest"), text) is None
    assert find(Anchor("", "and ", " of rest"), text) is None


@pytest.mark.parametrize(
    ("old", "quote", "new", "now"),
    [
        # Unchanged, wherever it goes.
        (PAYS, "30 days", PAYS.replace("The plan", "In a year the plan"), "30 days"),
        (PAYS, "30 days", PAYS.replace("of waiting", "of full waiting"), "30 days"),
        (PAYS, "A member who left", PAYS.replace(" gets", ", however, gets"), "A member who left"),
        (PAYS, "member", PAYS.replace("A member who", "Any member that"), "member"),
        (HEALTH, "连续服药三十天", HEALTH.replace("两年", "三年"), "连续服药三十天"),
        # Partly reworded.
        (PAYS, "after 30 days of waiting", PAYS.replace("30", "90"), "after 90 days of waiting"),
        (PAYS, "A member who left", PAYS.replace("A member", "Any member"), "Any member who left"),
        (
            PAYS,
            "who left gets nothing",
            PAYS.replace("nothing", "a share"),
            "who left gets a share",
        ),
        (PAYS, "member who left", PAYS.replace("who left", "who has left"), "member who has left"),
        (PAYS, "plan pays 300,000 yuan", PAYS.replace("plan ", ""), "pays 300,000 yuan"),
        (HEALTH, "连续服药三十天", HEALTH.replace("三十", "九十"), "连续服药九十天"),
        (HEALTH, "连续服药三十天", HEALTH.replace("连续", ""), "服药三十天"),
        # Gone.
        (PAYS, "30 days", PAYS.replace("30 days", "a year"), None),
        (PAYS, "30 days", PAYS.replace("30 days", "90 days"), None),
        (PAYS, "A member who left gets nothing.", PAYS[:53], None),
        (PAYS, "30 days", "", None),
        (PAYS, "plan", PAYS.replace("plan", "planet"), None),
        (HEALTH, "连续服药三十天", HEALTH.replace("连续服药三", "住院"), None),
    ],
)
def test_a_quote_is_followed(old: str, quote: str, new: str, now: str | None) -> None:
    assert followed(old, quote, new) == now


def test_one_of_two_like_quotes_is_followed_by_its_place() -> None:
    old = "after 30 days of waiting, and 30 days of rest"
    new = "and after 30 days of waiting, and then 30 days of rest at home"
    second = anchor_at(old, 30, 37)
    moved = reanchor(second, old, new)
    assert moved == anchor_at(new, 39, 46)
    first = reanchor(anchor_at(old, 6, 13), old, "after a month of waiting, and 30 days of rest")
    assert first is None


def test_words_that_swell_are_no_longer_the_quote() -> None:
    old = "The plan pays members."
    assert followed(old, "plan pays", "The plan never pays members.") == "plan never pays"
    assert followed(old, "plan pays", "The plan of this or any other year pays members.") is None


def test_what_was_not_in_the_old_text_cannot_be_followed() -> None:
    assert reanchor(Anchor("a week", "", ""), PAYS, "a week") is None
