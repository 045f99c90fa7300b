"""What holds of staleness whatever the words are."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.item import Anchor
from quiz.staleness import Effect, concerns, judged, trace
from rules.history import step
from rules.text.weight import Weight
from tests.quiz.stale_books import START, book, clause, day_of, item, part, reaffirmed

WORDS = st.lists(
    st.sampled_from("the member pays must may not 15 30 days a share . , office told".split()),
    min_size=3,
    max_size=20,
).map(" ".join)


@st.composite
def quoted(draw):
    """A text, and a passage of it in whole words."""
    text = draw(WORDS)
    words = text.split(" ")
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first + 1, len(words)))
    return text, " ".join(words[first:last])


@given(quoted(), WORDS, WORDS)
def test_what_is_said_by_the_version_in_force_clears_the_concern(one, second, third):
    text, quote = one
    assume(len({text, second, third}) == 3)
    history = book(hospital_stay=(text, second, third))
    mine = item(part(Anchor("hospital-stay", 1, quote)))
    said = [reaffirmed(3, third)]
    assert concerns(mine, START, said, history, day_of(3)) == ()
    late = [reaffirmed(2, second)]
    assert all(
        concern.before.version == 2 for concern in concerns(mine, START, late, history, day_of(3))
    )


ASKED = "Exactly 30 days are allowed, and 31 days bar."


@given(WORDS, WORDS, WORDS, WORDS)
def test_words_beside_the_quote_never_pull_whatever_they_say(head, tail, new_head, new_tail):
    """Also some of the very words of the quote, before it or after it."""
    old, new = f"{head}. {ASKED} {tail}.", f"{new_head}. {ASKED} {new_tail}."
    made = step(clause(old), clause(new, 2), (), {})
    start = old.index(ASKED)
    assert judged(made, (start, start + len(ASKED)))[0] < Effect.PULLED


@given(quoted(), WORDS, st.sampled_from(Weight), st.sampled_from(Weight))
def test_the_effect_grows_with_the_weight(one, new, lighter, heavier):
    text, quote = one
    assume(text != new)
    lighter, heavier = sorted((lighter, heavier))
    made = step(clause(text), clause(new, 2), (), {})
    start = text.index(quote)
    effects = [
        judged(
            replace(made, changes=tuple(replace(each, weight=weight) for each in made.changes)),
            (start, start + len(quote)),
        )[0]
        for weight in (lighter, heavier)
    ]
    assert effects[0] <= effects[1]


@given(quoted(), WORDS)
def test_more_words_are_hit_by_more(one, new):
    """What hits a passage hits whatever holds it."""
    text, quote = one
    made = step(clause(text), clause(new, 2), (), {})
    start = text.index(quote)
    narrow = judged(made, (start, start + len(quote)))[0]
    whole = judged(made, (0, len(text)))[0]
    assert narrow <= whole <= judged(made, None)[0]


@given(quoted(), WORDS, WORDS)
def test_a_trace_ends_on_words_that_are_there(one, second, third):
    text, quote = one
    assume(len({text, second, third}) == 3)
    texts = (text, second, third)
    mine = item(part(Anchor("hospital-stay", 1, quote)))
    for number in (1, 2, 3):
        traced = trace(mine, 0, 0, (), book(hospital_stay=texts), day_of(number))
        assert traced.anchor.version == number
        if traced.start is not None:
            there = texts[number - 1][traced.start :]
            assert there.startswith(traced.anchor.quote)
        elif number > 1:
            assert traced.concerns, "words are never lost without a word"
