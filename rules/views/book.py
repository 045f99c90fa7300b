"""Doors of the book: today's text, the text of any day, its defined words, the book as a file."""

from collections.abc import Callable
from datetime import date

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import public
from kernel.errors import Missing
from kernel.web import answer, open_work
from rules import queries
from rules.exports.akn import as_akoma_ntoso
from rules.exports.readable import Shelves, as_html, as_markdown
from rules.forms.book import LONGEST_SEARCH, FindForm
from rules.reading.book import by_section, first_known, with_words
from rules.reading.glossary import glossary
from rules.views.room import day_of, room, today

PLAN = "Rule book"  # what a file calls the book; the command to export it says the same
FILES = {
    "md": ("text/markdown", "md"),
    "html": ("text/html", "html"),
    "akn": ("application/akn+xml", "xml"),
}


@room.route("/rules/")
@public
def book() -> AnyResponse:
    form = FindForm(request.args)
    if form.fits(today()) and (form.on.data or form.known.data):
        day = form.on.data or today()
        known_on = form.known.data.isoformat() if form.known.data else None
        words = form.words.data or None
        where = url_for(".book_at", day=day.isoformat(), known=known_on, words=words)
        return redirect(where)
    return _book(today(), form)


@room.route("/rules/at/<day>")
@public
def book_at(day: str) -> AnyResponse:
    """Show the book of a day; with `?known=<day>`, as it was known at the end of that one."""
    words = request.args.get("words", "")[:LONGEST_SEARCH]
    return _book(day_of(day), FindForm(words=words, on=day_of(day), known=known_on()))


def known_on() -> date | None:
    """Return the day as of whose knowledge the book is asked for; raises Missing for no day."""
    asked = request.args.get("known", "")
    if not asked:
        return None
    day = day_of(asked)
    if day > today():
        raise Missing()
    return day


def pinned(day: date, known: date | None) -> str:
    """Return what the address of a clause ends in on a page that shows the book of `day`."""
    if known is None:
        return "" if day == today() else f"/at/{day.isoformat()}"
    return f"/at/{day.isoformat()}?known={known.isoformat()}"


def _book(day: date, form: FindForm) -> Response:
    """Answer with the book of `day`: all of it, or the clauses with the words of the form."""
    valid = form.fits(today())
    words = (form.words.data or "") if valid else ""
    known = form.known.data if valid else None
    with open_work() as work:
        sections = queries.sections(work.session)
        clauses = queries.clauses_at(work.session, day, known)
        first = queries.first_day(work.session)
        since = first_known(work.session) if known else None
    found = with_words(clauses, words)
    return answer(
        "rules/book.html",
        status=200 if valid else 422,
        form=form,
        day=day,
        today=today(),
        before=first if first and day < first else None,
        known=known,
        known_since=since if since and known and known < since else None,
        pinned=pinned(day, known),
        words=words,
        count=len(found),
        shelves=by_section(sections, found),
        files=FILES,
    )


@room.route("/rules/terms/")
@public
def terms() -> Response:
    with open_work() as work:
        found = glossary(work.session, today())
    return answer("rules/terms.html", glossary=found, today=today())


@room.route("/rules/export/<day>.<form>")
@public
def export(day: str, form: str) -> Response:
    """Send the book of a day as a file: Markdown, HTML, or Akoma Ntoso."""
    on = day_of(day)
    if form not in FILES:
        raise Missing()
    with open_work() as work:
        shelves = by_section(queries.sections(work.session), queries.clauses_at(work.session, on))
        begun, base_url = queries.first_day(work.session), work.settings.base_url
    if not shelves:
        raise Missing()
    writers: dict[str, Callable[[Shelves, date], str]] = {
        "md": as_markdown,
        "html": as_html,
        "akn": lambda held, of: as_akoma_ntoso(held, of, PLAN, base_url, begun),
    }
    kind, ending = FILES[form]
    named = f"attachment; filename=rules-{on.isoformat()}.{ending}"
    return Response(
        writers[form](shelves, on), mimetype=kind, headers={"Content-Disposition": named}
    )
