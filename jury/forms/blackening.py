"""The form by which words are taken out of what is published."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from jury.blackening import LONGEST
from kernel.forms import Form


class BlackeningForm(Form):
    """Which words are to go."""

    words = StringField(
        _l("Words to take out"),
        [Length(max=LONGEST)],
        description=_l(
            "As few as tell who somebody is: a name, a place. They go wherever they stand, in any "
            "case of letters."
        ),
    )


class BlackeningStepForm(Form):
    """What an officer does about one that is proposed, or about a published reason."""

    which = HiddenField()
    step = HiddenField()
