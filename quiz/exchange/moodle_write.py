"""Questions as a Moodle XML file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from quiz.exchange.moodle_shares import percent
from quiz.exchange.moodle_tree import BLANK
from quiz.exchange.moodle_ways import full_path, is_plain_true_false
from quiz.exchange.question import Choice, Question
from quiz.item import Kind

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file can hold, not even by number."""


def write(questions: Sequence[Question]) -> str:
    """Return `questions` as a file that Moodle imports (orderings from Moodle 4.4 on).

    Texts are written as plain text, to stand in Moodle as they stand here. Options carry exactly
    their `worth`. Where ticking everything is to give nothing, whoever builds a question of the
    kind multiple gives its wrong options a negative share: with two right and three wrong ones,
    1/2 each and -1/3 each. Moodle takes no other shares than those of its own table (1/2 to 1/10,
    fifths, sixths, tenths, 1/20, and the same below zero). It lists questions by their name, and
    cannot leave a category again: questions without one stand best at the head.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            lines += _category(category)
        lines += _question(question)
    return "\n".join([*lines, "</quiz>", ""])


def _category(path: str) -> Iterator[str]:
    yield '  <question type="category">'
    yield f"    <category><text>{_safe(full_path(path))}</text></category>"
    yield "  </question>"


def _question(question: Question) -> Iterator[str]:
    moodle_type, body = _body(question)
    yield f'  <question type="{moodle_type}">'
    yield f"    <name><text>{_safe(question.name)}</text></name>"
    yield _words("questiontext", question.stem)
    yield _words("generalfeedback", question.general)
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <penalty>0.3333333</penalty>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{_safe(question.idnumber)}</idnumber>"
    yield from body
    if question.tags:
        yield "    <tags>"
        for tag in question.tags:
            yield f"      <tag><text>{_safe(tag)}</text></tag>"
        yield "    </tags>"
    yield "  </question>"


def _body(question: Question) -> tuple[str, Iterator[str]]:
    """Return the type that Moodle gives such a question, and the lines of its own."""
    match question.kind:
        case Kind.SINGLE:
            return "multichoice", _multichoice(question.choices, single=True)
        case Kind.MULTIPLE:
            return "multichoice", _multichoice(question.choices, single=False)
        case Kind.TRUE_FALSE:
            if is_plain_true_false(question.choices):
                return "truefalse", _true_false(question.choices)
            # Moodle knows no other words than its own for the two: kept as two options.
            return "multichoice", _multichoice(question.choices, single=True, shuffle=False)
        case Kind.ORDERING:
            return "ordering", _ordering(question.choices)
        case _:
            raise ValueError("a case is written as its questions")


def _multichoice(choices: Iterable[Choice], *, single: bool, shuffle: bool = True) -> Iterator[str]:
    yield f"    <single>{str(single).lower()}</single>"
    yield f"    <shuffleanswers>{str(shuffle).lower()}</shuffleanswers>"
    yield "    <answernumbering>abc</answernumbering>"
    for choice in choices:
        yield from _answer(percent(choice.worth), choice.text, choice.feedback)


def _true_false(choices: Iterable[Choice]) -> Iterator[str]:
    for choice in choices:
        yield from _answer(percent(choice.worth), choice.text.lower(), choice.feedback)


def _ordering(choices: Sequence[Choice]) -> Iterator[str]:
    yield "    <layouttype>VERTICAL</layouttype>"
    yield "    <selecttype>ALL</selecttype>"
    yield f"    <selectcount>{len(choices)}</selectcount>"
    yield "    <gradingtype>ALL_OR_NOTHING</gradingtype>"
    yield "    <showgrading>SHOW</showgrading>"
    yield "    <numberingstyle>none</numberingstyle>"
    for place, choice in enumerate(choices, start=1):
        yield from _answer(str(place), choice.text, choice.feedback)


def _answer(fraction: str, text: str, feedback: str) -> Iterator[str]:
    yield f'    <answer fraction="{fraction}" format="plain_text">'
    yield f"      <text>{_safe(text)}</text>"
    yield f'      <feedback format="plain_text"><text>{_safe(feedback)}</text></feedback>'
    yield "    </answer>"


def _words(tag: str, text: str) -> str:
    return f'    <{tag} format="plain_text"><text>{_safe(text)}</text></{tag}>'


def _safe(text: str) -> str:
    r"""Return `text` as the content of an element that reads back as the same text.

    A lone `\r` is written by its number, or reading would turn it into a new line. White space at
    the edges is held by two empty CDATA sections, or reading would take it for layout.
    """
    written = escape(FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})
    if text != text.strip(BLANK):
        return f"<![CDATA[]]>{written}<![CDATA[]]>"
    return written
