"""What everybody may read of one case that is over: its verdict at length, the same as JSON.

Where all who voted for or against in a small panel said the same, the numbers would tell how each
of them voted: then only the outcome is public.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from audit.entry import canonical
from audit.queries import checkpoint
from audit.reasons import sentence
from jury import queries
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.figures import shown
from jury.figures.shown import Votes
from jury.models import OVER, JuryCase, Roll
from jury.opinion import Side, as_json, opinion
from jury.queries import PublishedVerdict
from jury.reading.clauses import Disputed, disputed, names_of
from jury.reading.ended import ended_case, told
from jury.reading.figures import decided_case
from jury.reasoning import Said, reasons_in_words
from jury.standard import Standard
from jury.tally import Outcome
from jury.verdict import is_telling
from kernel.clock import as_text

TELLING = ("issues", "numbers", "tiers")


@dataclass(frozen=True)
class LeftOut:
    """How many of the roll could not be drawn for one reason. why: a msgid, in a sentence."""

    why: str
    count: int


@dataclass(frozen=True)
class VerdictPage:
    """One verdict at length. assembly: beside which this panel estimates. panel: that which stands
    beside it, once it is over. votes: None where they are not told, or there are none. roll_of: the
    day on which the roll was made that says who could be drawn, or come."""

    verdict: PublishedVerdict
    body: dict[str, Any]
    standard: Standard
    clauses: list[Disputed]
    clause_names: dict[str, str]
    checkpoint: str | None
    withheld: bool
    again_is_over: bool
    left_out: list[LeftOut]
    roll_of: date | None
    within_quotas: bool
    assembly: str | None
    panel: str | None
    votes: Votes | None

    @property
    def file(self) -> CaseFile:
        return self.verdict.file

    @property
    def sentences(self) -> list[Said]:
        """How the outcome follows from the numbers, in words."""
        return [one for one in reasons_in_words(self.body) if "clause" not in one.params]

    @property
    def opinion(self) -> list[Side]:
        """The reasoned text: what the jurors wrote, in order."""
        return opinion(self.body, self.verdict.reasons)

    @property
    def kept_back(self) -> int | None:
        """How many reasons were withheld; None where numbers are not told."""
        return None if self.withheld else self.verdict.kept_back

    @property
    def examples(self) -> list[Line]:
        return worked(self.standard)

    @property
    def own(self) -> Line | None:
        """What was counted in this case; None where that is withheld."""
        numbers, outcome = self.body["numbers"], Outcome(self.body["outcome"])
        if self.withheld:
            return None
        return Line(numbers["uphold"], numbers["deny"], numbers["cannot_judge"], outcome)


def verdict_page(session: Session, ref: str) -> VerdictPage:
    """Return a verdict to read; raises Missing while there is none."""
    found, case = queries.verdict(session, ref), queries.the_case(session, ref)
    panel = queries.panel_beside(session, ref)
    return VerdictPage(
        verdict=found,
        body=found.body,
        standard=Standard.from_json(found.body["standard"]),
        clauses=disputed(session, found.file.clauses),
        clause_names=names_of(session, found.file),
        checkpoint=checkpoint(session, ref),
        withheld=is_telling(found.body),
        again_is_over=is_over(session, found.decided_again_in),
        left_out=_left_out(session, case),
        roll_of=_roll_of(session, case),
        within_quotas=case.mode == "stratified",
        assembly=case.beside_of,
        panel=panel.ref if panel and panel.stage in OVER else None,
        votes=shown.votes(decided_case(ref, found.body, case.mode)),
    )


def _left_out(session: Session, case: JuryCase) -> list[LeftOut]:
    """Return who could not be drawn, or come, in counts: the same that the case's log tells."""
    if case.mode == "open":
        reasons = queries.excluded_from(session, case)
    else:
        reasons = queries.reasons_of(session, queries.drawn_of(session, case.ref))
    most_first = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return [LeftOut(sentence(code), count) for code, count in most_first]


def _roll_of(session: Session, case: JuryCase) -> date | None:
    epoch = case.epoch if case.mode == "open" else queries.drawn_of(session, case.ref).epoch
    roll = session.get(Roll, epoch) if epoch is not None else None
    return roll.built_at.date() if roll else None


def is_over(session: Session, ref: str | None) -> bool:
    """Whether a case has a page that everybody may read."""
    case = session.get(JuryCase, ref) if ref is not None else None
    return case is not None and case.stage in OVER


def verdict_json(session: Session, ref: str) -> bytes:
    """Return a verdict as JSON: the very bytes that stand in the case's log, where they may be
    shown to everybody. Raises Missing while there is none."""
    ended = ended_case(session, ref)
    if ended is not None:
        return canonical(told(ended))
    found = queries.verdict(session, ref)
    record = {"v": 1, "kind": "verdict", "case": ref, **found.body}
    if is_telling(found.body):
        kept = {*TELLING, "blind"}  # with that, the numbers could be tried by the entry's hash
        record = {name: value for name, value in record.items() if name not in kept}
        record["withheld"] = list(TELLING)
    return canonical(record)


def opinion_json(session: Session, ref: str) -> bytes:
    """Return the reasoned text of a verdict as JSON; raises Missing while there is none."""
    found = queries.verdict(session, ref)
    sides = as_json(opinion(found.body, found.reasons))
    kept_back = None if is_telling(found.body) else found.kept_back
    told: dict[str, Any] = {"case": ref, "outcome": found.outcome, "sides": sides}
    told["withheld"] = kept_back
    if found.taken_out:
        told["taken_out"] = [as_text(at) for at in found.taken_out]
    return canonical(told)
