"""Questions about a case that anybody in the room asks."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.ballot import Poll
from jury.casefile import CaseFile
from jury.models import JuryCase
from jury.standard import Standard
from kernel.errors import Missing


def the_case(session: Session, ref: str) -> JuryCase:
    """Return the case `ref`; raises Missing."""
    found = session.get(JuryCase, ref)
    if found is None:
        raise Missing()
    return found


def locked_case(session: Session, ref: str) -> JuryCase:
    """Return the case `ref` as it is now, and keep others from changing it until we are done.

    PostgreSQL locks the row; on SQLite the writing transaction already holds the only lock.
    Raises Missing.
    """
    found = session.scalar(
        sa.select(JuryCase)
        .where(JuryCase.ref == ref)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Missing()
    return found


def stages_of(session: Session, refs: Sequence[str]) -> dict[str, str]:
    """Return the stage of each of `refs` that the jury knows."""
    rows = session.execute(sa.select(JuryCase.ref, JuryCase.stage).where(JuryCase.ref.in_(refs)))
    return {row.ref: row.stage for row in rows}


def poll_of(case: JuryCase) -> Poll:
    return Poll(case.stage, case.opens_at, case.closes_at)


def file_of(case: JuryCase) -> CaseFile:
    return CaseFile.from_json(case.file)


def standard_of(case: JuryCase) -> Standard:
    return Standard.from_json(case.standard)
