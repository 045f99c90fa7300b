"""Words of the rule book's pages."""

from flask_babel import lazy_gettext as _l

from rules.clause import GovernsBy

DECIDED_BY = {
    GovernsBy.JOINING: _l("The version in force on the day of joining"),
    GovernsBy.EVENT: _l("The version in force on the day of the diagnosis or the accident"),
    GovernsBy.FILING: _l("The version in force on the day on which the claim is filed"),
    GovernsBy.PERIOD: _l("The version in force on the first day of the period"),
    GovernsBy.FAVOURABLE: _l("The more favourable of the versions of joining and of the event"),
}
