"""Aiken: a file as Moodle writes it, faults one by one, and files that are refused."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Malformed
from quiz.exchange import aiken
from quiz.exchange.question import Choice, Fate, Question
from quiz.item import Kind

FILES = Path(__file__).parent / "gift"
ONE, NIL = Fraction(1), Fraction(0)


def reading_of(name):
    return aiken.read((FILES / name).read_bytes())


def told(reading):
    """The notes as (line, fate, text with its values)."""
    return [(note.line, note.fate, note.text % note.values) for note in reading.notes]


def test_the_questions_of_a_file_with_line_ends_of_windows():
    reading = reading_of("questions.aiken.txt")
    assert reading.questions == (
        Question(
            1,
            Kind.SINGLE,
            "How many jurors sit on a panel?",
            (Choice("four", NIL), Choice("five", ONE), Choice("six", NIL)),
        ),
        Question(
            6,
            Kind.SINGLE,
            "Mina joined on 1 March.\nOn which day is she covered for the first time?",
            (Choice("on day 89", NIL), Choice("on day 91", ONE)),
        ),
        Question(
            13,
            Kind.SINGLE,
            "U.S. jurors are paid. Are ours?",
            (Choice("yes", NIL), Choice("no", ONE)),
        ),
        Question(
            18,
            Kind.SINGLE,
            "Who decides a claim?",
            (Choice("the panel", ONE), Choice("the fund", NIL)),
        ),
    )
    assert told(reading) == [(line, Fate.TAKEN, "Taken as it is.") for line in (1, 6, 13, 18)]


def test_a_fault_leaves_out_its_own_question_only():
    reading = reading_of("faults.aiken.txt")
    assert [question.line for question in reading.questions] == [3]
    letter = "Its line ANSWER: must have the letter of one of its options."
    order = "Its options are not lettered A, B, C and so on."
    no_answer = "After its options no line ANSWER: follows; each option must be on one line."
    assert told(reading) == [
        (1, Fate.LEFT_OUT, "No options follow it."),
        (3, Fate.TAKEN, "Taken as it is."),
        (8, Fate.LEFT_OUT, letter),
        (13, Fate.LEFT_OUT, no_answer),
        (16, Fate.LEFT_OUT, order),
        (21, Fate.LEFT_OUT, "Its options have no question before them."),
        (25, Fate.LEFT_OUT, no_answer),
        (28, Fate.LEFT_OUT, "Its options are 1; there must be 2 to 6."),
        (32, Fate.LEFT_OUT, letter),
        (37, Fate.LEFT_OUT, "Its options are 7; there must be 2 to 6."),
        (47, Fate.LEFT_OUT, "One of its options has no text."),
        (52, Fate.LEFT_OUT, "Its options are 1; there must be 2 to 6."),
        (56, Fate.LEFT_OUT, "It has no line ANSWER: with the letter of the right option."),
    ]


def test_an_answer_without_a_question():
    reading = aiken.read(b"ANSWER: A\n")
    assert told(reading) == [(1, Fate.LEFT_OUT, "Its options have no question before them.")]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\r\n\r\n"])
def test_an_empty_file_has_no_questions(data):
    assert told(aiken.read(data)) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a\r\nb\xe9", "Line 2 has characters that are not UTF-8."),
        (b"a\r\nb\0", "Line 2 has a NUL character"),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
        (b"Q\nA) a\nB) b\nANSWER: A\n" * 5_001, "Line 20001: more than 5000 questions."),
    ],
)
def test_files_that_are_refused(data, words):
    with pytest.raises(Malformed, match=words):
        aiken.read(data)


@pytest.mark.parametrize("line", ["A. x", "x", "ANSWERS", "((((", "\\"])
def test_a_question_of_very_many_lines_is_read(line):
    # With time that grew with the square of the length this would not end.
    data = f"{line}\n" * (2_000_000 // (len(line) + 1))
    assert aiken.read(data.encode()).questions == ()


LINE = (
    st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("A.)(:"), min_size=1)
    .map(lambda text: text.strip(" \t"))
    .filter(bool)
)


@given(LINE, st.lists(LINE, min_size=2, max_size=6), st.integers(0, 5))
def test_any_words_are_read_back(stem, options, right):
    right %= len(options)
    lines = [f"? {stem}"]
    lines += [f"{letter}) {option}" for letter, option in zip("ABCDEF", options, strict=False)]
    lines.append(f"ANSWER: {'ABCDEF'[right]}")
    (question,) = aiken.read("\n".join(lines).encode()).questions
    assert question.stem == f"? {stem}"
    assert [choice.text for choice in question.choices] == options
    assert [choice.worth for choice in question.choices].index(ONE) == right
