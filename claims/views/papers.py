"""Doors of files: they are brought, opened by those on the claim, and taken back.

A file leaves the house as a download and nothing else, whatever is in it.
"""

from io import BytesIO
from urllib.parse import quote

from flask import Response, request, send_file
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import FileForm
from claims.papers import MOST_BYTES, Paper
from claims.timetable import Side
from claims.uploads import MIME, Judged, Kind, judge, plain
from claims.views.claimant import claim_page, fresh_form
from claims.views.room import room
from claims.views.statements import door_of, statement_page
from kernel.access import Permission, current_actor, requires
from kernel.errors import Malformed, Missing, Refusal
from kernel.web import answer, asked_at, htmx, notice, open_work, see, takes, words_of
from kernel.work import unit_of_work

LARGEST = MOST_BYTES + 2_000_000  # bytes: what is a little too large is told beside the field


@room.route("/claims/<ref>/papers", methods=["POST"])
@requires(Permission.SIGNED_IN)
@takes(LARGEST, of_file=MOST_BYTES)
def papers(ref: str) -> Response:
    """Take one of the papers of a claim, from its claimant."""
    with open_work() as work:
        page = claim_page(work, ref)
    if page["papers"] is None:
        raise Missing()
    form = fresh_form(page["papers"], sent=True)
    if page["paper_form"] is not None:  # else it is said below why nothing is brought any more
        page["paper_form"] = form
    try:
        with open_work() as work:  # first: to look into a file takes long
            queries.check_bring(work.session, page["claim"])
        judged = judged_in(form)
        if judged is None:
            return answer("claims/claim.html", "papers", status=422, **page)
        with open_work() as work:
            actions.add_paper(work, ref, Paper(form.paper.data), judged)
    except Refusal as refusal:
        return answer("claims/claim.html", "papers", refusal.status, refusal=refusal, **page)
    notice(_("The file is there."))
    notice(_("The file is there."), "file")  # beside the button too: on a phone the top is far off
    return _papers_now(ref)


def _papers_now(ref: str) -> Response:
    if not htmx:
        return see("claims.claim", ref=ref, _anchor="papers")
    with open_work() as work:
        page = claim_page(work, ref)
    return answer("claims/claim.html", "papers", **page)


@room.route("/claims/<ref>/attachments", methods=["POST"])
@requires(Permission.SIGNED_IN)
@takes(LARGEST, of_file=MOST_BYTES)
def attachments(ref: str) -> Response:
    """Take an attachment of the claimant's statement, from the claimant or their adviser."""
    return _attach(ref, Side.CLAIMANT)


@room.route("/claims/<ref>/plan-attachments", methods=["POST"])
@requires(Permission.PREPARE_CASES)
@takes(LARGEST, of_file=MOST_BYTES)
def plan_attachments(ref: str) -> Response:
    """Take an attachment of the plan's statement, from an officer."""
    return _attach(ref, Side.RESPONDENT)


def _attach(ref: str, side: Side) -> Response:
    form = FileForm()
    with open_work() as work:
        page = statement_page(work, ref, side) | {"file_form": form}
    try:
        with open_work() as work:
            queries.check_attach(work.session, page["claim"], side, work.now)
        judged = judged_in(form)
        if judged is None:
            return answer("claims/statement.html", "attachments", status=422, **page)
        with open_work() as work:
            actions.attach(work, ref, side, judged)
    except Refusal as refusal:
        page["refusal"] = refusal
        return answer("claims/statement.html", "attachments", refusal.status, **page)
    notice(_("The file is attached."))
    notice(_("The file is attached."), "file")
    return _attachments_now(ref, side)


def _attachments_now(ref: str, side: Side) -> Response:
    if not htmx:
        return see(door_of(side), ref=ref, _anchor="attachments")
    with open_work() as work:
        page = statement_page(work, ref, side)
    return answer("claims/statement.html", "attachments", **page)


@room.route("/claims/<ref>/papers/<paper_id>")
@requires(Permission.SIGNED_IN)
def paper(ref: str, paper_id: str) -> Response:
    """A file, for the claimant; an attachment, for their adviser too."""
    return _download(ref, Side.CLAIMANT, paper_id)


@room.route("/claims/<ref>/plan-papers/<paper_id>")
@requires(Permission.PREPARE_CASES)
def plan_paper(ref: str, paper_id: str) -> Response:
    """A file, for the officers on the claim."""
    return _download(ref, Side.RESPONDENT, paper_id)


def _download(ref: str, side: Side, paper_id: str) -> Response:
    with unit_of_work(current_actor(), now=asked_at()) as work:  # writes: that it was opened
        row, data = actions.open_paper(work, ref, side, paper_id)
    sent = send_file(
        BytesIO(data),
        MIME[Kind(row.kind)],
        conditional=False,  # in one piece: each piece would be an opening of its own
    )
    sent.headers.set("Content-Disposition", "attachment", **_saved_as(row.label))
    sent.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    sent.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    sent.headers["X-Content-Type-Options"] = "nosniff"
    sent.headers["Cache-Control"] = "no-store"
    return sent


def _saved_as(label: str) -> dict[str, str]:
    """Return the names that a file is saved under: in plain letters and, if it differs, as shown.

    Flask's own would call a file without one plain letter `.pdf`, which many programs hide.
    """
    names = {"filename": plain(label)}
    if names["filename"] != label:
        names["filename*"] = f"UTF-8''{quote(label, safe='')}"
    return names


@room.route("/claims/<ref>/papers/<paper_id>/removal", methods=["POST"])
@requires(Permission.SIGNED_IN)
def paper_removal(ref: str, paper_id: str) -> Response:
    """Take back a paper, or an attachment of the claimant's statement."""
    return _remove(ref, Side.CLAIMANT, paper_id)


@room.route("/claims/<ref>/plan-papers/<paper_id>/removal", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def plan_paper_removal(ref: str, paper_id: str) -> Response:
    """Take back an attachment of the plan's statement."""
    return _remove(ref, Side.RESPONDENT, paper_id)


def _remove(ref: str, side: Side, paper_id: str) -> Response:
    with open_work() as work:
        gone = actions.remove_paper(work, ref, side, paper_id)
    notice(_("The file is removed."))
    return _papers_now(ref) if gone.side is None else _attachments_now(ref, side)


def judged_in(form: FileForm) -> Judged | None:
    """Return the file that a form brings.

    None where it cannot be taken, or something else is wrong; the form says what, all at once.
    """
    valid = form.validate()
    sent = [one for one in request.files.getlist(form.file.name) if one.filename]
    data = sent[0].read(MOST_BYTES + 1) if len(sent) == 1 else b""
    for one in sent:
        one.close()
    if len(sent) != 1:
        form.file.errors = [_("Send one file at a time.") if sent else _("Choose a file.")]
        return None
    try:
        judged = judge(data, sent[0].filename or "")
        return judged if valid else None
    except Malformed as error:
        form.file.errors = [words_of(error)]
        return None
