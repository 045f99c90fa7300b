"""Forms that bring a file: one of the papers of a claim, or an attachment of a statement."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice

from claims.papers import NAMES, Paper
from kernel.forms import Form

WHAT = _l("PDF, JPEG or PNG, at most 10 MB, one at a time.")


class FileForm(Form):
    """A file."""

    file = FileField(_l("File"), description=WHAT)


class PaperForm(FileForm):
    """A file, and which paper it is."""

    paper = SelectField(_l("Which paper it is"))


def paper_form(asked: Iterable[Paper], missing: Iterable[Paper], *, sent: bool) -> PaperForm:
    """Return the form of a claim that is asked for these papers; the first missing one is chosen.

    sent: take what the request brings.
    """
    form = PaperForm() if sent else PaperForm(formdata=None)
    form.paper.choices = [
        SelectChoice(value=one, label=_l(NAMES[one])) for one in (*asked, Paper.OTHER)
    ]
    if not sent:
        form.paper.data = next(iter(missing), Paper.OTHER)
    return form
