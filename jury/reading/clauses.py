"""The clauses of a case file, in the versions that govern it."""

from collections.abc import Iterable, Mapping
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
    """What a clause says elsewhere in time than in the version that governs a case.

    today: the version in force now; None where the clause has ended. title, text: what changed
    from the governing version to today's, or to the learned one where that is neither.
    learned: the version on which this juror passed the exam, where it is not the governing one.
    """

    today: ClauseVersion | None
    title: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()
    learned: ClauseVersion | None = None

    @property
    def shown(self) -> ClauseVersion | None:
        """The version that the governing one is held against."""
        return self.learned or self.today


def disputed(session: Session, cited: Iterable[CitedClause]) -> list[Disputed]:
    """Return each cited clause in its governing version, and why it is cited."""
    return [(rules.version(session, one.id, one.version), one.why) for one in cited]


def changed_since(
    session: Session, clauses: Iterable[Disputed], day: date, known: Mapping[str, int] | None = None
) -> dict[str, Since]:
    """Return clause id to what reads otherwise: in the version the juror learned, or on `day`.

    known: clause id to the version that the juror's certificate names. A clause that reads alike
    in all of them is left out.
    """
    today = {one.clause_id: one for one in rules.clauses_at(session, day)}
    found = {}
    for governing, _why in clauses:
        clause_id = governing.clause_id
        now = today.get(clause_id)
        learned = _learned(session, governing, (known or {}).get(clause_id))
        shown = learned or now
        if shown is None:
            found[clause_id] = Since(None)
        elif (governing.title, governing.text) != (shown.title, shown.text):
            # References as numbers of one day: a clause that only moved is no change of words.
            called = {**governing.numbers, **shown.numbers}
            texts = (printed(one.text, called) for one in (governing, shown))
            title = redline(governing.title, shown.title)
            found[clause_id] = Since(now, title, redline(*texts), learned)
    return found


def _learned(session: Session, governing: ClauseVersion, known: int | None) -> ClauseVersion | None:
    """Return the version that a juror learned, where it reads otherwise than the governing one."""
    if known is None or known == governing.version:
        return None
    try:
        found = rules.version(session, governing.clause_id, known)
    except Missing:  # taken back again since
        return None
    return found if (found.title, found.text) != (governing.title, governing.text) else None


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
