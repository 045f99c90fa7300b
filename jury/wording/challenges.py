"""How pages call the sides of a case, and what came of a challenge."""

from flask_babel import lazy_gettext as _l

SIDES = {
    "claimant": _l("the claimant"),
    "respondent": _l("the plan"),
}
CHALLENGES = {
    "open": _l("not decided yet"),
    "upheld": _l("upheld: this member does not judge the case"),
    "dismissed": _l("dismissed"),
    "ended": _l("not decided: the case was over before"),
}
