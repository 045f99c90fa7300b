"""Forms of a dispute: a text of one side, more time for it, the adviser."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from claims.claim import LONGEST_STATEMENT
from claims.forms.fields import NEEDED, Revision, Statement, Whole, up_to
from claims.timetable import LONGEST_REPLY, LONGEST_WHY_MORE, MOST_MORE_DAYS, Round, Side
from claims.wording import PLACES_OF_TEXTS, WHY_MORE
from kernel.forms import Form


class StatementForm(Form):
    """What a side writes. revision: the edition that it was written on."""

    revision = Revision()
    text = Statement(_l("Your statement"), LONGEST_STATEMENT)


class ReplyForm(Form):
    """What a side answers to the other's statement."""

    revision = Revision()
    text = Statement(_l("Your reply"), LONGEST_REPLY)


class OnceMoreForm(Form):
    """That a text was read once more. revision: of the claim, or the edition of the text."""

    revision = Revision()


def text_form(round_: Round) -> StatementForm | ReplyForm:
    """Return the form of a text."""
    return StatementForm() if round_ is Round.STATEMENT else ReplyForm()


class ExtensionForm(Form):
    """More days for a text of one side."""

    place = RadioField(
        _l("For what"),
        choices=[
            SelectChoice(f"{side}-{round_}", words)
            for (side, round_), words in PLACES_OF_TEXTS.items()
        ],
        validators=[InputRequired(NEEDED)],
    )
    days = Whole(_l("How many more days"), MOST_MORE_DAYS, 1, needed=True)
    why = RadioField(
        _l("Why, in a word for the log"),
        choices=[SelectChoice(one, words) for one, words in WHY_MORE.items()],
        validators=[InputRequired(NEEDED)],
    )
    told = TextAreaField(_l("Why, in full"), [InputRequired(NEEDED), up_to(LONGEST_WHY_MORE)])

    @property
    def of(self) -> tuple[Side, Round]:
        """Which text it is for."""
        side, round_ = self.place.data.split("-")
        return Side(side), Round(round_)


class AdviserForm(Form):
    """Whom the claimant names."""

    reference = StringField(
        _l("Their reference"), [InputRequired(_l("Write their reference.")), Length(max=40)]
    )
