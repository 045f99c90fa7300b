"""GIFT: files in the manner of real sites and of people, faults one by one, and back and forth."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel.errors import Malformed
from quiz.exchange import gift
from quiz.exchange.moodle_shares import SHARES
from quiz.exchange.question import Choice, Fate, Question
from quiz.item import TRUE_FALSE, Kind

FILES = Path(__file__).parent / "gift"
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
ONE, NIL, SIXTH = Fraction(1), Fraction(0), Fraction(1, 6)


def reading_of(name):
    return gift.read((FILES / name).read_bytes())


def told(reading):
    """The notes as (line, fate, text with its values)."""
    return [(note.line, note.fate, note.text % note.values) for note in reading.notes]


def only(text):
    """The one question of a file."""
    (question,) = gift.read(text.encode()).questions
    return question


class TestCourse:
    """An export as a Moodle of today writes it, saved on Windows with a byte order mark."""

    def test_the_questions(self):
        first, second, third, fourth = reading_of("course.gift").questions
        assert first == Question(
            line=7,
            kind=Kind.SINGLE,
            stem="Mina joined on 1 March.\nOn which day is she covered for the first time?",
            choices=(
                Choice("on day 89", NIL, "One day too early."),
                Choice("on day 91", ONE, "Yes: the waiting period is 90 days."),
                Choice("1 < 2 days later", -THIRD),
            ),
            name="Waiting period, day 90",
            category="Default for Jurors/Cover and waiting",
            general="The waiting period ends with day 90.",
            idnumber="W & 90 [a]",
            tags=("topic:waiting", "clause:4 & 5"),
        )
        assert second.kind is Kind.MULTIPLE
        assert [choice.worth for choice in second.choices] == [THIRD, THIRD, THIRD, -1]
        assert third == Question(
            line=29,
            kind=Kind.TRUE_FALSE,
            stem="A juror told a friend about a case.\nThe friend is no member. Is that allowed?",
            choices=(
                Choice("True", NIL, "Secrecy holds towards everybody."),
                Choice("False", ONE, "Right."),
            ),
            name="Telling a friend",
            category="Default for Jurors/Secrecy//privacy",
            general="See clause 12.",
        )
        assert fourth.stem == "Look at the invoice:\nIs it within the time?"

    def test_the_notes(self):
        assert told(reading_of("course.gift")) == [
            *((line, Fate.TAKEN, "Taken as it is.") for line in (7, 16, 29)),
            (33, Fate.CHANGED, "Formatting that plain text cannot show is lost."),
        ]
        assert reading_of("course.gift").notes[-1].name == "The invoice"

    @pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
    def test_line_ends_and_a_byte_order_mark_change_nothing(self, end):
        data = (FILES / "course.gift").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        other = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", end)
        assert gift.read(other) == gift.read(data)


class TestHandmade:
    """A file that somebody wrote: sentences with gaps, remarks, blank lines in braces."""

    def test_the_questions(self):
        questions = reading_of("handmade.txt").questions
        assert {question.category for question in questions} == {"Autumn/Day one"}
        assert [(question.line, question.kind) for question in questions] == [
            (5, Kind.SINGLE),
            (7, Kind.SINGLE),
            (10, Kind.TRUE_FALSE),
            (13, Kind.TRUE_FALSE),
            (15, Kind.SINGLE),
            (27, Kind.MULTIPLE),
            (34, Kind.SINGLE),
            (36, Kind.SINGLE),
        ]
        decides, gap, lines, brother, marks, open_words, half, tick = questions
        assert decides.choices[0] == Choice("the panel", ONE)
        assert gap.stem == "The panel has _____ jurors."
        assert gap.choices[1].feedback == "An odd number, so that no vote is a tie."
        assert lines.stem == "Put in a claim within\n90 days of the event."
        assert brother.choices == (
            Choice("True", NIL, "He must say so and step down."),
            Choice("False", ONE),
        )
        assert marks.stem == "Which of these is **not** a mark { or }:"
        assert [choice.text for choice in marks.choices] == ["~", "=", "\\", "50%: half"]
        assert marks.choices[2].feedback.startswith("a backslash \\n is\n")
        assert open_words.stem == "Which two are <b>open</b> words?\nThink twice."
        assert [choice.worth for choice in open_words.choices] == [HALF, HALF, -HALF, -HALF]
        assert [choice.worth for choice in half.choices] == [ONE, HALF, NIL]
        assert [choice.text for choice in tick.choices] == ["on time", "too late"]
        assert not any(question.tags for question in questions)

    def test_the_notes(self):
        assert told(reading_of("handmade.txt")) == [
            (5, Fate.TAKEN, "Taken as it is."),
            (7, Fate.CHANGED, "Its options stood within a sentence; there is a gap now."),
            (10, Fate.TAKEN, "Taken as it is."),
            (13, Fate.TAKEN, "Taken as it is."),
            (15, Fate.CHANGED, "Its marks of formatting stand as they were typed."),
            (18, Fate.CHANGED, "Its marks of formatting stand as they were typed."),
            (27, Fate.TAKEN, "Taken as it is."),
            (34, Fate.CHANGED, "Options with part of the mark count as wrong."),
            (36, Fate.CHANGED, "Several options could be ticked; as one is right, one can now."),
        ]


def test_kinds_that_cannot_be_asked_are_left_out_and_orderings_are_taken():
    reading = reading_of("mixed.gift")
    typed = "It has right answers only, to be typed in; that cannot be asked here."
    assert told(reading) == [
        (2, Fate.LEFT_OUT, "Essays cannot be asked here."),
        (5, Fate.LEFT_OUT, "Questions for a number cannot be asked here."),
        (11, Fate.LEFT_OUT, typed),
        (18, Fate.LEFT_OUT, "Questions that match pairs cannot be asked here."),
        (24, Fate.LEFT_OUT, "It asks nothing: no braces with answers follow it."),
        (28, Fate.TAKEN, "Taken as it is."),
        (36, Fate.TAKEN, "Taken as it is."),
        (44, Fate.TAKEN, "Taken as it is."),
    ]
    ours, of_the_site, words = reading.questions
    assert (ours.kind, ours.idnumber, ours.tags) == (Kind.ORDERING, "steps", ("topic:procedure",))
    assert ours.general == "In this order."
    assert [choice.text for choice in ours.choices] == [
        "It is filed -> and sealed.",
        "[sic] 2 = two",
        "It is paid.",
    ]
    assert of_the_site.kind is Kind.ORDERING
    assert [choice.text for choice in of_the_site.choices] == [
        "The claim is filed.",
        "The panel decides.",
        "It is paid.",
    ]
    assert (words.kind, words.tags) == (Kind.TRUE_FALSE, ())
    assert words.choices == (Choice("Covered", ONE), Choice("Not covered", NIL))


def test_a_fault_leaves_out_its_own_question_only():
    reading = reading_of("broken.gift")
    assert [(question.line, question.name) for question in reading.questions] == [
        (3, "Two"),
        (38, "Eighteen"),
    ]
    left_out = [(line, text) for line, fate, text in told(reading) if fate is Fate.LEFT_OUT]
    not_closed = "Its brace { is not closed; in a text it is written with a backslash."
    assert left_out == [
        (1, not_closed),
        (5, "None of its options is right."),
        (7, "One of its options has no text."),
        (9, "Its options are 7; there must be 2 to 6."),
        (11, "It has no text that asks something."),
        (13, "More braces follow its answers; between questions leave a blank line."),
        (15, "A brace } closes nothing; in a text it is written with a backslash."),
        (17, "The shares of its right options come to 90.0, not to 100."),
        (19, "In line 19 the share 150 is no number from -100 to 100."),
        (21, "More than one of its options is worth 100."),
        (23, "Words stand before its first option."),
        (25, "A brace { stands in its braces; there it is written with a backslash."),
        (27, "What stands in its braces begins with neither = nor ~."),
        (29, "Its options are 1; there must be 2 to 6."),
        (32, "The steps of its ordering are not numbered from 1 on."),
        (34, not_closed),
        (36, "It asks nothing: no braces with answers follow it."),
        (46, not_closed),
    ]


@pytest.mark.parametrize(
    ("written", "worths"),
    [
        ("=a ~b", [ONE, NIL]),
        ("~a =%100%b", [NIL, ONE]),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~d", [THIRD, THIRD, THIRD, NIL]),
        ("~%33.3333333%a ~%66.666%b ~c", [THIRD, 2 * THIRD, NIL]),
        (
            "~%16.66667%a ~%83.33333%b ~%-14.28571%c",
            [Fraction(1, 6), Fraction(5, 6), -Fraction(1, 7)],
        ),
        ("~%50.%a ~ %50,0%b ~%-100%c", [HALF, HALF, -ONE]),
        ("~%33%a ~%67%b ~%0%c", [Fraction(33, 100), Fraction(67, 100), NIL]),
    ],
)
def test_shares(written, worths):
    assert [choice.worth for choice in only(f"Which? {{{written}}}").choices] == worths


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        (r"\\n and \n\= \a \\\\\: {T}", "\\n and\n= \\a \\\\:"),
        ("[html]<p>a \\= b</p>{T}", "a = b"),
        ("[moodle]a\nb\n<b>c</b> &amp; d{T}", "a\nb c & d"),
        ("[plain]a &amp; <b>{T}", "a &amp; <b>"),
        ("[note] a{T}", "[note] a"),
        ("::never closed: a{T}", "never closed: a"),
        ("a ::b:: c{true}", "a ::b:: c"),
        ("a\x0bb{T}", "a b"),
    ],
)
def test_stems(text, stem):
    assert only(text).stem == stem


def test_tags_and_ids_in_comments():
    question = only(
        "// question: 1  name: [tag:no] [id:no]\n//[id:a][tag:b\\]c] [tag:&#60;&#92;] [tag:]\n"
        "Which?\n  // [tag:within] [tag:open\n{=x ~y}\n"
    )
    assert (question.idnumber, question.tags) == ("a", ("b]c", "<\\", "within"))
    assert question.stem == "Which?"


def test_a_general_feedback_is_the_last_of_the_braces():
    question = only("Which? {~a#b####c =d#e####[html]<i>f</i> \\#\\#\\#\\#}")
    assert question.general == "f ####"
    assert question.choices == (Choice("a", NIL, "b####c"), Choice("d", ONE, "e"))


def test_an_empty_file_has_no_questions():
    assert gift.read(b"").questions == gift.read(b"// nothing\n\n").questions == ()
    assert gift.write([]) == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a\r\nb\rc\n\xe9{T}", "Line 4 has characters that are not UTF-8."),
        ("a{T}".encode("utf-16"), "Line 1 has characters that are not UTF-8."),
        (b"a{T}\n\nb\0{T}", "Line 3 has a NUL character"),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
        (b"a{T}\n\n" * 5_001, "Line 10001: more than 5000 questions."),
    ],
)
def test_files_that_are_refused(data, words):
    with pytest.raises(Malformed, match=words):
        gift.read(data)


@pytest.mark.parametrize("end", ["", "{=a ~b}"])
@pytest.mark.parametrize(
    "piece", ["\\", "{", "}", "~", "=", "#", "::", "[tag:", "%", "<a ", "// ["]
)
def test_a_file_of_nothing_but_marks_is_read(piece, end):
    # With time that grew with the square of the length this would not end.
    text = piece * 200_000
    for data in (text + end, f"// {text}\n{end}", f"a{{={text}}}{end}"):
        assert len(gift.read(data.encode()).questions) <= 1


def test_an_item_of_very_many_paragraphs_is_read():
    gaps = "\n\nand" * 100_000
    assert only(f"Which? {{=a{gaps} ~b}}").choices[0].text.count("\n") == 100_000
    with pytest.raises(Malformed, match="Line 10001: more than 5000 questions"):
        gift.read(f"Which? {{=a{gaps} {{=a ~b}}".encode())


def test_what_is_written():
    question = Question(
        line=0,
        kind=Kind.SINGLE,
        stem=" Is 1:1 = {1}?\nSay. ",
        choices=(
            Choice("[html]", ONE, "%"),
            Choice("%50%half", HALF, "[plain] # of ~"),
            Choice("\\n", NIL),
        ),
        name="One :: [tag:x]\ntwo",
        category="top/a",
        general="#1",
        idnumber="]\\",
        tags=("a`b", "&#60;"),
    )
    assert gift.write([question]) == (
        "// question: 0  name: switch category to $course$/top/top/a\n"
        "$CATEGORY: $course$/top/top/a\n\n"
        "// question: 1  name: One :: [tag:x] two\n"
        "// [id:\\]&#92;] [tag:a&#96;b] [tag:&#38;#60;]\n"
        "::One \\:\\: [tag\\:x]\\ntwo::[plain]Is 1\\:1 \\= \\{1\\}?\\nSay.{\n"
        "\t=[plain][html]#[plain]%\n"
        "\t~%50%[plain]%50%half#[plain][plain] \\# of \\~\n"
        "\t~\\\\n\n"
        "\t####\\#1\n"
        "}\n"
    )
    (back,) = gift.read(gift.write([question]).encode()).questions
    assert replace(back, line=0) == replace(question, stem="Is 1:1 = {1}?\nSay.")


def test_a_case_is_not_written():
    with pytest.raises(ValueError, match="written as its questions"):
        gift.write([Question(1, Kind.CASE, "a", ())])


# Blanks at the ends are dropped by every reader of GIFT; names of categories have one line.
MARKS = "\\~=#{}:%[]<>&;`-/n$\" '"
LETTERS = st.sampled_from(MARKS) | st.characters(exclude_categories=("Cc", "Cs"))
LINES = st.text(LETTERS | st.sampled_from("\n\t"), max_size=20).map(
    lambda text: text.strip(" \t\n")
)
LINE = st.text(LETTERS, max_size=20).map(lambda text: text.strip(" \t\n"))
ASKED = LINES.filter(bool)
WRONGS = st.sampled_from([NIL, *(-share for share in SHARES)])
RIGHTS = st.sampled_from([[HALF] * 2, [THIRD] * 3, [THIRD, 2 * THIRD], [Fraction(1, 5)] * 5])
PARTS = st.sampled_from([share for share in SHARES if share < 1])


def choices(worths):
    return st.tuples(*(st.builds(Choice, ASKED, st.just(worth), LINES) for worth in worths))


def with_wrong(rights, wrongs):
    return st.permutations([*rights, *wrongs[: 6 - len(rights)]]).flatmap(choices)


SINGLE = st.builds(
    with_wrong, st.just([ONE]), st.lists(WRONGS | PARTS, min_size=1, max_size=5)
).flatmap(lambda made: made)
MULTIPLE = st.builds(with_wrong, RIGHTS, st.lists(WRONGS, max_size=4)).flatmap(lambda made: made)
PLAIN = st.builds(
    lambda right, feedback: tuple(
        Choice(text, Fraction(place == right), feedback[place])
        for place, text in enumerate(TRUE_FALSE)
    ),
    st.integers(0, 1),
    st.tuples(LINES, LINES),
)
STEPS = st.lists(st.builds(Choice, ASKED, st.just(NIL)), min_size=2, max_size=6).map(tuple)


def questions(kind, options):
    return st.builds(
        Question,
        line=st.just(0),
        kind=st.just(kind),
        stem=ASKED,
        choices=options,
        name=LINES,
        category=LINE,
        general=LINES,
        idnumber=LINE,
        tags=st.lists(LINE.filter(bool), max_size=3).map(tuple),
    )


ANY = st.one_of(
    questions(Kind.SINGLE, SINGLE),
    questions(Kind.MULTIPLE, MULTIPLE),
    questions(Kind.TRUE_FALSE, PLAIN | choices([NIL, ONE])),
    questions(Kind.ORDERING, STEPS),
)


@given(st.text(alphabet="\\~=#{}:%[]<>->/1T$ \n", max_size=60))
def test_any_text_is_read_and_every_question_has_its_note(text):
    reading = gift.read(text.encode())
    assert {question.line for question in reading.questions} <= {
        note.line for note in reading.notes
    }
    assert all(note.text % note.values for note in reading.notes)


@given(st.lists(ANY, max_size=4))
@example([Question(0, Kind.ORDERING, "// a", (Choice("b -> 2", NIL), Choice("-", NIL)))])
@example([Question(0, Kind.TRUE_FALSE, "a", (Choice("T", NIL), Choice("F", ONE)), tags=("\\",))])
def test_what_is_written_is_read_back(written):
    reading = gift.read(gift.write(written).encode())
    assert [replace(question, line=0) for question in reading.questions] == written
    assert not [note for note in reading.notes if note.fate is Fate.LEFT_OUT]
