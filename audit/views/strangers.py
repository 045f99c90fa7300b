"""Doors for whoever checks a case and needs nobody's leave: the bundle, the verifier, how to do it.

A bundle that is taken here is no export of auditors, and the registry does not grow by it. Of a
small panel that was unanimous, auditors alone take the bundle, at their own door.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import BoundedSemaphore
from typing import cast

from flask import Response
from werkzeug.wsgi import ClosingIterator

from audit import queries, search, telling
from audit.entry import parse
from audit.exports import spool
from audit.exports.making import TYPES, Asked
from audit.models import ExportFile
from audit.views.files import AGAIN, BEING_MADE, handed, made, there
from audit.views.room import a_ref, kept, room, unless_held
from audit.zipform import packed
from kernel.access import public
from kernel.errors import N_, Busy, Conflict, Missing
from kernel.web import open_work
from kernel.work import ground

AN_HOUR = 3600  # seconds
FOR_AN_HOUR = f"public, max-age={AN_HOUR}"
SENDING = BoundedSemaphore(2)  # bundles that one process sends to strangers at once
MAKING = "a bundle for strangers"  # of which one is made at a time
ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "audit" / "verify"
BEING_SENT = N_("Others are taking bundles just now. Try again in a minute.")
NO_ROOM = N_("There is no room for another bundle just now. Try again in an hour.")
ROOM = 1 << 30  # bytes that stay free on the disk for what people do here
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
    found = there(asked) or _make(asked)
    response = kept(handed(found), FOR_AN_HOUR)
    # Who asks and reads slowly, or never, holds a thread: most of them stay free for others.
    if not SENDING.acquire(blocking=False):
        response.close()
        raise Busy(BEING_SENT, again=AGAIN)
    # A file is passed through as it is, so it is what tells that all was sent.
    content = cast(Iterable[bytes], response.response)
    response.response = ClosingIterator(content, SENDING.release)
    return response


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
    return unless_held(kept(response, FOR_AN_HOUR))


def _document(name: str) -> Response:
    content = (ROOT / "docs" / name).read_bytes()
    return unless_held(kept(Response(content, mimetype="text/plain"), FOR_AN_HOUR))


def _make(asked: Asked) -> ExportFile:
    """Make the file, which stays for a week: one at a time, so that strangers take one thread of
    the server at most. Raises Busy for whoever comes meanwhile."""
    within = spool.folder(ground().settings.home)
    if shutil.disk_usage(within).free < ROOM:
        raise Busy(NO_ROOM, again=AN_HOUR)
    try:
        with spool.alone(within, MAKING, patience=0):
            return made(asked)
    except spool.BeingMade:
        raise Busy(BEING_MADE, again=AGAIN) from None
