"""How long jurors took, in words."""

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury.figures.times import Times
from jury.minutes import Band

BANDS = {
    Band.UNDER_5: _l("under 5 minutes"),
    Band.UNDER_10: _l("5 to 10 minutes"),
    Band.UNDER_20: _l("10 to 20 minutes"),
    Band.UNDER_60: _l("20 to 60 minutes"),
    Band.LONGER: _l("an hour or longer"),
}
KINDS = {False: _l("Panels"), True: _l("Assemblies")}
TOO_FEW = _l("Too few to tell.")


def caption(span: Times) -> str:
    """Return which months a span is of, and of how many ballots it tells."""
    first, last = (format_date(month, _("MMMM y")) for month in (span.first, span.last))
    if span.first == span.last:
        return str(_("%(month)s, of %(known)s ballots", month=first, known=span.known))
    return str(
        _("%(first)s to %(last)s, of %(known)s ballots", first=first, last=last, known=span.known)
    )


def rows(span: Times) -> list[tuple[str, int]]:
    """Return the bands, those together that have few ballots alone, with how many they have."""
    told = span.together()
    return [(", ".join(str(BANDS[band]) for band in bands), count) for bands, count in told]


def others(span: Times) -> str:
    """Return of how many ballots it is not known."""
    return str(_("Not known of %(count)s other ballots.", count=span.ballots[Band.NOT_KNOWN]))
