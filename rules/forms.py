"""Forms of the rule book. They are sent by GET: where they lead can be kept and passed on."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Length, Optional

from kernel.forms import Form

LONGEST_SEARCH = 80


def printable(text: str | None) -> str | None:
    """Leave out what nobody types: it finds nothing, and no page can show it."""
    return "".join(letter for letter in text if letter.isprintable()) if text else text


class FindForm(Form):
    """Which rules to read: those with these words, those of this day."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    words = StringField(
        _l("With the words"), [Optional(), Length(max=LONGEST_SEARCH)], filters=[printable]
    )
    on = DateField(_l("As on the day"), [Optional()])
