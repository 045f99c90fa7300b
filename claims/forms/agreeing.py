"""Forms about the text that jurors would read: what the claimant says of it, and the answer."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from claims.forms.fields import Revision, up_to
from kernel.forms import Form
from kernel.remark import LONGEST


class TextForm(Form):
    """Whether the text may go before the jury."""

    revision = Revision()
    read = BooleanField(
        _l("I have read what jurors will see and how they decide, and it may go before them")
    )
    told = TextAreaField(
        _l("For the officers only: what could give you away, or what is wrong"), [up_to(LONGEST)]
    )
    for_jurors = TextAreaField(_l("For the jurors: what you say to the summary"), [up_to(LONGEST)])


class RefusalForm(Form):
    """What an officer answers to a claimant who did not agree to the text."""

    answer = TextAreaField(
        _l("Your answer to the claimant"),
        [
            InputRequired(_l("Say to the claimant what you changed, or why the text stays.")),
            up_to(LONGEST),
        ],
    )
