"""Doors for whoever checks a case and needs nobody's leave: the bundle, the verifier, how to do it.

A bundle that is taken here is no export of auditors, and the registry does not grow by it. Of a
small panel that was unanimous, auditors alone take the bundle, at their own door.
"""

from pathlib import Path
from threading import Lock

from flask import Response, send_file

from audit import queries, search, telling
from audit.entry import parse
from audit.exports.making import TYPES, Asked
from audit.models import ExportFile
from audit.views.files import made, where
from audit.views.room import a_ref, kept, room, unless_held
from audit.zipform import packed
from kernel.access import public
from kernel.errors import N_, Conflict, Missing, TooMany
from kernel.web import open_work

AN_HOUR = "public, max-age=3600"
MAKING = Lock()
ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "audit" / "verify"
PARTS = ("*.py", "pyproject.toml", "README.md", "LICENSE")  # of the distribution of its own


@room.route("/log/case/<ref>/bundle")
@public
def public_bundle(ref: str) -> Response:
    with open_work() as work:
        last = queries.last_entry(work.session, a_ref(ref))
        if last is None:
            raise Missing()
        says = parse(last)
        if says["kind"] != search.VERDICT:
            raise Conflict(telling.no_bundle(says))
        if telling.withheld(says):
            raise Missing()
        asked = Asked("bundle", "zip", ref)
        found = search.export_made(work.session, asked.name, work.now)
    if found is None or not where(found.digest).exists():
        found = _make(asked)
    response = send_file(
        where(found.digest),
        mimetype=TYPES["zip"],
        etag=found.digest,
        last_modified=found.made_at,
        as_attachment=True,
        download_name=found.name,
    )
    return kept(response, AN_HOUR)


@room.route("/log/how-to-check")
@public
def how_to_check() -> Response:
    return _document("verifying.md")


@room.route("/log/formats")
@public
def formats() -> Response:
    return _document("formats.md")


@room.route("/log/events")
@public
def events() -> Response:
    return _document("events.md")


@room.route("/log/verifier.zip")
@public
def verifier() -> Response:
    """The verifier as a distribution of its own: what `pip install ./venire-verify` takes."""
    paths = sorted(path for part in PARTS for path in VERIFIER.glob(part))
    content = packed({f"venire-verify/{path.name}": path.read_bytes() for path in paths})
    response = Response(content, mimetype=TYPES["zip"])
    response.headers["Content-Disposition"] = 'attachment; filename="venire-verify.zip"'
    return unless_held(kept(response, AN_HOUR))


def _document(name: str) -> Response:
    content = (ROOT / "docs" / name).read_bytes()
    return unless_held(kept(Response(content, mimetype="text/plain"), AN_HOUR))


def _make(asked: Asked) -> ExportFile:
    """Make the file, which stays for a week: one at a time, so that strangers take one thread of
    the server at most. Raises TooMany for whoever comes meanwhile."""
    if not MAKING.acquire(blocking=False):
        raise TooMany(N_("Another bundle is being made. Try again in a minute."))
    try:
        return made(asked)
    finally:
        MAKING.release()
