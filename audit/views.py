"""Doors of the log, which is public, and of the auditors' room, which reads nothing but the log."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from audit import actions, export, keys, note, queries, reading, telling, tile, wording
from audit.entry import parse
from audit.forms import ReceiptForm
from audit.keys import REGISTRY
from kernel.access import Permission, public, requires
from kernel.actor import Actor, Role
from kernel.errors import N_, Malformed, Missing
from kernel.web import answer, asked_at, open_work
from kernel.work import Work, ground, unit_of_work

room = Blueprint("audit", __name__)

PAGE = 20
REF = re.compile(r"[A-Z]-[0-9]{4}-[0-9]{4,9}(-([2-9]|[1-9][0-9]))?")  # -2: the dispute, once more
NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
A_YEAR = "public, max-age=31536000, immutable"
NOT_KEPT = "no-cache"


def a_ref(text: str) -> str:
    """Return `text` if it is the reference of a case; else the page is missing."""
    if not REF.fullmatch(text):
        raise Missing()
    return text


def a_number(text: str) -> int:
    """Return the number that `text` writes in its one form; else the page is missing."""
    if not NUMBER.fullmatch(text):
        raise Missing()
    return int(text)


@room.route("/log/")
@public
def log() -> Response:
    before = a_number(request.args["before"]) if "before" in request.args else None
    with open_work() as work:
        lines = queries.newest(work.session, REGISTRY, before, PAGE)
        head = queries.head(work.session, REGISTRY)
        checkpoint = queries.checkpoint(work.session, REGISTRY)
        waiting = queries.waiting(work.session)
    return answer(
        "audit/log.html",
        "entries",
        notes=wording.notes(lines),
        size=head.size if head else 0,
        checkpoint=checkpoint,
        vkey=str(keys.verifier(ground().settings)),
        waiting=waiting,
        older=lines[-1].index if lines and lines[-1].index else None,
        newer=_newer(before, head.size if head else 0),
    )


def _newer(before: int | None, size: int) -> int | None:
    """Return where the page of newer entries begins; None on the newest."""
    return None if before is None or before >= size else min(before + PAGE, size)


@room.route("/log/checkpoint")
@public
def checkpoint() -> Response:
    return _checkpoint(REGISTRY)


@room.route("/log/tile/<path:path>")
@public
def registry_tile(path: str) -> Response:
    return _tile(REGISTRY, path)


@room.route("/log/consistency/<old>")
@public
def consistency(old: str) -> Response:
    with open_work() as work:
        content = queries.consistency(work.session, REGISTRY, a_number(old))
    return _plain(content, NOT_KEPT)


@room.route("/log/case/<ref>/checkpoint")
@public
def case_checkpoint(ref: str) -> Response:
    return _checkpoint(a_ref(ref))


@room.route("/log/case/<ref>/tile/<path:path>")
@public
def case_tile(ref: str, path: str) -> Response:
    return _tile(a_ref(ref), path, withheld=telling.withheld)


def _checkpoint(log_name: str) -> Response:
    with open_work() as work:
        found = queries.checkpoint(work.session, log_name)
    if found is None:
        raise Missing()
    return _plain(found.encode(), NOT_KEPT)


def _tile(
    log_name: str, path: str, withheld: Callable[[dict[str, Any]], bool] | None = None
) -> Response:
    """Answer a tile; its entries not to everybody if the log's last entry says they are withheld.

    Hashes are everybody's, so that a withheld log can still be held to its checkpoints.
    """
    try:
        wanted = tile.parsed(path)
    except ValueError:
        raise Missing() from None
    with open_work() as work:
        content = queries.tile(work.session, log_name, wanted)
        # Asked after the tile was read: a log only grows, so what is in the tile is known here.
        last = queries.last_entry(work.session, log_name) if wanted.level == tile.ENTRIES else None
        closed = bool(withheld and last and withheld(parse(last)))
        if closed and Role.AUDITOR not in work.actor.roles:
            raise Missing()
    kept = "no-store" if closed else A_YEAR
    return _kept(Response(content, mimetype="application/octet-stream"), kept)


def _plain(content: bytes, kept: str) -> Response:
    return _kept(Response(content, content_type="text/plain; charset=utf-8"), kept)


def _kept(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    return response


@room.route("/log/receipt", methods=["GET", "POST"])
@public
def receipt() -> Response:
    form, found, refusal = ReceiptForm(), None, None
    status = 200
    if form.validate_on_submit():
        with unit_of_work(writing=False) as work:
            try:
                found = _look_up(work, str(form.receipt.data))
            except Malformed as error:
                refusal, status = error, error.status
    elif form.is_submitted():
        status = 422
    return answer("audit/receipt.html", "checked", status, form=form, found=found, refusal=refusal)


def _look_up(work: Work, text: str) -> dict[str, Any]:
    """Return what is to be said of a receipt; raises Malformed for one that is not ours."""
    text = text.rstrip("\n") + "\n"
    origin = text.split("\n", 1)[0]
    ref = origin.removeprefix(keys.origin(work.settings, ""))
    if ref == origin or not REF.fullmatch(ref):
        raise Malformed(N_("This is no receipt of a ballot in one of our logs."))
    try:
        promised = note.receipt(text, keys.verifier(work.settings, ref))
    except note.BadNote:
        raise Malformed(
            N_("The signature does not fit: this receipt was changed, or we did not write it.")
        ) from None
    index = queries.sequenced(work.session, ref, promised.leaf)
    return {"ref": ref, "index": index, "merge_by": promised.merge_by}


@room.route("/audit/")
@requires(Permission.AUDIT)
def cases() -> Response:
    with open_work() as work:
        found = queries.cases(work.session)
    shown = [(one, parse(one.first)["question"], wording.stage(one.last)) for one in found]
    return answer("audit/cases.html", cases=shown)


@room.route("/audit/cases/<ref>")
@requires(Permission.AUDIT)
def case(ref: str) -> Response:
    with open_work() as work:
        entries = queries.entries(work.session, a_ref(ref))
        found = queries.checkpoint(work.session, ref)
    if not entries:
        raise Missing()
    return answer(
        "audit/case.html",
        ref=ref,
        question=parse(entries[0])["question"],
        steps=wording.timeline(entries),
        stage=wording.stage(entries[-1]),
        decided=export.is_decided([parse(entries[-1])]),
        checkpoint=found,
        size=len(entries),
    )


@room.route("/audit/cases/<ref>/bundle")
@requires(Permission.AUDIT)
def bundle(ref: str) -> Response:
    return _taken(
        f"case-{a_ref(ref)}.zip",
        "application/zip",
        ("bundle", "zip", ref),
        lambda session: reading.bundle_of(session, ref),
    )


@room.route("/audit/cases/<ref>/votes.csv")
@requires(Permission.AUDIT)
def votes_csv(ref: str) -> Response:
    return _taken(
        f"votes-{a_ref(ref)}.csv",
        "text/csv",
        ("votes", "csv", ref),
        lambda session: export.csv(reading.votes_of(session, [ref])),
    )


@room.route("/audit/cases/<ref>/votes.jsonl")
@requires(Permission.AUDIT)
def votes_jsonl(ref: str) -> Response:
    return _taken(
        f"votes-{a_ref(ref)}.jsonl",
        "application/jsonl",
        ("votes", "jsonl", ref),
        lambda session: export.jsonl(reading.votes_of(session, [ref])),
    )


def _taken(
    name: str, kind: str, what: tuple[str, str, str], make: Callable[[Session], bytes]
) -> Response:
    """Make a file, record that it was taken, and hand it over; a HEAD takes nothing."""
    with open_work() as work:
        content, actor = make(work.session), work.actor
    if request.method == "GET":
        # Its own short transaction: making a bundle must not hold the lock of all writers.
        with unit_of_work(actor, now=asked_at()) as work:
            actions.note_export(work, *what)
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(response, "no-store")


@dataclass(frozen=True)
class Waiting:
    """A line on a desk, in the shape that the desk asks for."""

    title: str
    detail: str
    url: str
    count: int = 1


def waiting(session: Session, actor: Actor, now: datetime) -> list[Any]:
    """What waits for an auditor: decided cases to look into, and entries that are late."""
    if Role.AUDITOR not in actor.roles:
        return []
    found = queries.cases(session)
    decided = sum(parse(one.last)["kind"] == "verdict" for one in found)
    detail = _(
        "%(decided)s of %(all)s cases are decided: take a bundle and check it.",
        decided=decided,
        all=len(found),
    )
    return [Waiting(_("Cases to audit"), detail, "/audit/", decided)]
