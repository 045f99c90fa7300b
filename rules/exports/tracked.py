"""A revision as a Word document with tracked changes: take all and the new book is there.

Old and new are compared by tokens as on the pages of the book, so the two never tell different
stories. The marks of paragraphs are tracked as well: refuse a new paragraph, and none stays empty.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from rules.clause import ClauseVersion
from rules.exports.markup import plain
from rules.text.redline import Kind, Piece, redline
from rules.text.reference import REFERENCE, printed

Change = tuple[ClauseVersion | None, ClauseVersion | None]

BREAK = "\u2029"  # between two paragraphs while they are compared: one token, never cut in two
BLANK_LINES = re.compile(rf"\s*(?:\n[^\S\n]*\n|{BREAK})\s*")
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
LONGEST_PROPERTY = 255  # characters, says the format
MARKS = {"deleted": "w:del", "inserted": "w:ins"}


def as_docx(changes: Sequence[Change], title: str, author: str, at: datetime) -> bytes:
    """Return a Word document in which `changes` are tracked as made by `author`, at `at`.

    changes: of each clause the version before and after; without one before it is new, without
    one after it is repealed, and two that are equal stand there unchanged. Raises ValueError for
    a change without either, and for a moment without a zone. The same input gives the same bytes.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} says no zone")
    moment = at.astimezone(UTC)
    document = docx.Document()
    _describe(document, title, author, moment)
    document.add_paragraph(plain(title), style="Title")
    writer = _Writer(document, plain(author), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for before, after in changes:
        if before is None and after is None:
            raise ValueError("a change without a version before or after")
        whole: Kind = "inserted" if before is None else "deleted" if after is None else "same"
        writer.write(redline(_heading(before), _heading(after)), "Heading 2", whole)
        writer.write(redline(_words(before), _words(after)), "Normal", whole)
    return _packed(document)


def paragraphs(version: ClauseVersion) -> list[str]:
    """Return the paragraphs of a version; a blank line parts two.

    References are printed as numbers. One whose number is not known stays as it is stored: were
    each printed as "clause ?", nobody would see that another clause is cited now.
    """
    return _words(version).split(BREAK)


def _heading(version: ClauseVersion | None) -> str:
    return " ".join(plain(f"{version.number} {version.title}").split()) if version else ""


def _words(version: ClauseVersion | None) -> str:
    if version is None:
        return ""
    numbers = version.numbers
    text = REFERENCE.sub(
        lambda found: printed(found[0], numbers) if found["id"] in numbers else found[0],
        version.text,
    )
    return BLANK_LINES.sub(BREAK, plain(text).strip())


def _describe(document: Document, title: str, author: str, moment: datetime) -> None:
    held = document.core_properties
    held.title, held.author = plain(title)[:LONGEST_PROPERTY], plain(author)[:LONGEST_PROPERTY]
    held.last_modified_by, held.comments = held.author, ""
    held.created = held.modified = moment.replace(tzinfo=None)


@dataclass
class _Writer:
    """Puts pieces into paragraphs and numbers the marks."""

    document: Document
    author: str
    date: str
    marks: int = 0

    def write(self, pieces: Sequence[Piece], style: str, whole: Kind) -> None:
        """Write paragraphs; the last one ends as `whole` says, the others as their breaks do."""
        paragraph = self.document.add_paragraph(style=style)
        for kind, text in _cut(pieces):
            if text == BREAK:
                self._end(paragraph, kind)
                paragraph = self.document.add_paragraph(style=style)
            else:
                self._say(paragraph, kind, text)
        self._end(paragraph, whole)

    def _say(self, paragraph: Paragraph, kind: Kind, text: str) -> None:
        run = paragraph.add_run(text)._r
        if kind == "same":
            return
        mark = self._mark(kind)
        run.addprevious(mark)
        mark.append(run)
        if kind == "deleted":
            for held in run.findall(qn("w:t")):
                held.tag = qn("w:delText")

    def _end(self, paragraph: Paragraph, kind: Kind) -> None:
        if kind != "same":
            properties = OxmlElement("w:rPr")
            properties.append(self._mark(kind))
            paragraph._p.get_or_add_pPr().append(properties)

    def _mark(self, kind: Kind) -> BaseOxmlElement:
        self.marks += 1
        mark = OxmlElement(MARKS[kind])
        mark.set(qn("w:id"), str(self.marks))
        mark.set(qn("w:author"), self.author)
        mark.set(qn("w:date"), self.date)
        return mark


def _cut(pieces: Sequence[Piece]) -> Iterator[tuple[Kind, str]]:
    """Cut pieces at the breaks between paragraphs; each break comes alone."""
    for piece in pieces:
        for text in re.split(f"({BREAK})", piece.text):
            if text:
                yield piece.kind, text


def _packed(document: Document) -> bytes:
    """Return the file; its parts say no time, so that it depends on what is in it alone."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
