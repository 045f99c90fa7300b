"""How a claimant is told what the jury decided, what comes next, and what they need not do."""

from datetime import datetime

from flask_babel import format_datetime, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from claims.outcome import Outcome
from claims.wording import PLACES

# A headline, and what it means. %(amount)s: what is to be paid as things are.
OUTCOMES = {
    "upheld": (
        _l("The jury upheld your claim: %(amount)s are to be paid"),
        _l("You need not do anything. When it is paid stands on the page of your claim."),
    ),
    "upheld_less": (
        _l("The jury upheld your claim in part: %(amount)s are to be paid"),
        _l("That is less than was claimed. When it is paid stands on the page of your claim."),
    ),
    "denied": (
        _l("The jury did not uphold your claim"),
        _l("What the plan decided stands, and nothing is paid."),
    ),
    "denied_less": (
        _l("The jury did not uphold your claim"),
        _l("What the plan decided stands: %(amount)s are to be paid."),
    ),
    "undecided": (
        _l("The jurors came to no decision"),
        _l("So what was decided before them stands, and nothing is paid."),
    ),
    "undecided_paid": (
        _l("The jurors came to no decision"),
        _l("So what was decided before them stands: %(amount)s are to be paid."),
    ),
    "again": (
        _l("The jurors came to no decision, and other jurors will decide"),
        _l("They are drawn anew, and read the same file. You need not do anything."),
    ),
    "plan_appealed": (
        _l("The plan has appealed. Other jurors will decide"),
        _l(
            "They decide on the same file, and none of them was drawn for it before. Nothing is "
            "paid until they have. You need not do anything."
        ),
    ),
    "you_appealed": (
        _l("You have appealed. Other jurors will decide"),
        _l(
            "They decide on the same file, and none of them was drawn for it before. You need not "
            "do anything."
        ),
    ),
}
NOW = _l("Where the appeal stands now:")
FINAL = _l("This was the appeal: there is none after it.")
COURT = _l("The way to a court stays open to you.")
OBJECTED = _l(
    "A member has objected to the payment. An officer who had no part in it looks into that; until "
    "then nothing is paid. You need not do anything about it."
)


def told(place: str, outcome: Outcome | None, now: datetime) -> tuple[str, list[str]]:
    """Return a headline, and in paragraphs what happens next for the claimant: by what a jury's
    verdict means where there is one, else by the place of the claim."""
    if outcome is None:
        headline, text = PLACES[place]
        return str(headline), [str(text)]
    amount = str(_("%(amount)s yuan", amount=_yuan(outcome.fen)))
    headline, text = (str(one) % {"amount": amount} for one in OUTCOMES[outcome.place])
    return headline, [text, *_further(place, outcome, now)]


def _further(place: str, outcome: Outcome, now: datetime) -> list[str]:
    """Return what else the claimant has to know of it."""
    if outcome.place in {"plan_appealed", "you_appealed"}:
        stage = [] if place == "verdict" else [f"{NOW} {PLACES[place][0]}. {PLACES[place][1]}"]
        return [*map(str, stage), *([str(OBJECTED)] if outcome.is_objected_to else [])]
    found = []
    if outcome.is_objected_to:
        found.append(str(OBJECTED))
    if until := outcome.appeal_until(now):
        when = format_datetime(until, _("d MMMM y, HH:mm z"))
        found.append(str(_("You can appeal to another panel until %(until)s.", until=when)))
    if outcome.is_final:
        found.append(str(FINAL))
    if outcome.place in {"denied", "denied_less", "undecided"}:
        found.append(str(COURT))
    return found


def _yuan(fen: int) -> str:
    return str(format_decimal(fen / 100, "#,##0.00") if fen % 100 else format_decimal(fen // 100))
