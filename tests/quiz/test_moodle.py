"""Moodle XML: files in the manner of real sites, attacks, and back and forth by values."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Malformed
from quiz.exchange import moodle
from quiz.exchange.moodle_shares import SHARES, percent
from quiz.exchange.question import Choice, Fate, Question
from quiz.item import MOST_OPTIONS, Kind

FILES = Path(__file__).parent / "moodle"
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def reading_of(name):
    return moodle.read((FILES / f"{name}.xml").read_bytes())


def told(reading):
    """The notes as (line, fate, text with its values)."""
    return [(note.line, note.fate, note.text % note.values) for note in reading.notes]


def quiz(*parts, head='<?xml version="1.0" encoding="UTF-8"?>\n'):
    return (head + "<quiz>" + "".join(parts) + "</quiz>").encode()


def multichoice(*fractions, single="true", stem="Which?", more=""):
    answers = "".join(
        f'<answer fraction="{fraction}"><text>option {place}</text></answer>'
        for place, fraction in enumerate(fractions)
    )
    return (
        f'<question type="multichoice"><name><text>Q</text></name><questiontext format="html">'
        f"<text>{stem}</text></questiontext><single>{single}</single>{answers}{more}</question>"
    )


def ordering(count):
    answers = "".join(f"<answer><text>step {place}</text></answer>" for place in range(count))
    return (
        '<question type="ordering"><name/><questiontext><text>Put in order.</text></questiontext>'
        f"{answers}</question>"
    )


def refusal(data):
    with pytest.raises(Malformed) as refused:
        moodle.read(data)
    return str(refused.value)


class TestCourse:
    """An export as a Moodle of today writes it."""

    def test_the_questions(self):
        first, second, third = reading_of("course").questions
        assert replace(first, stem=" ".join(first.stem.split())) == Question(
            line=15,
            kind=Kind.SINGLE,
            stem="Mina joined on 1 March. On which day is she covered for the first time?",
            choices=(
                Choice("on day 89", Fraction(0), "One day too early."),
                Choice("on day 91", Fraction(1)),
                Choice("1 < 2 days later", -THIRD),
            ),
            name="Waiting period, day 90",
            category="Default for Jurors/Cover and waiting",
            general="The waiting period is 90 days & ends with day 90.",
            idnumber="W & 90",
            tags=("topic:waiting", "clause:4 & 5"),
        )
        assert second.kind is Kind.MULTIPLE
        assert [choice.worth for choice in second.choices] == [THIRD, THIRD, THIRD, -1]
        assert third.kind is Kind.TRUE_FALSE
        assert third.category == "Default for Jurors/Secrecy//privacy"
        assert third.stem == (
            "A juror told a friend about a case.\nThe friend is no member. Is that allowed?"
        )
        assert third.choices == (
            Choice("True", Fraction(0), "Secrecy holds towards everybody."),
            Choice("False", Fraction(1)),
        )

    def test_the_notes(self):
        reading = reading_of("course")
        assert [(note.line, note.fate, note.name) for note in reading.notes] == [
            (15, Fate.TAKEN, "Waiting period, day 90"),
            (71, Fate.TAKEN, "Who may not sit"),
            (136, Fate.TAKEN, "Telling a friend"),
            (15, Fate.CHANGED, ""),
            (71, Fate.CHANGED, ""),
        ]
        assert [text for _, _, text in told(reading)][-2:] == [
            "Feedback by result is not kept, of 2 questions.",
            "1 questions had a mark of their own; here each has one.",
        ]

    def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(self):
        data = (FILES / "course.xml").read_bytes()
        windows = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        assert moodle.read(windows) == moodle.read(data)


def test_what_cannot_be_asked_here_is_left_out_with_its_reason():
    reading = reading_of("mixed")
    assert told(reading) == [
        (4, Fate.LEFT_OUT, "Questions of the type essay cannot be asked here."),
        (15, Fate.LEFT_OUT, "Questions of the type numerical cannot be asked here."),
        (28, Fate.LEFT_OUT, "Questions of the type cloze cannot be asked here."),
        (37, Fate.LEFT_OUT, "It is hidden in Moodle: a version that was replaced or deleted."),
        (54, Fate.LEFT_OUT, "The shares of its right options come to 90.0, not to 100."),
        (73, Fate.CHANGED, "Options with part of the mark count as wrong."),
        (73, Fate.CHANGED, "Its hints are not kept."),
        (96, Fate.CHANGED, "Moodle asked for some of its items; here it asks for all."),
    ]
    assert [note.name for note in reading.notes[:2]] == ["In your own words", "How many days"]
    partial, ordering = reading.questions
    assert partial.kind is Kind.SINGLE
    assert [choice.worth for choice in partial.choices] == [1, HALF, 0]
    assert (ordering.kind, ordering.idnumber) == (Kind.ORDERING, "steps")
    assert [choice.text for choice in ordering.choices] == [
        "The claim is filed.",
        "It is redacted.",
        "The panel decides.",
        "It is paid.",
    ]


def test_a_picture_is_lost_and_a_question_of_pictures_left_out():
    reading = reading_of("files")
    assert [question.name for question in reading.questions] == ["The invoice"]
    assert "Look at the invoice:" in reading.questions[0].stem
    assert "Is it within the time?" in reading.questions[0].stem
    assert (12, Fate.CHANGED, "The file bill.png is not kept.") in told(reading)
    assert told(reading)[-1] == (23, Fate.LEFT_OUT, "One of its options has no text.")


def test_a_file_of_an_old_moodle():
    first, second = reading_of("old").questions
    assert (first.kind, first.category) == (Kind.TRUE_FALSE, "Law/Insurance")
    assert first.stem == "The fund pays for the flu."
    assert first.choices == (Choice("True", Fraction(1), "Oui."), Choice("False", Fraction(0)))
    assert second.stem == 'What does "1 < 2" mean, &nbsp; aside?'
    assert told(reading_of("old")) == [
        (7, Fate.CHANGED, "The first of its two answers was taken for true."),
        (22, Fate.TAKEN, "Taken as it is."),
    ]


@pytest.mark.parametrize(
    ("fractions", "worths"),
    [
        (["33.33333", "33.33333", "33.33333", "-50"], [THIRD, THIRD, THIRD, -HALF]),
        (["33.3", "33.3", "33.3", "0"], [THIRD, THIRD, THIRD, 0]),
        (["33", "33", "34", "0"], [Fraction(33, 100), Fraction(33, 100), Fraction(34, 100), 0]),
        (["16.66667"] * 6, [Fraction(1, 6)] * 6),
        (["14,28571", "85.71429"], [Fraction(1, 7), Fraction("0.8571429")]),
        (["83.33333", "16.66667", "-5"], [Fraction(5, 6), Fraction(1, 6), Fraction(-1, 20)]),
    ],
)
def test_shares_of_a_multiple_choice(fractions, worths):
    (question,) = moodle.read(quiz(multichoice(*fractions, single="false"))).questions
    assert question.kind is Kind.MULTIPLE
    assert [choice.worth for choice in question.choices] == worths


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (multichoice("100", "100"), "In a single choice one option, and only one, must be"),
        (multichoice("50", "0"), "In a single choice one option, and only one, must be worth"),
        (multichoice("100"), "Its options are 1; there must be 2 to 6."),
        (multichoice("100", *["0"] * 6), "Its options are 7; there must be 2 to 6."),
        (ordering(7), "Its options are 7; there must be 2 to 6."),
        (multichoice("0", "0", single="0"), "The shares of its right options come to 0.0"),
        (multichoice("101", "0"), "the fraction 101 is no number from -100 to 100."),
        (multichoice("1e2", "0"), "the fraction 1e2 is no number"),
        (multichoice("\N{ARABIC-INDIC DIGIT ONE}", "0"), "is no number"),
        (multichoice("100", "0", stem=""), "It has no text that asks something."),
        (multichoice("100", "0", stem="<p>Which?</p>"), "In line 2 <p> stands in a text;"),
        (multichoice("100", "0", more="<x/>" * 2_001), "It has too many parts."),
        ("<question><name/></question>", "Questions of the type ? cannot be asked here."),
        ("<attempt/>", "<attempt> is no question."),
    ],
)
def test_one_broken_question_leaves_out_that_one(part, reason):
    reading = moodle.read(quiz(multichoice("100", "0"), part, multichoice("0", "100")))
    assert [choice.worth for choice in reading.questions[1].choices] == [0, 1]
    assert len(reading.questions) == 2
    (note,) = [note for note in reading.notes if note.fate is Fate.LEFT_OUT]
    assert reason in note.text % note.values
    assert note.line == 2


def test_ticks_with_one_right_option_are_a_single_choice():
    reading = moodle.read(quiz(multichoice("100", "-100", single="false")))
    assert reading.questions[0].kind is Kind.SINGLE
    assert [fate for _, fate, _ in told(reading)] == [Fate.CHANGED]


def test_markdown_stands_as_it_was_typed():
    part = multichoice("100", "0", stem="Is it *due*?").replace('"html"', '"markdown"')
    reading = moodle.read(quiz(part))
    assert reading.questions[0].stem == "Is it *due*?"
    assert told(reading) == [(2, Fate.CHANGED, "Its marks of formatting stand as they were typed.")]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("$course$/top/Rules/Waiting period", "Rules/Waiting period"),
        ("$course$/Rules", "Rules"),
        ("$system$/top/A // B/C", "A // B/C"),
        ("$cat1$/topics", "topics"),
        ("$module$/top", ""),
        ("tom/dick", "tom/dick"),
    ],
)
def test_categories(written, path):
    category = f'<question type="category"><category><text>{written}</text></category></question>'
    (question,) = moodle.read(quiz(category, multichoice("100", "0"))).questions
    assert question.category == path


DOCTYPES = {
    "local file": '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "web": '<!DOCTYPE quiz SYSTEM "http://example.org/quiz.dtd">',
    "public": '<!DOCTYPE quiz PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://example.org/x">',
    "parameter entity": '<!DOCTYPE quiz [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]>',
    "billion laughs": '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "harmless": "<!DOCTYPE quiz>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_any_doctype_is_refused(doctype):
    head = f'<?xml version="1.0"?>\n{doctype}'
    data = quiz(multichoice("100", "0", stem="&x;&b;"), head=head)
    assert refusal(data).startswith("Line 2: the file declares a document type or entities")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Line 1: the file is empty."),
        (b" \n", "Line 1: the file is empty."),
        (b"::Q1:: Which? {=a ~b}", "Line 1 is not well-formed XML"),
        (b"<quiz><question>\n</quiz>", "Line 2 is not well-formed XML (mismatched tag)."),
        (b"<quiz>\n&nbsp;</quiz>", "Line 2 is not well-formed XML (undefined entity)."),
        (b"<quiz>\n\n\0</quiz>", "Line 3 is not well-formed XML"),
        (b"<quiz>\n&#0;</quiz>", "Line 2 is not well-formed XML"),
        (b"\n<html></html>", "Line 2: the file begins with <html>, a Moodle XML file with <quiz>."),
        (b"<quiz>\n\xe9</quiz>", "Line 2 has characters that are not UTF-8."),
        (b"<quiz>\n\xed\xa0\x80</quiz>", "Line 2 has characters that are not UTF-8."),
        ("<quiz/>".encode("utf-16"), "Line 1: the file is in UTF-16. Save it again as UTF-8."),
        ("<quiz/>".encode("utf-16-be"), "Line 1: the file is in UTF-16."),
        (quiz("\xe9", head='<?xml version="1.0" encoding="ISO-8859-1"?>'), "is in ISO-8859-1."),
        (quiz(head='<?xml version="1.0" encoding="UTF-7"?>'), "is in UTF-7. Save it again as"),
        (quiz("<x>" * 40 + "</x>" * 40), "Line 2: elements are nested more than 40 deep."),
        (quiz("<x/>" * 5_001), "Line 2: more than 5000 questions."),
        (quiz("x" * 2 * 1024 * 1024), "The file is larger than 2 MB."),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:30],
)
def test_what_is_no_such_file_is_refused_with_its_line(data, message):
    assert message in refusal(data)


def test_a_declared_encoding_that_makes_no_difference_is_taken():
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    assert len(moodle.read(quiz(multichoice("100", "0"), head=head)).questions) == 1


def test_many_cdata_sections_are_one_text():
    stem = "<![CDATA[a]]> " * 20_000
    (question,) = moodle.read(quiz(multichoice("100", "0", stem=stem))).questions
    assert question.stem == ("a " * 20_000).strip()


@pytest.mark.parametrize(
    ("worth", "written"),
    [
        ("1", "100"), ("0", "0"), ("1/3", "33.33333"), ("-2/3", "-66.66667"), ("1/7", "14.28571"),
        ("5/6", "83.33333"), ("-1/2", "-50"), ("1/8", "12.5"), ("1/20", "5"), ("-1", "-100"),
    ],
)  # fmt: skip
def test_shares_are_written_as_moodle_writes_them(worth, written):
    assert percent(Fraction(worth)) == written


def test_what_is_written():
    choices = (Choice("a < b", HALF, "yes"), Choice("c", HALF), Choice("d", Fraction(-1)))
    question = Question(
        0, Kind.MULTIPLE, "Which two?", choices, "N", "Rules/A // B", "All.", "i-1", ("t:1",)
    )
    assert moodle.write([question]) == (FILES / "written.xml").read_text()


def test_two_options_in_other_words_than_moodles_are_kept_as_options():
    choices = (Choice("Ja", Fraction(1)), Choice("Nein", Fraction(0)))
    written = moodle.write([Question(0, Kind.TRUE_FALSE, "Ja?", choices)])
    (question,) = moodle.read(written.encode()).questions
    assert (question.kind, question.choices) == (Kind.SINGLE, choices)


def test_a_case_is_not_written():
    with pytest.raises(ValueError, match="written as its questions"):
        moodle.write([Question(0, Kind.CASE, "A story", ())])


def test_characters_that_xml_forbids_are_written_as_unknown():
    choices = (Choice("a\0", Fraction(1)), Choice("b\x0b\uffff", Fraction(0)))
    (question,) = moodle.read(
        moodle.write([Question(0, Kind.SINGLE, "Which?", choices)]).encode()
    ).questions
    assert [choice.text for choice in question.choices] == ["a\ufffd", "b\ufffd\ufffd"]


texts = st.text(
    st.one_of(
        st.characters(
            codec="utf-8",
            exclude_characters=[*map(chr, [*range(9), 11, 12, *range(14, 32)]), "\ufffe", "\uffff"],
        ),
        st.sampled_from("<>&\"'\r\n\t ]/$"),
    ),
    max_size=30,
)
words = texts.filter(str.strip)
below = st.sampled_from([-worth for worth in SHARES])
wholes = st.one_of(
    st.integers(2, MOST_OPTIONS).map(lambda count: [Fraction(1, count)] * count),
    st.sampled_from([[HALF, THIRD, Fraction(1, 6)], [Fraction(9, 10), Fraction(1, 10)]]),
)


@st.composite
def choices_of(draw, kind):
    if kind is Kind.TRUE_FALSE:
        right = draw(st.booleans())
        worths = [Fraction(right), Fraction(not right)]
        return tuple(
            Choice(text, worth, draw(texts))
            for text, worth in zip(("True", "False"), worths, strict=True)
        )
    if kind is Kind.ORDERING:
        worths = [Fraction(0)] * draw(st.integers(2, 6))
    elif kind is Kind.SINGLE:
        less = st.sampled_from([one for one in SHARES if one < 1])
        worths = [Fraction(1), *draw(st.lists(st.one_of(below, less), min_size=1, max_size=5))]
    else:
        whole = draw(wholes)
        worths = [*whole, *draw(st.lists(below, max_size=MOST_OPTIONS - len(whole)))]
    return tuple(Choice(draw(words), worth, draw(texts)) for worth in draw(st.permutations(worths)))


@st.composite
def questions(draw):
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.ORDERING]))
    return Question(
        line=0,
        kind=kind,
        stem=draw(words),
        choices=draw(choices_of(kind)),
        name=draw(texts),
        category=draw(
            st.one_of(texts, st.sampled_from(["top", "top/a", "a // b/c", "/x", "tops"]))
        ),
        general=draw(texts),
        idnumber=draw(texts),
        tags=tuple(draw(st.lists(texts.filter(bool), max_size=3))),
    )


def without_line(question):
    return replace(question, line=0)


@given(st.lists(questions(), max_size=4))
def test_what_is_written_reads_back_the_same(written):
    reading = moodle.read(moodle.write(written).encode())
    assert [without_line(question) for question in reading.questions] == written
    assert not [note for note in reading.notes if note.fate is Fate.LEFT_OUT]


@given(st.binary(max_size=200) | st.lists(questions(), min_size=1, max_size=1).map(moodle.write))
def test_what_is_cut_or_nonsense_is_read_or_refused(data):
    if isinstance(data, str):
        data = data.encode()[: len(data) // 2]
    with pytest.raises(Malformed):
        moodle.read(data)
