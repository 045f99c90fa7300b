"""Forms of the audit pages."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from kernel.forms import Form


class ReceiptForm(Form):
    """A receipt, as it was given after casting."""

    receipt = TextAreaField(
        _l("Your receipt"),
        validators=[InputRequired(_l("Paste the receipt.")), Length(max=2000)],
    )
