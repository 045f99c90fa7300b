"""Doors of the log, which is public: its page, checkpoints, tiles, proofs."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request

from audit import (
    note,
    policyfile,
    publishing,
    queries,
    rotation,
    stamping,
    telling,
    tile,
    tilestore,
    witnesses,
    wording,
)
from audit.entry import parse
from audit.keys import REGISTRY, LostKey
from audit.note import Verifier
from audit.views.room import (
    A_YEAR,
    a_hash,
    a_number,
    a_ref,
    kept,
    plain,
    room,
    unless_held,
)
from kernel.access import public
from kernel.actor import Role
from kernel.errors import Missing
from kernel.jobs import jobs
from kernel.web import answer, asked_at, open_work
from kernel.work import Work, ground

PAGE = 20


@room.route("/log/")
@public
def log() -> Response:
    before = a_number(request.args["before"]) if "before" in request.args else None
    jobs().look_again(asked_at())
    policy = policyfile.policy_of(ground().settings)
    with open_work() as work:
        witnessed = witnesses.witnessed(work.session, policy) if policy else None
        lines = queries.newest(work.session, REGISTRY, before, PAGE)
        head = queries.head(work.session, REGISTRY)
        checkpoint = queries.checkpoint(work.session, REGISTRY)
        waiting = queries.waiting(work.session)
        counted = current_app.extensions["venire-counters"](work.session, work.now)
        now = work.now
        verifiers = _verifiers(work)
    settings = ground().settings
    shown_at = publishing.shown_at(settings)
    return answer(
        "audit/log.html",
        "entries",
        notes=wording.notes(lines),
        size=head.size if head else 0,
        checkpoint=checkpoint,
        vkey=str(verifiers[-1]) if verifiers else None,
        waiting=waiting,
        as_left=not jobs().found,
        counted=counted,
        shown_at=shown_at,
        age=now - shown_at if shown_at else None,
        trustees=settings.trustees if settings.trustees[0] else None,
        witnessed=witnessed,
        stamped=bool(stamping.kept(settings)),
        older_keys=[str(one) for one in verifiers[:-1]],
        enough=policy.plainly if policy else None,
        older=lines[-1].index if lines and lines[-1].index else None,
        newer=_newer(before, head.size if head else 0),
    )


def _verifiers(work: Work) -> list[Verifier]:
    """Return the keys of the log, the oldest first; none while the one that signs is lost."""
    try:
        return rotation.verifiers(work.session, work.settings)
    except LostKey:
        return []


def _newer(before: int | None, size: int) -> int | None:
    """Return where the page of newer entries begins; None on the newest."""
    return None if before is None or before >= size else min(before + PAGE, size)


@room.route("/log/checkpoint")
@public
def checkpoint() -> Response:
    return _checkpoint(REGISTRY)


@room.route("/log/checkpoint/witnessed")
@public
def witnessed_checkpoint() -> Response:
    """The last checkpoint that enough witnesses have signed, for whoever asks for their word."""
    policy = policyfile.policy_of(ground().settings)
    with open_work() as work:
        found = witnesses.checkpoint(work.session, policy) if policy else None
    if found is None:
        raise Missing()
    return _named(f"registry-{_size_in(found)}-witnessed.checkpoint", plain(found.encode()))


@room.route("/log/tile/<path:path>")
@public
def registry_tile(path: str) -> Response:
    return _tile(REGISTRY, path)


@room.route("/log/consistency/<old>")
@public
def consistency(old: str) -> Response:
    return _consistency(REGISTRY, old)


@room.route("/log/consistency/<old>/<new>")
@public
def consistency_between(old: str, new: str) -> Response:
    return _consistency(REGISTRY, old, new)


@room.route("/log/case/<ref>/checkpoint")
@public
def case_checkpoint(ref: str) -> Response:
    return _checkpoint(a_ref(ref))


@room.route("/log/case/<ref>/tile/<path:path>")
@public
def case_tile(ref: str, path: str) -> Response:
    return _tile(a_ref(ref), path, withheld=telling.withheld)


@room.route("/log/case/<ref>/consistency/<old>")
@public
def case_consistency(ref: str, old: str) -> Response:
    return _consistency(a_ref(ref), old)


@room.route("/log/case/<ref>/consistency/<old>/<new>")
@public
def case_consistency_between(ref: str, old: str, new: str) -> Response:
    return _consistency(a_ref(ref), old, new)


@room.route("/log/case/<ref>/proof/<leaf>")
@public
def case_proof(ref: str, leaf: str) -> Response:
    """The proof that an entry is in the log, for whoever knows its hash, as from a receipt."""
    log_name, leaf_hash = a_ref(ref), a_hash(leaf)
    with open_work() as work:
        content = tilestore.inclusion(work.session, log_name, leaf_hash)
    return _named(f"{ref}-{leaf[:8]}.tlog-proof", plain(content))


def _size_in(checkpoint: str) -> int:
    return note.Checkpoint.parsed(note.text_of(checkpoint)).size


def _named(name: str, response: Response) -> Response:
    """Say under which name an answer is saved."""
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _checkpoint(log_name: str) -> Response:
    with open_work() as work:
        found = queries.checkpoint(work.session, log_name)
    if found is None:
        raise Missing()
    return _named(f"{log_name}-{_size_in(found)}.checkpoint", plain(found.encode()))


def _consistency(log_name: str, old: str, new: str | None = None) -> Response:
    """Answer the proof that a log continues its first `old` entries, up to its latest checkpoint or
    to an earlier one, such as that of a bundle."""
    size, until = a_number(old), None if new is None else a_number(new)
    if until == 0:
        raise Missing()
    with open_work() as work:
        content = tilestore.consistency(work.session, log_name, size, until)
    end = _size_in(content.decode().partition("\n\n")[2])
    return _named(f"{log_name}-{old}-{end}.consistency", plain(content))


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
        content = tilestore.tile(work.session, log_name, wanted)
        # Asked after the tile was read: a log only grows, so what is in the tile is known here.
        last = queries.last_entry(work.session, log_name) if wanted.level == tile.ENTRIES else None
        closed = bool(withheld and last and withheld(parse(last)))
        if closed and Role.AUDITOR not in work.actor.roles:
            raise Missing()
    answered = Response(content, mimetype="application/octet-stream")
    return kept(answered, "no-store") if closed else unless_held(kept(answered, A_YEAR))
