"""Doors of the rule book: today's text, the text of any day, a clause, its history, the changes."""

from datetime import date

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import Permission, public, requires
from kernel.errors import Missing
from kernel.web import answer, asked_at, open_work
from rules import queries, reading
from rules.clause import in_force
from rules.forms import LONGEST_SEARCH, FindForm
from rules.wording import DECIDED_BY

room = Blueprint("rules", __name__)


def today() -> date:
    """Return the day of this request, in UTC as all days of the book."""
    return asked_at().date()


def day_of(text: str) -> date:
    """Read a day from an address; raises Missing for anything but `2019-05-01`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Missing() from None
    if day.isoformat() != text:
        raise Missing()
    return day


@room.route("/rules/")
@public
def book() -> AnyResponse:
    form = FindForm(request.args)
    if form.validate() and form.on.data:
        words = form.words.data or None
        return redirect(url_for(".book_at", day=form.on.data.isoformat(), words=words))
    return _book(today(), form)


@room.route("/rules/at/<day>")
@public
def book_at(day: str) -> AnyResponse:
    words = request.args.get("words", "")[:LONGEST_SEARCH]
    return _book(day_of(day), FindForm(words=words, on=day_of(day)))


def _book(day: date, form: FindForm) -> Response:
    """Answer with the book of `day`: all of it, or the clauses with the words of the form."""
    valid = form.validate()
    words = (form.words.data or "") if valid else ""
    with open_work() as work:
        sections = queries.sections(work.session)
        clauses = queries.clauses_at(work.session, day)
        first = queries.first_day(work.session)
    found = reading.with_words(clauses, words)
    return answer(
        "rules/book.html",
        status=200 if valid else 422,
        form=form,
        day=day,
        today=today(),
        before=first if first and day < first else None,
        words=words,
        count=len(found),
        shelves=reading.by_section(sections, found),
    )


@room.route("/rules/clauses/<clause_id>")
@public
def clause(clause_id: str) -> Response:
    """Show the version of today, of `?at=<day>`, or number `?version=<n>`."""
    with open_work() as work:
        versions = queries.versions_of(work.session, clause_id)
        sections = {one.id: one for one in queries.sections(work.session)}
    current = in_force(versions, today())
    asked = request.args.get("version", "")
    if asked:
        shown = next((one for one in versions if str(one.version) == asked), None)
    elif "at" in request.args:
        shown = in_force(versions, day_of(request.args["at"]))
    else:
        shown = current or versions[-1]
    if shown is None:
        raise Missing()
    return answer(
        "rules/clause.html",
        version=shown,
        current=current,
        versions=versions,
        section=sections[shown.section],
        decided_by=DECIDED_BY[shown.governs_by],
        today=today(),
    )


@room.route("/rules/clauses/<clause_id>/history")
@public
def history(clause_id: str) -> Response:
    with open_work() as work:
        versions = queries.versions_of(work.session, clause_id)
    return answer(
        "rules/history.html",
        current=in_force(versions, today()),
        latest=versions[-1],
        changes=reading.changes(versions),
        today=today(),
    )


@room.route("/rules/revisions/")
@public
def revisions() -> Response:
    with open_work() as work:
        versions = queries.all_versions(work.session)
    return answer("rules/revisions.html", days=reading.by_day(versions), today=today())


@room.route("/rules/findings/")
@requires(Permission.EDIT_RULES)
def findings() -> Response:
    with open_work() as work:
        versions = queries.all_versions(work.session)
        scheduled = queries.scheduled(work.session, today())
    return answer(
        "rules/findings.html",
        doubtful=reading.doubtful(versions),
        scheduled=scheduled,
        today=today(),
    )
