"""What pages call draws, where their lots come from, and the figures of those who were drawn."""

from flask_babel import lazy_gettext as _l

FIGURES = {
    "turnout": (_l("Turnout"), _l("Ballots cast, of the seats.")),
    "acceptance": (_l("Seats taken"), _l("Jurors who took their seat and kept it, of all asked.")),
    "no_shows": (_l("No-shows"), _l("Jurors who held a seat and cast no ballot, of all holders.")),
    "replacements": (_l("Replacements"), _l("Seats that went to another, of all who were asked.")),
}
FEATURES = {
    "age": _l("By age, in years"),
    "experience": _l("By earlier service on a jury"),
    "tenure": _l("By years of membership"),
}
VALUES = {
    "none": _l("never voted in a case"),
    "some": _l("voted in a case before"),
    "any": _l("not said: too few are alike"),
}
STEPS = {
    "eligible": _l("Could be drawn"),
    "drawn": _l("Drawn, to sit or to stand by"),
    "seated": _l("Took a seat"),
    "voted": _l("Voted"),
}
MODES = {
    "drawn": _l("Panels drawn by lot, all with the same chance"),
    "stratified": _l("Panels drawn by lot within quotas"),
}
LOTS = {
    "house": _l("a secret of the house"),
    "ceremony": _l("a ceremony"),
    "beacon": _l("a public beacon"),
}
# What a secret of the house leaves open; said wherever a draw of that kind is told.
BY_THE_HOUSE = _l(
    "We could choose among secrets before we announced this one, and nobody could tell. Once it "
    "was announced, nothing could be changed."
)
DRAWS = {
    "drawn": _l("drawn"),
    "pending": _l("announced"),
    "overdue": _l("overdue"),
    "void": _l("given up"),
}
DRAW_TONES = {"drawn": "good", "overdue": "warn", "void": "bad"}
NEVER_CAME = {
    "secret lost": _l("The secret of the house was lost."),
    "no digits": _l("No digits were brought."),
    "no round": _l("The round of the beacon could not be had."),
    "withdrawn": _l("The claim was withdrawn."),
    "void": _l("The case was declared void."),
}
