"""Doors for programs: what auditors read, as JSON. `docs/openapi.json` describes it, and is tested.

An answer is a page; its `next` is the cursor of the next one, and null on the last. Refusals are
JSON too (`kernel.web`). Nothing can be changed here.
"""

from datetime import date
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, jsonify, request

from audit import actions, queries, search, tokens
from audit.cells import LEAST
from audit.entry import parse
from audit.exports import rows
from audit.exports.making import Asked
from audit.forms import LONGEST_SEARCH, REF
from audit.models import IndexedCase
from audit.search import BACKWARDS, STATES, WantedCases, WantedEntries
from audit.views.files import made, record_taking, taken, where
from audit.views.room import a_ref, room
from kernel.access import Permission, by_token, current_actor, public
from kernel.actor import ANYONE, Actor
from kernel.errors import N_, Malformed, Missing
from kernel.web import asked_at, number, open_work
from kernel.work import unit_of_work

USUAL, MOST = 100, 500  # things on a page
OFFSETS = 10**15
NO_CURSOR = N_("There is no such cursor. Send the one that came as next, as it came.")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
PAGED, UNPAGED = ("cursor", "limit"), ()
# What can be asked for at each address, beside `cursor` and `limit` where it answers in pages.
ASKED = {
    "cases": ("words", "state", "clause"),
    "case": (),
    "bundle": (),
    "registry": ("kind", "subject", "since", "until"),
    "verdicts": (),
    "figures": (),
    "votes": ("case",),
}


def who_brings(token: str) -> Actor:
    """Return whose a token is; ANYONE for one that does not count."""
    holder: tokens.Holder = current_app.extensions["venire-holder"]
    with unit_of_work(writing=False, now=asked_at()) as work:
        found = tokens.who_brings(work.session, token, work.now, holder)
    if found is None:
        return ANYONE
    g.audit_token = found[1].id
    return found[0]


@room.route("/api/v1/openapi.json")
@public
def api_document() -> Response:
    return Response(DOCUMENT.read_bytes(), mimetype="application/json")


@room.route("/api/v1/cases")
@by_token(Permission.AUDIT)
def api_cases() -> Response:
    asked = _asked("cases")
    if asked.get("state", "decided") not in ("decided", *STATES):
        raise Malformed(N_("There is no such state of a case."))
    before = _cursor(REF.fullmatch)
    limit = _limit()
    with open_work() as work:
        found = search.cases(work.session, WantedCases(**asked), before, limit + 1)
    _note("cases")
    return _page("cases", [_told(case) for case in found], limit, lambda case: case["ref"])


@room.route("/api/v1/cases/<ref>")
@by_token(Permission.AUDIT)
def api_case(ref: str) -> Response:
    _asked("case")
    start, limit = int(_cursor() or 0), _limit()
    with open_work() as work:
        case = search.case(work.session, a_ref(ref))
        if case is None:
            raise Missing()
        found = search.steps(work.session, ref, start, limit + 1)
        checkpoint = queries.checkpoint(work.session, ref)
    steps = [{"index": line.index, "entry": parse(line.entry)} for line in found]
    _note("cases")
    more = {**_told(case), "checkpoint": checkpoint}
    return _page("steps", steps, limit, lambda step: str(step["index"] + 1), **more)


@room.route("/api/v1/cases/<ref>/bundle")
@by_token(Permission.AUDIT)
def api_bundle(ref: str) -> Response:
    """The same file as on the page of the case; its taking is an export in the registry."""
    _asked("bundle", UNPAGED)
    return taken(made(Asked("bundle", "zip", a_ref(ref))))


@room.route("/api/v1/registry")
@by_token(Permission.AUDIT)
def api_registry() -> Response:
    asked = _asked("registry")
    before, limit = _cursor(), _limit()
    since, until = (_day(asked[name]) if name in asked else None for name in ("since", "until"))
    wanted = WantedEntries(asked.get("kind", ""), asked.get("subject", ""), since, until)
    if wanted.backwards:
        raise Malformed(BACKWARDS)
    with open_work() as work:
        found = search.registry(work.session, wanted, int(before) if before else None, limit + 1)
    _note("registry")
    told = [rows.of_registry(line.index, line.entry) for line in found]
    return _page("entries", told, limit, lambda entry: str(entry["index"]))


@room.route("/api/v1/verdicts")
@by_token(Permission.AUDIT)
def api_verdicts() -> Response:
    _asked("verdicts")
    after, limit = _cursor(REF.fullmatch), _limit()
    with open_work() as work:
        found = list(search.verdicts(work.session, after or "", limit + 1))
    _note("verdicts")
    told = [rows.of_verdict(parse(raw), case.closed_on, within) for case, raw, within in found]
    told = [{name: row.get(name) for name in rows.VERDICTS} for row in told]
    return _page("verdicts", told, limit, lambda row: row["case"])


@room.route("/api/v1/figures")
@by_token(Permission.AUDIT)
def api_figures() -> Response:
    """Tell the figures as their page shows them: what is hidden there is null. A cursor is the
    number of a line, as of the time of asking."""
    _asked("figures")
    start, limit = int(_cursor() or 0), _limit()
    with open_work() as work:
        found = search.figures(work.session)
    _note("figures")
    told = list(enumerate(rows.of_figures(found)))[start : start + limit + 1]
    answered = told[:limit]
    return jsonify(
        figures=[line for _number, line in answered],
        least=LEAST,
        next=str(told[limit][0]) if len(told) > limit else None,
    )


@room.route("/api/v1/votes")
@by_token(Permission.AUDIT)
def api_votes() -> Response:
    """Read on in the file of a case's votes: a cursor is a place in it."""
    asked = _asked("votes")
    start, limit = int(_cursor() or 0), _limit()
    if "case" not in asked:
        raise Malformed(N_("Say of which case, as ?case=C-2026-0001."))
    file = made(Asked("votes", "jsonl", a_ref(asked["case"])))
    with open(where(file.digest), "rb") as lines:
        lines.seek(max(start - 1, 0))
        if start > file.size or (start and lines.read(1) != b"\n"):
            raise Malformed(NO_CURSOR)
        found = [line for line in (lines.readline() for _one in range(limit)) if line]
        end = lines.tell()
    record_taking(file, whole=start == 0)
    body = b'{"digest":"%s","next":%s,"rows":%d,"votes":[%s]}\n' % (
        file.digest.encode(),
        b"null" if end == file.size else b'"%d"' % end,
        file.row_count,
        b",".join(line.rstrip(b"\n") for line in found),
    )
    return Response(body, mimetype="application/json")


def _asked(where_: str, paged: tuple[str, ...] = PAGED) -> dict[str, str]:
    """Return what is asked for; raises Malformed for anything that cannot be."""
    known = {*ASKED[where_], *paged}
    given = request.args.to_dict(flat=False)
    if not known:
        if given:
            raise Malformed(N_("Nothing can be asked for here but the address itself."))
        return {}
    if not known.issuperset(given) or any(len(values) > 1 for values in given.values()):
        raise Malformed(
            N_("Only this can be asked for here, each once: %(known)s."),
            known=", ".join(sorted(known)),
        )
    found = {name: request.args[name] for name in ASKED[where_] if request.args.get(name)}
    for name, text in found.items():
        if len(text) > LONGEST_SEARCH:
            raise Malformed(
                N_("%(name)s has at most %(most)s letters. Ask for fewer words, or page on."),
                name=name,
                most=LONGEST_SEARCH,
            )
    return found


def _cursor(fits: Any = None) -> str | None:
    text = request.args.get("cursor")
    if text is None or (fits(text) if fits else number(text, OFFSETS) is not None):
        return text
    raise Malformed(NO_CURSOR)


def _limit() -> int:
    found = number(request.args.get("limit", str(USUAL)), MOST)
    if not found:
        raise Malformed(N_("A limit is a number from 1 to %(most)s."), most=MOST)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Malformed(N_("A day reads like 2026-11-23.")) from None


def _told(case: IndexedCase) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "question": case.question,
        "state": "decided" if case.kind == search.VERDICT else _state(case.kind),
        "outcome": case.outcome,
        "estimate": case.estimate,
        "withheld": case.withheld,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "entries": case.size,
    }


def _state(kind: str) -> str:
    return kind.removeprefix("case.") if kind in search.OVER else "running"


def _page(name: str, found: list[Any], limit: int, cursor: Any, **more: Any) -> Response:
    shown = found[:limit]
    following = cursor(shown[-1]) if len(found) > limit else None
    return jsonify({**more, name: shown, "next": following})


def _note(what: str) -> None:
    """Record that a program reads; HEAD reads nothing."""
    if request.method == "GET":
        with unit_of_work(current_actor(), now=asked_at()) as work:
            actions.note_reading(work, g.audit_token, what)
