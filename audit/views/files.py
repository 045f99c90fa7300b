"""Doors where auditors take files: each one taken is an entry of the registry."""

from pathlib import Path
from typing import BinaryIO

from flask import Response, request, send_file
from flask_babel import gettext as _

from audit import actions, search
from audit.exports import making, spool
from audit.exports.making import TYPES, Asked
from audit.forms import ExportForm, RegistryForm
from audit.models import ExportFile
from audit.views.room import a_ref, kept, room
from audit.wording import columns
from kernel.access import Permission, current_actor, requires
from kernel.errors import N_, Busy, Missing, Refusal
from kernel.web import answer, asked_at, notice, open_work, see, tell_when
from kernel.work import ground, unit_of_work

SHOWN = 50  # files on the page of exports
AGAIN = 30  # seconds until it is asked again for a file that is being made
BEING_MADE = N_(
    "This file is being made, for you or for somebody else, and it takes a while: to open a "
    "million ballots takes minutes. Ask for it again in half a minute. That does not begin anew."
)


@room.route("/audit/cases/<ref>/bundle")
@requires(Permission.AUDIT)
def bundle(ref: str) -> Response:
    return taken(made(Asked("bundle", "zip", a_ref(ref))))


@room.route("/audit/cases/<ref>/votes.csv")
@requires(Permission.AUDIT)
def votes_csv(ref: str) -> Response:
    return taken(made(Asked("votes", "csv", a_ref(ref), bom=request.args.get("bom") == "1")))


@room.route("/audit/cases/<ref>/votes.jsonl")
@requires(Permission.AUDIT)
def votes_jsonl(ref: str) -> Response:
    return taken(made(Asked("votes", "jsonl", a_ref(ref))))


@room.route("/audit/cases/<ref>/votes.xlsx")
@requires(Permission.AUDIT)
def votes_xlsx(ref: str) -> Response:
    return taken(made(Asked("votes", "xlsx", a_ref(ref))))


@room.route("/audit/figures.csv")
@requires(Permission.AUDIT)
def figures_csv() -> Response:
    return taken(made(Asked("figures", "csv", bom=request.args.get("bom") == "1")))


@room.route("/audit/exports", methods=["GET", "POST"])
@requires(Permission.AUDIT)
def exports() -> Response:
    """Files of many cases: what is asked for is made, and then taken as often as one likes."""
    form = ExportForm(data=None if request.method == "POST" else _begun())
    refusal, status = None, 200
    with unit_of_work(current_actor(), writing=False, now=asked_at()) as work:
        form.offer(search.kinds(work.session))
    if form.validate_on_submit():
        try:
            made(form.asked)
            notice(_("The file is made, and first in the list below."))
            return see(".exports")
        except Missing:
            form.case.errors = [_("No case of this reference has a log.")]
            status = 422
        except Refusal as error:
            refusal, status = error, error.status
    elif form.is_submitted():
        status = 422
    with unit_of_work(current_actor(), writing=False, now=asked_at()) as work:
        files = search.exports(work.session, SHOWN)
    page = answer(
        "audit/exports.html",
        "exports",
        status,
        form=form,
        files=files,
        refusal=refusal,
        columns=columns,
    )
    tell_when(page, refusal)
    return page


def _begun() -> dict[str, object]:
    """Return what the address asks for, as where one comes from the entries of the registry."""
    form = RegistryForm(request.args)
    days = {name: form[name].data for name in ("since", "until")}
    texts = {name: request.args.get(name) for name in ("what", "kind", "subject")}
    return {**texts, **days}


@room.route("/audit/exports/<digest>/<name>")
@requires(Permission.AUDIT)
def export_file(digest: str, name: str) -> Response:
    with open_work() as work:
        found = search.export(work.session, digest, name)
    if found is None:
        raise Missing()
    return taken(found)


def made(asked: Asked) -> ExportFile:
    """Make a file, or find it made. Whoever asks while another makes it waits for that, and gets
    what the other made; raises Busy where that takes long, and what `making.write` raises."""
    if asked.stays and (found := there(asked)):
        return found
    before = there(asked)
    within = spool.folder(ground().settings.home)
    try:
        with spool.alone(within, asked.name, spool.PATIENCE) as waited:
            found = there(asked) if asked.stays or waited else None
            fresh = found and (before is None or found.made_at != before.made_at)
            return found if found and (asked.stays or fresh) else _make(asked, within)
    except spool.BeingMade:
        raise Busy(BEING_MADE, again=AGAIN) from None


def there(asked: Asked) -> ExportFile | None:
    """Return the file that was made last of what is asked for, if it can be taken."""
    with unit_of_work(current_actor(), writing=False, now=asked_at()) as work:
        found = search.export_made(work.session, asked.name, work.now)
    return found if found and where(found.digest).exists() else None


def _make(asked: Asked, within: Path) -> ExportFile:
    """Write a file in a transaction that only reads, and put it in its place in a short one: no
    export holds the lock of all writers."""
    actor, now = current_actor(), asked_at()

    def write(out: BinaryIO, parts: Path) -> int:
        with unit_of_work(actor, writing=False, now=now) as work:
            return making.write(work.session, asked, out, parts)

    with spool.drafted(within, now, write) as draft:
        row = ExportFile(
            digest=draft.digest,
            name=asked.name,
            what=asked.what,
            form=asked.form,
            case_ref=asked.case,
            only=asked.only.told,
            row_count=draft.rows,
            size=draft.size,
            made_at=now,
        )
        with unit_of_work(actor, now=now) as work:
            actions.keep_export(work, row, draft)
    return row


def taken(file: ExportFile) -> Response:
    """Hand over a file or the part of it that is asked for, and record it before the first byte
    leaves; who asks for the headers alone, or has the file already, takes nothing."""
    response = handed(file)
    if response.status_code in {200, 206}:
        part = response.status_code == 206 and response.content_range.start != 0
        record_taking(file, whole=not part)
    return kept(response, "no-store")


def handed(file: ExportFile) -> Response:
    """Return the response with a file that was made, or with the part of it that is asked for;
    raises Missing where it was cleared meanwhile."""
    try:
        response = send_file(
            where(file.digest),
            mimetype=TYPES[file.form],
            etag=file.digest,
            last_modified=file.made_at,
        )
    except FileNotFoundError:
        raise Missing() from None
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def record_taking(file: ExportFile, *, whole: bool) -> None:
    """Record that a file is taken, from its beginning or not; a HEAD takes nothing."""
    if request.method == "GET":
        with unit_of_work(current_actor(), now=asked_at()) as work:
            actions.take_export(work, file, whole=whole)


def where(digest: str) -> Path:
    """Return where the file of a digest is."""
    return spool.folder(ground().settings.home) / digest
