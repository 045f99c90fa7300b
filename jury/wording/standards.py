"""What a standard says, in sentences: the same to jurors and, before them, to both sides."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury.example import tie_makes
from jury.standard import Bar, Standard
from jury.tally import Outcome
from jury.wording import OUTCOMES, SENTENCES

__all__ = [
    "ESTIMATES",
    "OF_AN_ASSEMBLY",
    "OUTCOMES",
    "STANDARDS",
    "called",
    "ended_as",
    "rule_of",
    "share_of",
    "without_decision",
]

# Short names; the numbers come from the standard itself.
STANDARDS = {
    "panel": _l("Panel, the usual one"),
    "early": _l("Early, ends with the last word"),
    "band": _l("Band"),
    "twelve": _l("Twelve"),
    "historic": _l("Historic, the open assembly"),
}

# How a case ended, of an assembly: its vote is that of those who came, and of nobody else.
OF_AN_ASSEMBLY = {
    "upheld": _l("The assembly's vote: the claim is upheld. It is to be paid."),
    "denied": _l("The assembly's vote: the claim is not upheld. It is not to be paid."),
    "hung": _l("The assembly's vote: neither side had the votes it needed."),
    "inquorate": _l("Too few came and voted for or against, so the assembly decided nothing."),
}


# How a panel ended that was drawn beside an assembly.
ESTIMATES = {
    "upheld": _l("The panel's estimate: all jurors would uphold the claim."),
    "denied": _l("The panel's estimate: all jurors would not uphold the claim."),
    "hung": _l("The panel's estimate: neither side would have the votes it needs."),
    "inquorate": _l("Too few of the panel voted for or against to estimate anything."),
}


def ended_as(outcome: str, *, assembly: bool = False, estimates: bool = False) -> str:
    """Return how a case ended, in a sentence."""
    own: Mapping[str, Any] = OF_AN_ASSEMBLY if assembly else ESTIMATES if estimates else {}
    return str(own.get(outcome) or SENTENCES[outcome])


def share_of(bar: Bar) -> str:
    """Return "more than 1/2" or "at least 2/3"."""
    share = f"{bar.share.numerator}/{bar.share.denominator}"
    if bar.operator == ">":
        return str(_("more than %(share)s", share=share))
    return str(_("at least %(share)s", share=share))


def called(standard: Standard) -> str:
    """Return the name of a standard with what tells it from the others."""
    told = {
        "name": STANDARDS.get(standard.name, standard.name),
        "seats": standard.seats,
        "share": share_of(standard.threshold),
    }
    if not standard.drawn:
        return str(_("%(name)s: everybody on the roll may come, %(share)s to uphold", **told))
    if standard.denial == standard.threshold:
        return str(_("%(name)s: %(seats)s seats, %(share)s for either side", **told))
    return str(_("%(name)s: %(seats)s seats, %(share)s to uphold", **told))


def rule_of(standard: Standard) -> str:
    """Return all that a standard says of one poll, in sentences: the same on every page."""
    return " ".join(
        (
            who_sits(standard),
            *([when_it_ends_early()] if standard.early else ()),
            what_counts(standard),
            what_upholding_needs(standard),
            what_else_happens(standard),
        )
    )


def who_sits(standard: Standard) -> str:
    """Return how many are drawn, or who may come, and for how long they may vote."""
    if not standard.drawn:
        return str(
            _(
                "Nobody is drawn: every juror who is on the roll when the poll opens, and may "
                "judge the case, can take a seat and vote. The poll is open for %(hours)s hours.",
                hours=standard.hours,
            )
        )
    return str(
        _(
            "%(seats)s members are drawn by lot, and %(more)s stand by. The poll is open for "
            "%(hours)s hours.",
            seats=standard.seats,
            more=standard.alternates,
            hours=standard.hours,
        )
    )


def when_it_ends_early() -> str:
    """Return when a poll ends before its time, of a standard that allows it."""
    return str(
        _(
            "It ends earlier, at a full hour, once every juror has voted and said that this is "
            "their last word."
        )
    )


def what_counts(standard: Standard) -> str:
    """Return which votes make a quorum."""
    return str(
        _(
            "At least %(quorum)s jurors must vote for or against; “cannot judge” counts for "
            "neither side.",
            quorum=standard.quorum(),
        )
    )


def what_upholding_needs(standard: Standard) -> str:
    """Return the rule of a standard in a sentence."""
    return str(
        _(
            "To uphold the claim takes %(share)s of the votes for and against.",
            share=share_of(standard.threshold),
        )
    )


def what_else_happens(standard: Standard) -> str:
    """Return what follows when the votes to uphold fall short, ties included."""
    if standard.denial is not None:
        return str(
            _(
                "To deny it takes %(share)s as well; in between, the jury is hung.",
                share=share_of(standard.denial),
            )
        )
    if tie_makes(standard) is Outcome.UPHELD:
        return str(_("Otherwise it is denied. A tie upholds it."))
    return str(_("Otherwise it is denied. A tie denies it."))


def without_decision(*, new_panel: bool) -> str:
    """Return what follows when a jury comes to no decision. new_panel: whether another is drawn."""
    if not new_panel:
        return str(_("If they come to no decision, no other panel is asked."))
    return str(
        _(
            "If they come to no decision, one new panel is drawn; if that comes to none either, "
            "what the plan decided on the papers stands."
        )
    )
