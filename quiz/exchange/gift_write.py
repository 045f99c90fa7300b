"""Questions as a GIFT file."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from quiz.exchange.gift_text import CATEGORY, HEAD, clean, escaped, token
from quiz.exchange.moodle_shares import percent
from quiz.exchange.moodle_ways import full_path, is_plain_true_false
from quiz.exchange.question import Choice, Question
from quiz.item import Kind

TAG_ORDERING = "kind:ordering"
TAG_TRUE_FALSE = "kind:true_false"


def write(questions: Sequence[Question]) -> str:
    """Return `questions` as a file that Moodle imports.

    Texts are plain, without blanks around them and without control characters; names, categories
    and tags are of one line. GIFT knows no ordering: one is written as a matching of its options
    with their places, tagged `kind:ordering`, which reading takes back; feedback on an option of
    an ordering has no place there. A true-or-false question with words of its own is written as a
    choice of two, tagged likewise. Options carry the nearest share that Moodle's five decimals
    can say.
    """
    pieces: list[str] = []
    category = ""
    for number, question in enumerate(questions, start=1):
        if (path := _line(question.category)) != category:
            category = path
            pieces.append(_category(path))
        pieces.append("\n".join(_question(number, question)) + "\n")
    return "\n".join(pieces)


def _category(path: str) -> str:
    full = full_path(path)
    return f"{HEAD} 0  name: switch category to {full}\n{CATEGORY} {full}\n"


def _question(number: int, question: Question) -> Iterator[str]:
    yield f"{HEAD} {number}  name: {_line(question.name)}".rstrip()
    tags, body = _body(question)
    said = [token("id", question.idnumber)] if clean(question.idnumber) else []
    said += [token("tag", tag) for tag in tags if clean(tag)]
    if said:
        yield f"// {' '.join(said)}"
    name = f"::{escaped(question.name)}::" if clean(question.name) else ""
    general = f"####{_text(question.general)}" if clean(question.general) else ""
    if isinstance(body, str):
        yield f"{name}[plain]{escaped(question.stem)}{{{body}{general}}}"
        return
    yield f"{name}[plain]{escaped(question.stem)}{{"
    yield from body
    if general:
        yield f"\t{general}"
    yield "}"


def _body(question: Question) -> tuple[tuple[str, ...], str | list[str]]:
    """Return the tags of a question, and what stands in its braces: a word, or lines."""
    choices, tags = question.choices, question.tags
    match question.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return tags, [_option(choice) for choice in choices]
        case Kind.TRUE_FALSE:
            if is_plain_true_false(choices):
                return tags, _true_false(choices)
            return (*tags, TAG_TRUE_FALSE), [_option(choice) for choice in choices]
        case Kind.ORDERING:
            return (*tags, TAG_ORDERING), [
                f"\t={_text(choice.text)} -> {place}"
                for place, choice in enumerate(choices, start=1)
            ]
        case _:
            raise ValueError("a case is written as its questions")


def _true_false(choices: Sequence[Choice]) -> str:
    right, wrong = sorted(choices, key=lambda choice: -choice.worth)
    word = right.text.upper()
    if clean(right.feedback):
        return f"{word}#{_text(wrong.feedback)}#{_text(right.feedback)}"
    return f"{word}#{_text(wrong.feedback)}" if clean(wrong.feedback) else word


def _option(choice: Choice) -> str:
    match choice.worth:
        case Fraction(numerator=1, denominator=1):
            mark = "="
        case Fraction(numerator=0):
            mark = "~"
        case worth:
            mark = f"~%{percent(worth)}%"
    feedback = f"#{_text(choice.feedback)}" if clean(choice.feedback) else ""
    return f"\t{mark}{_text(choice.text)}{feedback}"


def _text(text: str) -> str:
    """Return a text that stands after the stem, whose format it shares unless it says otherwise."""
    written = escaped(text)
    # What begins so would be taken for a format or a share.
    return f"[plain]{written}" if written.startswith(("[", "%")) else written


def _line(text: str) -> str:
    return clean(text).replace("\n", " ")
