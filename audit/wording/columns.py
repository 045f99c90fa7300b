"""What the columns of exports mean, in plain words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

VOTES = {
    "case": _l("The reference of the case."),
    "index": _l("Where the ballot stands in the log of its case, counted from 0."),
    "pid": _l("The pseudonym of who voted: another one in each case. Who it is, no log tells."),
    "rev": _l("Which ballot of this pseudonym it is: the one with the highest number counts."),
    "counted": _l(
        "counted; replaced, by a later ballot of the same pseudonym; or void, so that it counts "
        "for nothing. Of the latter two, nothing more is told."
    ),
    "choice": _l("uphold, deny or cannot_judge."),
    "tier": _l("Which amount, in fen, if the claim is upheld; empty where none was named."),
    "issues": _l(
        "What was found on each clause in dispute: applies, does_not_apply, unclear or "
        "cannot_be_met. In a table as clause=answer, with a semicolon between."
    ),
    "reason": _l(
        "The digest of the reason that was sealed with the ballot, salted, so that nobody can "
        "guess words by it."
    ),
}
REGISTRY = {
    "index": _l("Where the entry stands in the registry, counted from 0."),
    "kind": _l("What sort of thing was done."),
    "at": _l("When, in UTC, or only the day."),
    "by": _l("Who did it: the reference of an account, or a part such as system or juror."),
    "facts": _l("Whatever else the entry says; in a table as JSON."),
}
VERDICTS = {
    "case": _l("The reference of the case."),
    "question": _l("What the jurors were asked."),
    "clauses": _l("The clauses in dispute, each as id/version, with a semicolon between."),
    "closed_on": _l(
        "The day, in UTC, on which the poll closed. The count follows it; the log tells no time of "
        "its own for it, and the page of the verdict does."
    ),
    "estimate": _l("Whether it decides nothing, as a panel that was drawn beside an assembly."),
    "withheld": _l(
        "Whether nothing but the outcome is told: of a small panel that was unanimous, the numbers "
        "would say how each of its jurors voted."
    ),
    "outcome": _l("upheld, denied, hung or inquorate (too few votes)."),
    "stands": _l("What holds after it: the verdict, or what was decided before."),
    "tier": _l("The amount that was upheld, in fen; empty where there was none to choose."),
    "mode": _l(
        "panel, drawn by lot from the whole roll; quotas, a panel that was drawn within quotas; or "
        "assembly, to which everybody could come."
    ),
    "seats": _l("Seats of the panel; of an assembly, seats that were taken."),
    "cast": _l("How many voted."),
    "valid": _l("Votes to uphold and to deny, together."),
    "uphold": _l("Votes to uphold."),
    "deny": _l("Votes to deny."),
    "cannot_judge": _l("Ballots of those who could not judge."),
    "void": _l("Ballots that count for nothing."),
    "replaced_ballots": _l("Ballots that their jurors replaced by later ones."),
    "issues": _l(
        "For each clause in dispute, how often each answer was given; in a table as JSON."
    ),
    "caveats": _l("What is to be said with the numbers, with a semicolon between."),
    "standard": _l("The name of the rule by which the case was decided."),
    "quorum": _l("How many valid votes it took; with fewer, the outcome is inquorate."),
    "quorum_rule": _l("Of what the quorum is the larger: a number, and a share, rounded up."),
    "threshold": _l("The share of valid votes that upholding needs, to pass (>) or reach (>=)."),
    "denial": _l("The same for denial; empty where whatever is not upheld is denied."),
    "approval": _l("The least number of votes that the winning side needs; 0 for none."),
    "tiers": _l("How many of those who upheld named each amount, in fen; in a table as JSON."),
}
FIGURES = {
    "table": _l("month, by the month in which the poll closed; or clause, by clause in dispute."),
    "name": _l("Which month or clause; all, for all months together; earlier, for those before."),
    "upheld": _l("Verdicts that upheld the claim; empty where the count is hidden, as the others."),
    "denied": _l("Verdicts that denied it."),
    "hung": _l("Verdicts that came to neither."),
    "inquorate": _l("Cases in which too few voted."),
    "all": _l("All of them."),
}
# For each export, by the names of its columns.
COLUMNS: Mapping[str, Mapping[str, LazyString]] = {
    "votes": VOTES,
    "registry": REGISTRY,
    "verdicts": VERDICTS,
    "figures": FIGURES,
}
TITLES = {
    "votes": _l("Votes"),
    "registry": _l("The registry"),
    "verdicts": _l("Verdicts"),
    "figures": _l("Figures of verdicts"),
}
