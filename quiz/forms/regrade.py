"""The form of what is done about a flawed question."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from kernel.forms import Form
from kernel.remark import LONGEST
from quiz.item import ItemVersion, Kind
from quiz.itemaction import ItemAction, What

TOO_LONG = _l("Use at most %(max)s letters.")


def action_form(item: ItemVersion, part: int) -> Form:
    """Return the form of an action on question `part` of an item version."""
    asked = item.parts[part]
    made: dict[str, Any] = {
        "what": RadioField(
            _l("What shall be done?"),
            choices=[
                SelectChoice(value="drop", label=_l("Drop it: it counts for nobody")),
                SelectChoice(value="accept", label=_l("Accept another answer as right too")),
                SelectChoice(value="credit", label=_l("Give everybody credit who was asked it")),
            ],
            validators=[InputRequired(_l("Say what shall be done."))],
        ),
        "why": TextAreaField(
            _l("Why"),
            description=_l("Members whose paper it changes read this."),
            validators=[
                InputRequired(_l("Say why: members whose paper it changes read it.")),
                Length(max=LONGEST, message=TOO_LONG),
            ],
        ),
    }
    for place, option in enumerate(asked.options):
        if asked.kind is Kind.ORDERING:
            made[f"place-{place}"] = _place(option, len(asked.options))
        else:
            made[f"option-{place}"] = BooleanField(option)
    form: Form = type("ActionForm", (Form,), made)()
    return form


def _place(option: str, count: int) -> SelectField:
    places = [SelectChoice(value="", label="–")]
    places += [SelectChoice(value=str(n), label=str(n)) for n in range(1, count + 1)]
    return SelectField(option, choices=places, validators=[Optional()])


def proposed(form: Form, item: ItemVersion, part: int) -> ItemAction:
    """Return the action that a form holds; an answer that cannot be is the noun's to refuse."""
    what = What(form["what"].data)
    accepted: tuple[tuple[int, ...], ...] = ()
    if what is What.ACCEPT:
        accepted = (_accepted(form, range(len(item.parts[part].options))),)
    return ItemAction(item.item, item.version, part, what, accepted)


def _accepted(form: Form, places: Sequence[int]) -> tuple[int, ...]:
    if "place-0" in form:
        given = {form[f"place-{place}"].data: place for place in places}
        return tuple(given[str(n)] for n in range(1, len(places) + 1) if str(n) in given)
    return tuple(place for place in places if form[f"option-{place}"].data)
