"""A rule book as data: sections, terms, and clauses in their versions, read from TOML."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.clause import ClauseVersion, GovernsBy
from rules.computed.criterion import from_json
from rules.text.reference import Term, references

DEMO = Path(__file__).with_name("book.toml")


@dataclass(frozen=True)
class Section:
    """A part of the book; clauses name it by its id."""

    id: str
    position: int
    title: str


@dataclass(frozen=True)
class Book:
    """All that a rule book holds, in its order."""

    name: str
    sections: tuple[Section, ...]
    versions: tuple[ClauseVersion, ...]
    terms: tuple[Term, ...] = ()


def parse(text: str) -> Book:
    """Read a book; raises ValueError (or KeyError for what is missing) when it is not one.

    Line breaks inside a text mean nothing, so a quotation never depends on them.
    """
    data = tomllib.loads(text)
    sections = tuple(
        Section(str(table["id"]), position, str(table["title"]))
        for position, table in enumerate(data["section"], start=1)
    )
    book = Book(
        name=str(data["name"]),
        sections=sections,
        versions=tuple(_version(table) for table in data["clause"]),
        terms=tuple(
            Term(str(table["name"]), tuple(table["forms"]), str(table["clause"]))
            for table in data.get("term", [])
        ),
    )
    _check(book)
    return book


def _version(table: dict[str, Any]) -> ClauseVersion:
    return ClauseVersion(
        clause_id=str(table["id"]),
        version=int(table["version"]),
        number=str(table["number"]),
        section=str(table["section"]),
        title=str(table["title"]),
        text=" ".join(str(table["text"]).split()),
        in_force_from=table["in_force_from"],
        in_force_until=table.get("in_force_until"),
        governs_by=GovernsBy(table["governs_by"]),
        criteria=tuple(from_json(one) for one in table.get("criteria", [])),
    )


def _check(book: Book) -> None:
    known = {one.clause_id for one in book.versions}
    cited = {name for one in book.versions for name in references(one.text)}
    if unknown := (cited | {term.clause_id for term in book.terms}) - known:
        raise ValueError(f"no such clause: {', '.join(sorted(unknown))}")
    if homeless := {one.section for one in book.versions} - {one.id for one in book.sections}:
        raise ValueError(f"no such section: {', '.join(sorted(homeless))}")
    doubled = [ref for ref, count in Counter(one.ref for one in book.versions).items() if count > 1]
    if doubled:
        raise ValueError(f"twice in the book: {', '.join(sorted(doubled))}")


def demo_book() -> Book:
    """Return the book of the demo plan."""
    return parse(DEMO.read_text(encoding="utf-8"))
