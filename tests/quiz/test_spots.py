"""Where a clause changed, and the sentence around it."""

from hypothesis import given
from hypothesis import strategies as st

from quiz.item import Anchor
from quiz.spots import sentence_at, spots_of
from tests.quiz.stale_books import book, part

TEXT = "A stay of more than 15 days bars. A shorter one bars nobody. It is told within 7 days."
OTHER = TEXT.replace("15", "20").replace("7", "9")
SENTENCES = st.lists(
    st.lists(st.sampled_from(["Stays", "bar", "nobody", "16", "days"]), min_size=1, max_size=6).map(
        lambda words: " ".join(words) + "."
    ),
    min_size=1,
    max_size=5,
)


def changed(*texts):
    return book(hospital_stay=texts).steps["hospital-stay"][0]


def test_each_change_is_told_with_the_sentence_that_it_stands_in():
    found = spots_of(changed(TEXT, OTHER))
    assert [one.sentence for one in found] == [
        "A stay of more than 20 days bars.",
        "It is told within 9 days.",
    ]
    assert [OTHER[one.start : one.end] for one in found] == ["20", "9"]
    for one in found:
        assert OTHER[one.sentence_start :].startswith(one.sentence)


def test_what_hits_the_words_of_a_question_comes_first():
    asked = part(Anchor("hospital-stay", 1, "told within 7 days"))
    found = spots_of(changed(TEXT, OTHER), [asked])
    assert [OTHER[one.start : one.end] for one in found] == ["9", "20"]
    elsewhere = part(Anchor("another-clause", 1, "told within 7 days"))
    found = spots_of(changed(TEXT, OTHER), [elsewhere])
    assert [OTHER[one.start : one.end] for one in found] == ["20", "9"]


def test_a_change_that_is_none_of_substance_is_no_spot():
    assert spots_of(changed(TEXT, TEXT.replace(" It is", "  It is"))) == []


@given(SENTENCES, st.data())
def test_the_sentence_of_a_passage_holds_it_and_stands_where_it_says(sentences, data):
    text = " ".join(sentences)
    start = data.draw(st.integers(0, len(text) - 1))
    sentence, begins = sentence_at(text, start, start + 1)
    assert text[begins : begins + len(sentence)] == sentence
    assert text[start] == " " or begins <= start < begins + len(sentence)


@given(SENTENCES, st.integers(0, 20))
def test_past_the_last_sentence_it_is_the_last(sentences, beyond):
    text = " ".join(sentences)
    past = len(text) + beyond
    sentence, begins = sentence_at(text, past, past)
    assert text.endswith(sentence)
    assert begins == len(text) - len(sentence)
