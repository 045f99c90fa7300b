"""Doors of one clause: its text on a day, its history, two versions compared, remarks on it."""

from datetime import date

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import Permission, current_actor, public, requires
from kernel.errors import N_, Conflict, Malformed, Missing, Refusal, TooMany
from kernel.web import answer, needed_number, notice, open_work, see_url
from rules import actions, queries
from rules.clause import ClauseVersion, in_force
from rules.computed.plain import in_words
from rules.forms.book import RemarkForm, compare_form
from rules.queries.revisions import under_way
from rules.reading.book import changes
from rules.reading.clause import clause_page, day_to_read
from rules.reading.compare import compare
from rules.reading.remarks import remarks_on
from rules.revision import State
from rules.views.book import known_on, pinned
from rules.views.room import day_of, room, today
from rules.wording import DECIDED_BY

TAKEN_BACK = N_("That version has been taken back. Look whether its words stand here too.")


@room.route("/rules/clauses/<clause_id>")
@public
def clause(clause_id: str) -> AnyResponse:
    """Show the text of today, or version `?version=<n>`; `?at=<day>` has an address of its own."""
    if "at" in request.args:
        day = day_of(request.args["at"])
        return redirect(url_for(".clause_at", clause_id=clause_id, day=day.isoformat()))
    return _clause(clause_id, _day(clause_id, request.args.get("version", "")))


@room.route("/rules/clauses/<clause_id>/at/<day>")
@public
def clause_at(clause_id: str, day: str) -> Response:
    """Show the text of a day; with `?known=<day>`, as it was known at the end of that one."""
    return _clause(clause_id, day_of(day), known_on())


def _day(clause_id: str, number: str) -> date:
    """Return the day on which to read a clause, or one of its versions by its number."""
    with open_work() as work:
        versions = queries.versions_of(work.session, clause_id)
    wanted = [one for one in versions if number in {"", str(one.version)}]
    if not wanted:
        raise Missing()
    return day_to_read(wanted, today())


def _clause(
    clause_id: str,
    day: date,
    known: date | None = None,
    form: RemarkForm | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Answer with a clause on a day; `form` is a remark as far as it was written."""
    signed_in = current_actor().signed_in
    with open_work() as work:
        page = clause_page(work.session, clause_id, day, today(), known)
        remarks = remarks_on(work.session, page.up_to_here) if signed_in else []
        moving = [
            one
            for one in under_way(work.session).get(clause_id, [])
            if one.state in {State.CONSULTATION, State.APPROVED, State.SCHEDULED}
        ]
    status = refusal.status if refusal else 422 if form and form.errors else 200
    form = form or RemarkForm(formdata=None)
    form.version.data = str(page.version.version)
    return answer(
        "rules/clause.html",
        status=status,
        page=page,
        version=page.version,
        decided_by=DECIDED_BY[page.version.governs_by],
        computed=_computed(page.version),
        remarks=remarks,
        moving=moving,
        form=form,
        refusal=refusal,
        known=known,
        pinned=pinned(page.day, known),
        today=today(),
    )


def _computed(version: ClauseVersion) -> list[str]:
    """Return what can be computed of a version, a sentence each."""
    return [_(said, **places) for said, places in map(in_words, version.criteria)]


@room.route("/rules/clauses/<clause_id>/comments", methods=["POST"])
@requires(Permission.SIGNED_IN)
def remark(clause_id: str) -> Response:
    """Take a member's remark on words of a version; refused, what was written comes back."""
    form = RemarkForm()
    number = form.version.data or "none"
    try:
        day = _day(clause_id, number)
    except Missing:
        taken_back = Conflict(TAKEN_BACK)
        return _clause(clause_id, _day(clause_id, ""), form=form, refusal=taken_back)
    if not form.validate():
        return _clause(clause_id, day, form=form)
    try:
        with open_work() as work:
            actions.comment(
                work, clause_id, int(number), form.quote.data or "", form.text.data or ""
            )
    except (Malformed, TooMany) as told:
        return _clause(clause_id, day, form=form, refusal=told)
    notice(_("Your remark stands below the clause. The editors are told of it."))
    return see_url(url_for(".clause", clause_id=clause_id, version=number) + "#remarks")


@room.route("/rules/clauses/<clause_id>/history")
@public
def history(clause_id: str) -> Response:
    with open_work() as work:
        versions = queries.versions_of(work.session, clause_id)
    first, second = _the_last_two(versions)
    return answer(
        "rules/history.html",
        current=in_force(versions, today()),
        latest=versions[-1],
        changes=changes(versions),
        form=compare_form(versions, first, second),
        today=today(),
    )


@room.route("/rules/clauses/<clause_id>/redline")
@public
def redline(clause_id: str) -> Response:
    """Compare versions `?from=<n>&to=<n>`, in either order; without them, the last two."""
    with open_work() as work:
        versions = queries.versions_of(work.session, clause_id)
        defined = queries.terms(work.session)
    first, second = _the_last_two(versions)
    first, second = _number("from", first), _number("to", second)
    found = compare(versions, first, second, defined)
    return answer(
        "rules/redline.html",
        found=found,
        computed=(_computed(found.old), _computed(found.new)),
        latest=versions[-1],
        current=in_force(versions, today()),
        form=compare_form(versions, first, second),
        many=len(versions) > 1,
        today=today(),
    )


def _the_last_two(versions: list[ClauseVersion]) -> tuple[int, int]:
    """Return the numbers of the last two versions; of the only one, twice."""
    return versions[-2:][0].version, versions[-1].version


def _number(name: str, otherwise: int) -> int:
    """Return the version number asked for; raises Missing for what is none."""
    asked = request.args.get(name, "")
    return needed_number(asked, 999_999) if asked else otherwise
