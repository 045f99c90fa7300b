"""An XML file that a stranger sends, read part by part, with the line of every element.

Refused outright: any DOCTYPE, since entities are declared there and nothing that we read needs one;
what is not UTF-8; what is larger or deeper than a bank of questions ever is.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from kernel.errors import N_, Malformed
from quiz.exchange.limits import check_count, check_size

MOST_DEPTH = 40
MOST_ELEMENTS = 2_000
"""How many elements of one part are kept: a question has fewer than a hundred."""

BLANK = " \t\r\n"
ASCII_ALIKE = frozenset(
    "ascii us-ascii iso-8859-1 iso-8859-15 latin1 windows-1252 cp1252 gb2312 gbk gb18030".split()
)
"""Encodings in which a file of nothing but ASCII is the same file as in UTF-8."""


@dataclass(slots=True)
class Element:
    """An element. line: where it begins, from 1. overfull: it had more in it than is kept."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    overfull: bool = False
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    kept_from: int | None = None
    kept_to: int = 0

    def all(self, name: str) -> list["Element"]:
        """The children of that name."""
        return [one for one in self.children if one.name == name]

    def child(self, name: str) -> "Element | None":
        """The first child of that name."""
        return next((one for one in self.children if one.name == name), None)

    def value(self, name: str, usual: str = "") -> str:
        """The text of the first child of that name; `usual` where there is none."""
        child = self.child(name)
        return usual if child is None else child.text

    @property
    def text(self) -> str:
        """Its own text. White space at the edges is the layout of the file, unless a CDATA
        section holds it."""
        text = "".join(self.pieces)
        start = len(text) - len(text.lstrip(BLANK))
        end = len(text.rstrip(BLANK))
        if self.kept_from is not None:
            start, end = min(start, self.kept_from), max(end, self.kept_to)
        return text[start:end]


def read_parts(data: bytes, root: str, take: Callable[[Element], None]) -> None:
    """Call `take` with every child of the root element, one after the other, each whole.

    Raises Malformed when `data` is not XML in UTF-8 with that root, or too large.
    """
    reader = _Reader(_checked(data), root, take)
    try:
        reader.run()
    except expat.ExpatError as error:
        raise Malformed(
            N_(
                "Line %(line)s is not well-formed XML (%(problem)s). Export the questions again as "
                "Moodle XML, or mend that line; HTML belongs into <![CDATA[ ... ]]>."
            ),
            line=error.lineno,
            problem=expat.ErrorString(error.code),
        ) from error


def _checked(data: bytes) -> bytes:
    check_size(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        raise Malformed(N_("Line 1: the file is in UTF-16. Save it again as UTF-8."))
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise Malformed(N_("Line 1: the file is empty."))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(
            N_("Line %(line)s has characters that are not UTF-8. Save the file again as UTF-8."),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
    return data


class _Reader:
    """Builds one part after the other out of what expat reports."""

    def __init__(self, data: bytes, root: str, take: Callable[[Element], None]) -> None:
        self._data = data
        self._root = root
        self._take = take
        self._open: list[Element] = []
        self._depth = 0
        self._parts = 0
        self._kept = 0
        # The encoding is given, so that what the file declares cannot turn it into another text.
        self._expat = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = self._cdata_starts
        parser.EndCdataSectionHandler = self._cdata_ends

    def run(self) -> None:
        self._expat.Parse(self._data, True)

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        declared = (encoding or "utf-8").lower()
        if declared in ("utf-8", "utf8") or (declared in ASCII_ALIKE and self._data.isascii()):
            return
        raise Malformed(
            N_("Line 1: the file says that it is in %(encoding)s. Save it again as UTF-8."),
            encoding=encoding,
        )

    def _refuse_doctype(self, *_: object) -> NoReturn:
        raise Malformed(
            N_(
                "Line %(line)s: the file declares a document type or entities (<!DOCTYPE ...>). "
                "Moodle writes none, and it is not read here. Take the declaration out."
            ),
            line=self._expat.CurrentLineNumber,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._expat.CurrentLineNumber
        self._depth += 1
        if self._depth == 1:
            if name != self._root:
                raise Malformed(
                    N_(
                        "Line %(line)s: the file begins with <%(name)s>, a Moodle XML file with "
                        "<%(root)s>. Choose Moodle XML where the questions are exported."
                    ),
                    line=line,
                    name=name,
                    root=self._root,
                )
            return
        if self._depth > MOST_DEPTH:
            raise Malformed(
                N_("Line %(line)s: elements are nested more than %(most)s deep. Mend the file."),
                line=line,
                most=MOST_DEPTH,
            )
        self._add(Element(name, line, attributes))

    def _add(self, element: Element) -> None:
        if self._depth == 2:
            self._parts += 1
            self._kept = 0
            check_count(self._parts, element.line)
        self._kept += 1
        if self._kept > MOST_ELEMENTS:
            self._open[0].overfull = True
        elif self._open:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._take(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)
            self._open[-1].size += len(text)

    def _cdata_starts(self) -> None:
        if self._open and self._open[-1].kept_from is None:
            self._open[-1].kept_from = self._open[-1].size

    def _cdata_ends(self) -> None:
        if self._open:
            self._open[-1].kept_to = self._open[-1].size
