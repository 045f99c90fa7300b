"""The form in which a file of questions is brought."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectChoice, SelectField

from kernel.forms import Form
from quiz.exchange.limits import MOST_BYTES


class ImportForm(Form):
    """A file, and what it is written in where its name does not tell."""

    file = FileField(
        _l("File"),
        description=_l(
            "GIFT, Aiken or Moodle XML, in UTF-8, up to %(most)s MB.",
            most=MOST_BYTES // (1024 * 1024),
        ),
    )
    format = SelectField(
        _l("Written in"),
        choices=[
            SelectChoice(value="", label=_l("what its name says")),
            SelectChoice(value="gift", label=_l("GIFT")),
            SelectChoice(value="aiken", label=_l("Aiken")),
            SelectChoice(value="moodle-xml", label=_l("Moodle XML")),
        ],
    )
