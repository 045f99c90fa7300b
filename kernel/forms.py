"""The base of every form: it parses and shapes, and never queries."""

import re
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, PasswordField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

# Neither HTML nor XML takes these: control characters but tab and line breaks, noncharacters.
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def strip(value: Any) -> Any:
    """Take white space off both ends, and the carriage returns that browsers put in."""
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the house: text is stripped; what no database can keep is refused."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [*unbound_field.kwargs.get("filters", []), strip]}
            return unbound_field.bind(form=form, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Hand in what was typed, and files for the fields that take files alone: a file sent
            as a text field is none."""
            found = super().wrap_formdata(form, formdata)
            if not isinstance(found, CombinedMultiDict):
                return found
            files = {
                name: sent
                for name, sent in request.files.items(multi=True)
                if name in form and isinstance(form[name], FileField)
            }
            return CombinedMultiDict((MultiDict(files), request.form))

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.data, str) and not showable(field.data):
                field.data = "".join(letter for letter in field.data if showable(letter))
                field.errors = [*field.errors, _("Letters that cannot be kept were taken out.")]
                good = False
        return good


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Check boxes of one name: none of them, one, or several."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def showable(text: str) -> bool:
    """Whether `text` can be kept, and shown on a page and in a file: no control characters."""
    return storable(text) and not UNSHOWN.search(text)


def storable(text: str) -> bool:
    """Whether both databases can keep `text` as it is: no NUL, no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
