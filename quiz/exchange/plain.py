"""Plain text out of the HTML that Moodle's editor writes.

What a reader sees is kept, line by line; how it looks is not. The parser of the standard library
takes time that grows with the square of the length of some ill-formed texts, and files come from
outside: here no part of a text is looked at more than a few times.
"""

import re
from collections.abc import Iterator
from html import unescape

SHOWN_OTHERWISE = frozenset(
    "audio canvas del embed iframe img input math object s script select strike sub sup svg table"
    " textarea video".split()
)
"""Elements without which the text may say less, or something else."""

UNSEEN = frozenset({"head", "script", "style", "template", "title"})
"""Elements whose content nobody is shown."""

BREAKING = frozenset(
    "address article blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main ol p pre section table tbody tfoot thead tr ul".split()
)
"""Elements that begin and end a line."""

CELLS = frozenset({"td", "th"})

# A tag ends before the next one begins, so that each is looked for within its own stretch; quotes
# may hold a `>`, and one that is not closed is no quote.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|[^<>]*+>)"""
)
_DECLARATION = re.compile(r"<[!?][^>]*>?")
# The library would work numbers of characters out digit by digit, however many there are.
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def plain_text(html: str) -> tuple[str, bool]:
    """Return HTML as plain text, and whether something was lost that a reader would miss.

    Paragraphs and breaks become line ends, cells are parted by a space, items of a numbered list
    keep their number, entities are resolved; pictures, scripts and their like are dropped.
    Emphasis goes without a word.
    """
    text = _Text()
    for data, closing, name in _parts(_without_comments(html)):
        text.add(data)
        if closing:
            text.close(name)
        elif name:
            text.open(name)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(text.pieces).split("\n"))
    return "\n".join(filter(None, lines)), text.lost


def _parts(html: str) -> Iterator[tuple[str, bool, str]]:
    """Yield what stands before each tag, whether the tag closes, and its name; none at the end."""
    place = 0
    for tag in _TAG.finditer(html):
        yield html[place : tag.start()], bool(tag[1]), tag[2].lower()
        place = tag.end()
    yield html[place:], False, ""


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    place = 0
    while (start := html.find("<!--", place)) >= 0:
        pieces.append(html[place:start])
        end = html.find("-->", start + 4)
        place = end + 3 if end >= 0 else len(html)
    pieces.append(html[place:])
    # Word processors leave conditions behind, such as <![if !supportLists]>.
    return _DECLARATION.sub(" ", "".join(pieces))


class _Text:
    """What a reader has seen so far."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.lost = False
        self._unseen = ""
        self._verbatim = False
        self._lists: list[int | None] = []

    def add(self, data: str) -> None:
        if not data or self._unseen:
            return
        data = _UNPRINTABLE.sub("", unescape(_NO_CHARACTER.sub("\ufffd", data)))
        self.pieces.append(data if self._verbatim else _SPACES.sub(" ", data))

    def open(self, name: str) -> None:
        if self._unseen:
            return
        self.lost = self.lost or name in SHOWN_OTHERWISE
        if name in UNSEEN:
            self._unseen = name
        elif name in BREAKING:
            self.pieces.append("\n")
        elif name in CELLS:
            self.pieces.append(" ")
        if name == "pre":
            self._verbatim = True
        elif name in ("ol", "ul"):
            self._lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._number()

    def _number(self) -> None:
        # A question may speak of the second item.
        if self._lists and (count := self._lists[-1]) is not None:
            self._lists[-1] = count + 1
            self.pieces.append(f"{count + 1}. ")

    def close(self, name: str) -> None:
        if self._unseen:
            if name == self._unseen:
                self._unseen = ""
        elif name in BREAKING:
            self.pieces.append("\n")
        if name == "pre":
            self._verbatim = False
        elif name in ("ol", "ul") and self._lists:
            self._lists.pop()
