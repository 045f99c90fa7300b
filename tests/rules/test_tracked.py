"""A Word document of a revision: take all and the new book is there, take none and the old."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rules.book import demo_book
from rules.clause import ClauseVersion, GovernsBy
from rules.exports.markup import plain
from rules.exports.tracked import Change, as_docx, paragraphs
from tests.office import converted, needs

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = ClauseVersion(
    clause_id="medication",
    version=1,
    number="2.3",
    section="joining",
    title="Medication",
    text="No medication for 30 days.\n\nA rest of words stays.",
    in_force_from=date(2018, 10, 16),
    in_force_until=None,
    governs_by=GovernsBy.JOINING,
)
SECOND = replace(FIRST, version=2, text="No medication for more than 30 days.\n\nA rest stays.")

PARTS = st.sampled_from(["one ", "two", " 30", "，", "服药", "\n", "\n\n", "\n \n", "\t", "\x00"])
TEXTS = st.one_of(st.lists(PARTS, max_size=12).map("".join), st.text(max_size=12))
TITLES = st.one_of(st.just("Medication"), st.text(max_size=12))


@st.composite
def versions(draw: st.DrawFn) -> ClauseVersion:
    number = draw(st.sampled_from(["2.3", "2.4"]))
    return replace(FIRST, number=number, title=draw(TITLES), text=draw(TEXTS))


CHANGES = st.lists(
    st.tuples(st.none() | versions(), st.none() | versions()).filter(
        lambda two: two != (None,) * 2
    ),
    max_size=4,
)


def made(changes: Sequence[Change], title: str = "Revision") -> bytes:
    return as_docx(changes, title, "Edith", NOON)


def settled(data: bytes, *, taken: bool) -> list[str]:
    """Take all changes, or none, as Word does; return the paragraphs below the title.

    A paragraph whose mark goes runs on into the next one.
    """
    gone, kept = ("w:del", "w:ins") if taken else ("w:ins", "w:del")
    found, held = [], ""
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs[1:]:
        mark_goes = bool(paragraph._p.findall(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(gone)}"))
        held += words(paragraph, gone, kept)
        if not mark_goes:
            found.append(held)
            held = ""
    assert held == ""
    return found


def words(paragraph: Paragraph, gone: str, kept: str) -> str:
    for mark in paragraph._p.findall(qn(gone)):
        paragraph._p.remove(mark)
    for mark in paragraph._p.findall(qn(kept)):
        for run in list(mark):
            mark.addprevious(parse_xml(etree.tostring(run).replace(b"w:delText", b"w:t")))
        paragraph._p.remove(mark)
    return paragraph.text


def expected(held: Sequence[ClauseVersion | None]) -> list[str]:
    return [text for one in held if one for text in (heading(one), *paragraphs(one))]


def heading(version: ClauseVersion) -> str:
    return " ".join(plain(f"{version.number} {version.title}").split())


@settings(max_examples=60)
@given(CHANGES)
def test_take_all_and_it_is_the_new_take_none_and_it_is_the_old(changes: list[Change]) -> None:
    data = made(changes)
    assert settled(data, taken=True) == expected([after for _, after in changes])
    assert settled(data, taken=False) == expected([before for before, _ in changes])


def test_the_demo_book_survives_being_revised() -> None:
    old, new = (one for one in demo_book().versions if one.clause_id == "medication")
    data = made([(old, new)])
    assert settled(data, taken=True) == ["2.3 Medication", *paragraphs(new)]
    assert settled(data, taken=False) == ["2.3 Medication", *paragraphs(old)]


def marks(data: bytes) -> list[tuple[str, str]]:
    body = docx.Document(io.BytesIO(data)).element.body
    return [
        (mark.tag.rpartition("}")[2], "".join(etree.ETXPath(".//text()")(mark)))
        for mark in body.iter(qn("w:ins"), qn("w:del"))
    ]


def test_what_changed_is_marked_with_who_and_when_and_nothing_else_is() -> None:
    data = made([(FIRST, replace(SECOND, number="2.4"))])
    assert marks(data) == [
        ("del", "2.3"),
        ("ins", "2.4"),
        ("ins", " more than"),
        ("del", " of words"),
    ]
    body = docx.Document(io.BytesIO(data)).element.body
    held = list(body.iter(qn("w:ins"), qn("w:del")))
    assert {mark.get(qn("w:author")) for mark in held} == {"Edith"}
    assert {mark.get(qn("w:date")) for mark in held} == {"2026-11-24T12:00:00Z"}
    assert [mark.get(qn("w:id")) for mark in held] == ["1", "2", "3", "4"]
    assert marks(made([(FIRST, FIRST)])) == []


def test_a_new_clause_comes_whole_and_a_repealed_one_goes_whole() -> None:
    new, old = made([(None, FIRST)]), made([(FIRST, None)])
    assert settled(new, taken=False) == settled(old, taken=True) == []
    assert settled(new, taken=True) == settled(old, taken=False) == expected([FIRST])


def test_the_document_has_headings_and_tells_what_it_is() -> None:
    document = docx.Document(io.BytesIO(made([(FIRST, SECOND)], "Revision of \x07 March")))
    styles = [one.style.name for one in document.paragraphs if one.style]
    assert styles == ["Title", "Heading 2", "Normal", "Normal"]
    told = document.core_properties
    assert (told.title, told.author) == ("Revision of  March", "Edith")
    assert told.created is not None
    assert told.created.replace(tzinfo=UTC) == NOON


def test_references_are_numbers_and_one_without_a_number_is_still_told_apart() -> None:
    one = replace(
        FIRST, text="See [[waiting-period]] and [[gone]].", numbers={"waiting-period": "3.1"}
    )
    assert paragraphs(one) == ["See clause 3.1 and [[gone]]."]
    other = replace(one, text="See [[waiting-period]] and [[lost]].")
    assert len(marks(made([(one, other)]))) == 2


def test_the_same_input_gives_the_same_bytes() -> None:
    data = made([(FIRST, SECOND), (None, FIRST)])
    assert data == made([(FIRST, SECOND), (None, FIRST)])
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="before or after"):
        made([(None, None)])
    with pytest.raises(ValueError, match="zone"):
        as_docx([], "Revision", "Edith", NOON.replace(tzinfo=None))


@needs("writer")
def test_libreoffice_sees_the_same_changes(tmp_path: Path) -> None:
    path = tmp_path / "revision.docx"
    path.write_bytes(made([(FIRST, SECOND), (None, replace(FIRST, number="2.4"))]))
    text = converted(path, "fodt")
    assert re.search(r"<text:insertion>.*?<dc:creator>Edith</dc:creator>", text, re.DOTALL)
    assert re.search(r"<text:deletion>.*?<dc:creator>Edith</dc:creator>", text, re.DOTALL)
    assert "2026-11-24T12:00:00" in text
