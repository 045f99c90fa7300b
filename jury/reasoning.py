"""The reasoned text of a verdict: the numbers and findings as sentences.

Sentences are msgids with their values, because nouns do not translate; pages do.
"""

from dataclasses import dataclass, field
from typing import Any

from jury.standard import Bar, Standard
from jury.tally import Outcome
from kernel.errors import N_


@dataclass(frozen=True)
class Said:
    """A sentence: a msgid and what fills its `%(name)s` places."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


BARS = {
    ">": N_("Upholding needs more than %(share)s of those votes."),
    ">=": N_("Upholding needs at least %(share)s of those votes."),
}
DENIALS = {
    ">": N_("Denying needs more than %(share)s of them."),
    ">=": N_("Denying needs at least %(share)s of them."),
}
OUTCOMES = {
    Outcome.UPHELD: N_("So the claim is upheld."),
    Outcome.DENIED: N_("So the claim is not upheld."),
    Outcome.HUNG: N_("Neither side has what it needs, so there is no decision."),
    Outcome.INQUORATE: N_("That is too few for a decision."),
}
CAME = N_(
    "%(cast)s of the %(seats)s who took a seat voted: %(uphold)s to uphold, %(deny)s to deny; "
    "%(cannot_judge)s could not judge."
)
CAST = N_(
    "%(cast)s of %(seats)s jurors voted: %(uphold)s to uphold, %(deny)s to deny; "
    "%(cannot_judge)s could not judge."
)
QUORUM = N_("At least %(quorum)s had to vote for or against, and %(valid)s did.")
FINDING = N_(
    "On %(clause)s: it applies (%(applies)s), does not apply (%(does_not_apply)s), "
    "is unclear (%(unclear)s), cannot be met by anybody (%(cannot_be_met)s)."
)


def reasons_in_words(body: dict[str, Any]) -> list[Said]:
    """Return the sentences of a verdict, from its record alone."""
    numbers, standard = body["numbers"], Standard.from_json(body["standard"])
    outcome = Outcome(body["outcome"])
    assembly = body.get("assembly")
    quorum = standard.quorum(assembly["voters"]["count"] if assembly else None)
    said = [
        Said(CAME if assembly else CAST, numbers),
        Said(QUORUM, {"quorum": quorum, "valid": numbers["valid"]}),
    ]
    if outcome is not Outcome.INQUORATE:
        said.append(_bar(BARS, standard.threshold))
        if standard.denial:
            said.append(_bar(DENIALS, standard.denial))
    said.append(Said(OUTCOMES[outcome]))
    versions = {clause["id"]: clause["version"] for clause in body["clauses"]}
    said += [
        Said(FINDING, {"clause": f"{clause}/{versions[clause]}", **found})
        for clause, found in body["issues"].items()
    ]
    return said


def _bar(words: dict[str, str], bar: Bar) -> Said:
    return Said(words[bar.operator], {"share": str(bar.share)})
