"""Doors of the exchange: questions of a file become drafts; the bank goes out as a file."""

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Malformed, Missing, Refusal
from kernel.web import answer, open_work, takes
from quiz import actions, queries
from quiz.actions.exchange import Imported
from quiz.exchange.formats import READERS, SUFFIX, WRITERS, Format, format_of
from quiz.exchange.ours import questions
from quiz.forms.exchange import ImportForm
from quiz.views.room import room

LARGEST = 3_000_000  # bytes: a file of 2 MB in its form


@room.route("/quiz/import", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
@takes(LARGEST)
def import_questions() -> Response:
    """Take a file; answer with what became of each question, by line."""
    form = ImportForm()
    if not form.is_submitted():
        return _page(form)
    sent = request.files.get("file")
    name = (sent.filename or "") if sent else ""
    data = sent.read() if sent else b""
    if sent:
        sent.close()
    if not form.validate():
        return _page(form, status=422)
    if not data:
        form.file.errors = [_("Choose a file that is not empty.")]
        return _page(form, status=422)
    try:
        chosen = Format(form.format.data or format_of(name, data))
        reading = READERS[chosen](data)
        with open_work() as work:
            imported = actions.import_questions(work, reading, data)
    except Malformed as error:
        return _page(form, error, error.status)
    return _page(form, imported=imported)


def _page(
    form: ImportForm,
    refusal: Refusal | None = None,
    status: int = 200,
    imported: Imported | None = None,
) -> Response:
    return answer("quiz/import.html", status=status, refusal=refusal, form=form, imported=imported)


@room.route("/quiz/export.<suffix>")
@requires(Permission.EDIT_RULES)
def export_questions(suffix: str) -> Response:
    """Send the questions that are asked today, as `export.gift` or `export.xml`."""
    wanted = next((one for one, ending in SUFFIX.items() if ending == suffix), None)
    if wanted is None:
        raise Missing()
    with open_work() as work:
        bank = queries.bank_on(work.session, work.now.date())
    text = WRITERS[wanted](questions(bank))
    kind = "application/xml" if suffix == "xml" else "text/plain"
    sent = Response(text, mimetype=kind)
    sent.headers["Content-Disposition"] = f'attachment; filename="questions.{suffix}"'
    return sent
