"""The clauses of a case file, in the versions that govern it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from jury.casefile import CaseFile, CitedClause
from kernel.errors import Missing
from rules import queries as rules
from rules.clause import ClauseVersion
from rules.text.redline import Piece, redline
from rules.text.reference import printed

Disputed = tuple[ClauseVersion, str]


@dataclass(frozen=True)
class Since:
    """What has become of a clause since the version that governs a case.

    today: the version in force now; None where the clause has ended. title, text: what changed.
    """

    today: ClauseVersion | None
    title: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()


def disputed(session: Session, cited: Iterable[CitedClause]) -> list[Disputed]:
    """Return each cited clause in its governing version, and why it is cited."""
    return [(rules.version(session, one.id, one.version), one.why) for one in cited]


def changed_since(session: Session, clauses: Iterable[Disputed], day: date) -> dict[str, Since]:
    """Return clause id to what changed, for those that read otherwise on `day` or have ended."""
    today = {one.clause_id: one for one in rules.clauses_at(session, day)}
    found = {}
    for old, _why in clauses:
        new = today.get(old.clause_id)
        if new is None:
            found[old.clause_id] = Since(None)
        elif (old.title, old.text) != (new.title, new.text):
            # References as numbers of one day: a clause that only moved is no change of words.
            called = {**old.numbers, **new.numbers}
            texts = (printed(one.text, called) for one in (old, new))
            found[old.clause_id] = Since(new, redline(old.title, new.title), redline(*texts))
    return found


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
