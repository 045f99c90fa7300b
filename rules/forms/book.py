"""Forms of the book's readers: what to read, what to compare, what to remark on.

Those that only ask are sent by GET: where they lead can be kept and passed on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from kernel.forms import Form
from rules.actions.comments import LONGEST_COMMENT, LONGEST_QUOTE
from rules.clause import ClauseVersion

LONGEST_SEARCH = 80


def printable(text: str | None) -> str | None:
    """Leave out what nobody types: it finds nothing, and no page can show it."""
    return "".join(letter for letter in text if letter.isprintable()) if text else text


class FindForm(Form):
    """Which rules to read: those with these words, those of this day, as they were known then."""

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    words = StringField(
        _l("With the words"), [Optional(), Length(max=LONGEST_SEARCH)], filters=[printable]
    )
    on = DateField(_l("As on the day"), [Optional()])
    known = DateField(_l("As it was known on"), [Optional()])

    def fits(self, today: date) -> bool:
        """Whether all of it can be asked; nobody knows yet what will be known after `today`."""
        good = self.validate()
        if self.known.data and self.known.data > today:
            self.known.errors = [_l("That day has not come yet.")]
            return False
        return good


def compare_form(versions: Sequence[ClauseVersion], first: int, second: int) -> Form:
    """Return the form that asks for two versions of a clause; `first` and `second` are chosen."""
    numbers = list(dict.fromkeys(one.version for one in versions))
    choices = [SelectChoice(str(one), _l("Version %(n)s", n=one)) for one in numbers]

    class Meta(Form.Meta):
        csrf = False  # it changes nothing

    fields: dict[str, Any] = {
        "Meta": Meta,
        "from": SelectField(_l("Compare"), choices=choices, default=str(first)),
        "to": SelectField(_l("with"), choices=choices, default=str(second)),
    }
    form: Form = type("CompareForm", (Form,), fields)(formdata=None)
    return form


class RemarkForm(Form):
    """What a member says of words of a clause. `version` is the one that was read."""

    version = HiddenField()
    quote = TextAreaField(
        _l("The words that you mean"),
        [
            DataRequired(_l("Copy the words that you mean from the clause.")),
            Length(max=LONGEST_QUOTE, message=_l("Choose a passage of at most 400 letters.")),
        ],
        description=_l("Copy them from the text above."),
    )
    text = TextAreaField(
        _l("Your remark"),
        [
            DataRequired(_l("Say what you want to remark.")),
            Length(max=LONGEST_COMMENT, message=_l("Keep it within 1,000 letters.")),
        ],
        description=_l("Members and editors see it, and not who wrote it. Name nobody in it."),
    )
