"""The base of every form: it parses and shapes, and never queries."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

# Neither HTML nor XML takes these: control characters but tab and line breaks, noncharacters.
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def strip(value: Any) -> Any:
    """Take white space off both ends, and the carriage returns that browsers put in."""
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the house: text is stripped; what no database can keep is refused."""

    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [*unbound_field.kwargs.get("filters", []), strip]}
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.data, str) and not showable(field.data):
                field.data = "".join(letter for letter in field.data if showable(letter))
                field.errors = [*field.errors, _("Letters that cannot be kept were taken out.")]
                good = False
        return good


def showable(text: str) -> bool:
    """Whether `text` can be kept, and shown on a page and in a file: no control characters."""
    return storable(text) and not UNSHOWN.search(text)


def storable(text: str) -> bool:
    """Whether both databases can keep `text` as it is: no NUL, no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
