"""The book as a file: Markdown, or one HTML page that needs nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from rules.book import Section
from rules.clause import ClauseVersion
from rules.text.prose import prose
from rules.text.reference import printed

Shelves = Sequence[tuple[Section, Sequence[ClauseVersion]]]


def numbers_on(shelves: Shelves) -> dict[str, str]:
    """Return the number of each clause on the shelves by its id: what a reference prints."""
    return {clause.clause_id: clause.number for _, held in shelves for clause in held}


def as_markdown(shelves: Shelves, day: date) -> str:
    """Return the clauses of `day` as Markdown, with version and days under each."""
    numbers = numbers_on(shelves)
    lines = [f"# Rules in force on {day.isoformat()}", ""]
    for section, clauses in shelves:
        lines += [f"## {section.position} {section.title}", ""]
        for clause in clauses:
            lines += [f"### {clause.number} {clause.title}", "", printed(clause.text, numbers), ""]
            lines += [f"*{_source(clause)}*", ""]
    return "\n".join(lines)


def as_html(shelves: Shelves, day: date) -> str:
    """Return the clauses of `day` as an HTML document; each has its id as its anchor."""
    title = f"Rules in force on {day.isoformat()}"
    numbers = numbers_on(shelves)
    body = [f"<h1>{title}</h1>"]
    for section, clauses in shelves:
        body.append(f"<h2>{section.position} {escape(section.title)}</h2>")
        body += [_article(clause, numbers) for clause in clauses]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def _article(clause: ClauseVersion, numbers: Mapping[str, str]) -> str:
    return (
        f'<article id="{clause.clause_id}">'
        f"<h3>{clause.number} {escape(clause.title)}</h3>\n"
        f"{prose(printed(clause.text, numbers))}"
        f"<p><small>{escape(_source(clause))}</small></p></article>"
    )


def _source(clause: ClauseVersion) -> str:
    until = f", until before {clause.in_force_until}" if clause.in_force_until else ""
    return f"{clause.ref}, in force from {clause.in_force_from}{until}, SHA-256 {clause.digest}"
