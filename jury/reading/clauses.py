"""The clauses of a case file, in the versions that govern it."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from jury.casefile import CaseFile, CitedClause
from kernel.errors import Missing
from rules import queries as rules
from rules.clause import ClauseVersion

Disputed = tuple[ClauseVersion, str]


def disputed(session: Session, cited: Iterable[CitedClause]) -> list[Disputed]:
    """Return each cited clause in its governing version, and why it is cited."""
    return [(rules.version(session, one.id, one.version), one.why) for one in cited]


def names_of(session: Session, file: CaseFile) -> dict[str, str]:
    """Return clause id to number and title, for all that a file cites or that its dates rest on."""
    wanted = {one.id: one.version for one in file.clauses}
    for line in file.dates:
        clause_id, _slash, written = line.rests_on.partition("/")
        if clause_id:
            wanted.setdefault(clause_id, int(written) if written.isdecimal() else 1)
    names = {}
    for clause_id, number in wanted.items():
        try:
            found = rules.version(session, clause_id, number)
        except Missing:
            continue
        names[clause_id] = f"{found.number} {found.title}"
    return names
