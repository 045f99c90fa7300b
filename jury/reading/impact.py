"""What a change of the rules hits at the jury, and which clauses jurors could not apply."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.ballot import Finding
from jury.models import JuryCase, Verdict
from jury.verdict import is_telling
from rules.impact import Hit, Impact, Touched
from rules.signals import Signal, Source

UNDER_WAY = ("frozen", "committed", "drawn", "open", "closed")
SPEAKING = {Finding.CANNOT_BE_MET: Source.CANNOT_BE_MET, Finding.UNCLEAR: Source.UNCLEAR}


def cases_citing(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the cases under way that cite a changed clause, and the decided ones that do.

    Neither reads otherwise for it: each keeps the version that governs it. The names are refs.
    """
    cases = session.execute(
        sa.select(JuryCase.ref, JuryCase.stage, JuryCase.file["clauses"].label("clauses"))
        .where(JuryCase.stage.in_((*UNDER_WAY, "decided")))
        .order_by(JuryCase.ref)
    )
    cited = [(row.ref, row.stage, {one["id"] for one in row.clauses}) for row in cases]
    found = []
    for change in (one.change for one in touched):
        if change.before is None or not change.words_changed:
            continue
        for hit, stages in ((Hit.OPEN_CASES, UNDER_WAY), (Hit.DECIDED_CASES, ("decided",))):
            refs = [ref for ref, stage, ids in cited if stage in stages and change.clause_id in ids]
            found.append(Impact(change.clause_id, hit, len(refs), tuple(refs)))
    return found


def what_jurors_found(session: Session) -> list[Signal]:
    """Return how often jurors found a clause unclear or impossible to meet, of all their findings.

    Only verdicts whose numbers are public count: no sum may tell what a verdict keeps back, and of
    an open case nothing is known.
    """
    findings: dict[str, Counter[str]] = {}
    for body in session.scalars(sa.select(Verdict.body).order_by(Verdict.case_ref)):
        if is_telling(body):
            continue
        for clause_id, said in body["issues"].items():
            findings.setdefault(clause_id, Counter()).update(said)
    return [
        Signal(clause_id, source, said[finding], said.total(), "/verdicts/")
        for clause_id, said in sorted(findings.items())
        for finding, source in SPEAKING.items()
        if said[finding]
    ]
