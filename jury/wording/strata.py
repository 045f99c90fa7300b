"""How pages say quotas, chances, and what a panel misses."""

from fractions import Fraction

from flask_babel import format_percent
from flask_babel import gettext as _

from jury.strata.feasible import Change
from jury.strata.ladder import TOLD as LADDER
from jury.strata.types import Missed, Quota, Type
from jury.wording import FEATURES, value_of
from kernel.errors import Sentence

__all__ = ["LADDER", "chance", "feature", "moved", "off", "people", "value_of"]

SMALL = 10  # the largest denominator of a chance that is not said as one in so many


def chance(share: Fraction) -> str:
    """Return a chance in words, and in percent: "about 3 in 10 (31.6%)", "1 in 312 (0.32%)"."""
    if not share:
        return str(_("none"))
    return f"{_odds(share)} ({format_percent(float(share), '0.##%')})"


def _odds(share: Fraction) -> str:
    near = share.limit_denominator(SMALL)
    if share < Fraction(1, SMALL):
        near = Fraction(1, round(1 / share))
    said = {"part": near.numerator, "whole": near.denominator}
    if near == share:
        return str(_("%(part)s in %(whole)s", **said))
    return str(_("about %(part)s in %(whole)s", **said))


def feature(name: str) -> str:
    """Return what a feature is called."""
    return str(FEATURES.get(name, name))


def kind(quota: Quota) -> str:
    """Return whom a quota is about."""
    return f"{feature(quota.feature)}, {value_of(quota.feature, quota.value)}"


def people(one: Type) -> str:
    """Return what the roll says of those of a type."""
    return ", ".join(f"{feature(name)}: {value_of(name, value)}" for name, value in one.features)


def moved(change: Change) -> str:
    """Return another bound for a quota, in a sentence."""
    return _said(change.sentence, change.quota.feature, change.quota.value)


def narrow(change: Change) -> str:
    """Return how far a bound may go that is narrower than the share of a kind, in a sentence."""
    if change.bound == "least":
        said = _(
            "No more than %(to)s here: its share of the seats rounded down, or one.", to=change.to
        )
    else:
        said = _("No less than %(to)s here: its share of the seats rounded up.", to=change.to)
    return str(said)


def off(one: Missed) -> str:
    """Return a quota that a panel does not keep, in a sentence."""
    return _said(one.sentence, one.quota.feature, one.quota.value)


def _said(sentence: Sentence, name: str, value: str) -> str:
    named = {"feature": feature(name), "value": value_of(name, value)}
    return str(_(sentence.message, **{**sentence.values, **named}))
