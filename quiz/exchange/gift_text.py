r"""The text of a GIFT file: its lines, its items, and what a backslash protects.

A protected character (`\~`, `\=`, `\n` for a line end) is veiled as soon as it is read: a control
character, which no item holds by itself, stands for it until what it stands in has been cut into
its parts.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kernel.errors import N_, Malformed
from quiz.exchange.limits import check_size

BLANK = " \t\n"
"""What is dropped at both ends of every text."""

CATEGORY = "$CATEGORY:"
COMMENT = "//"
HEAD = "// question:"
"""How Moodle begins the comment with the number and the name of a question."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters other than tabs and line ends; a space is put where one is."""

_LINE_END = re.compile(r"\r\n?")
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_VEILS = {"\\": "\\", ":": "\1", "#": "\2", "=": "\3", "{": "\4", "}": "\5", "~": "\6", "n": "\7"}
_VEILED = str.maketrans({"\1": ":", "\2": "#", "\3": "=", "\4": "{", "\5": "}", "\6": "~"})
_WRITTEN = str.maketrans({char: f"\\{char}" for char in "\\:#={}~"} | {"\n": "\\n"})

_NO_BRACES = re.compile(r"[^{}]+")

_TOKEN_END = re.compile(r"(?<!\\)\]")
_IN_TOKEN = re.compile(r"&#([0-9]{1,3});")
_NOT_IN_TOKEN = re.compile(r"[<>`\n]|&(?=#[0-9]{1,3};)|\\\Z")


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a text file, whatever ends them, without the byte order mark.

    Raises Malformed when it is too large, is not UTF-8 or holds a NUL.
    """
    check_size(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(
            N_("Line %(line)s has characters that are not UTF-8. Save the file again as UTF-8."),
            line=len(_LINE_END.sub("\n", data[: error.start].decode("utf-8")).split("\n")),
        ) from error
    text = _LINE_END.sub("\n", text)
    if (nul := text.find("\0")) >= 0:
        raise Malformed(
            N_("Line %(line)s has a NUL character, as in UTF-16. Save the file again as UTF-8."),
            line=text.count("\n", 0, nul) + 1,
        )
    return CONTROL.sub(" ", text).split("\n")


def unveil(text: str) -> str:
    """Return `text` with the characters that a backslash protected, without blanks around it."""
    return text.translate(_VEILED).replace("\7", "\n").strip(BLANK)


def clean(text: str) -> str:
    """Return `text` as a file can hold it: without control characters and blanks around it."""
    return CONTROL.sub(" ", _LINE_END.sub("\n", text)).strip(BLANK)


def escaped(text: str) -> str:
    """Return `text` on one line, so that nothing in it means anything to GIFT."""
    return clean(text).translate(_WRITTEN)


def token(name: str, value: str) -> str:
    r"""Return what a comment says of a question, such as `[tag:waiting]`.

    Moodle protects a `]` by a backslash. It takes no `<`, `>` or backtick in a tag, and nobody can
    write a backslash at the end: these are written by their number, `&#92;`.
    """
    numbered = _NOT_IN_TOKEN.sub(lambda found: f"&#{ord(found[0])};", clean(value))
    return f"[{name}:{numbered.replace(']', chr(92) + ']')}]"


def tokens(name: str, comments: Sequence[str]) -> list[str]:
    """Return the values that the comments before a question give it under this name."""
    found = []
    for comment in comments:
        if comment.startswith(HEAD):
            continue  # the name of the question stands there, and may look like anything
        place = 0
        while (start := comment.find(f"[{name}:", place)) >= 0:
            start += len(name) + 2
            end = _TOKEN_END.search(comment, start)
            if end is None:
                break
            found.append(_IN_TOKEN.sub(_numbered, comment[start : end.start()].replace(r"\]", "]")))
            place = end.end()
    return [value for one in found if (value := clean(one))]


def _numbered(found: re.Match[str]) -> str:
    return chr(int(found[1])) if int(found[1]) else ""


@dataclass(frozen=True)
class Block:
    """An item of the file, with what is protected veiled and its comments blank.

    line: where its text begins, counted from 1. category: as it stands, where the item is no
    question but names the category of those that follow.
    """

    line: int
    text: str
    comments: tuple[str, ...] = ()
    category: str = ""


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield the items of a file.

    A blank line ends an item. Moodle writes none within braces, people do; so within braces only
    what must be a new item ends one.
    """
    paragraphs = list(_paragraphs(lines))
    place = 0
    while place < len(paragraphs):
        until = _until(paragraphs, place)
        yield _joined(paragraphs[place:until])
        place = until


class _Paragraph:
    """Lines without a blank line between them. first, last: their numbers, counted from 1."""

    def __init__(self, first: int, lines: Sequence[str]) -> None:
        self.first = first
        self.last = first + len(lines) - 1
        head = lines[0].lstrip(BLANK)
        self.comments = tuple(filter(_is_comment, (line.lstrip(BLANK) for line in lines)))
        self.category = ""
        if head.startswith(CATEGORY):
            self.category = head.removeprefix(CATEGORY).strip(BLANK)
        text = "\n".join(" " if _is_comment(line.lstrip(BLANK)) else line for line in lines)
        self.text = _ESCAPE.sub(lambda found: _VEILS[found[1]], text)
        self.braces = _NO_BRACES.sub("", self.text)
        self.begins = (
            bool(self.category) or head.startswith(HEAD) or self.text.lstrip(BLANK).startswith("::")
        )


def _is_comment(line: str) -> bool:
    return line.startswith(COMMENT)


def _paragraphs(lines: Sequence[str]) -> Iterator[_Paragraph]:
    held: list[str] = []
    for number, line in enumerate((*lines, ""), start=1):
        shown = line.strip(BLANK)
        alone = shown.startswith(CATEGORY)
        if held and (alone or not shown):
            yield _Paragraph(number - len(held), held)
            held = []
        if alone:
            yield _Paragraph(number, [line])
        elif shown:
            held.append(line)


def _until(paragraphs: Sequence[_Paragraph], start: int) -> int:
    """Return the place after the last paragraph of the item that begins at `start`."""
    if not paragraphs[start].braces.endswith("{"):
        return start + 1
    for place in range(start + 1, len(paragraphs)):
        if paragraphs[place].begins or paragraphs[place].braces.startswith("{"):
            break
        if paragraphs[place].braces:
            return place + 1
    # Not closed: what follows is read by itself, so that only this item is lost.
    return start + 1


def _joined(paragraphs: Sequence[_Paragraph]) -> Block:
    first = paragraphs[0]
    pieces = [first.text]
    for before, paragraph in pairwise(paragraphs):
        pieces += "\n" * (paragraph.first - before.last), paragraph.text
    text = "".join(pieces)
    begun = text.lstrip(BLANK)
    return Block(
        line=first.first + text.count("\n", 0, len(text) - len(begun)),
        text=begun.rstrip(BLANK),
        comments=tuple(comment for paragraph in paragraphs for comment in paragraph.comments),
        category=first.category,
    )
