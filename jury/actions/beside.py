"""A panel beside an assembly: who comes to an assembly chose to come, so that its vote does not
tell what all think. A panel that is drawn for the same question estimates that, and decides
nothing. Whatever happens to the assembly happens to it too.
"""

import sqlalchemy as sa

from audit.reasons import TRUSTEE
from jury.actions.cases import open_case
from jury.models import Exclusion, JuryCase
from jury.queries import BESIDE, case_for_officer, check_not_halted, file_of, panel_beside
from kernel.errors import N_, Conflict
from kernel.work import Work

STANDARD = "panel"


def open_beside(work: Work, ref: str) -> JuryCase:
    """Open the case of a panel beside the assembly `ref`, on the same file.

    Who may not judge the one may not judge the other. Raises Missing, also for an actor with a
    stake or a seat in the case; Conflict where there is no assembly, its poll is over, the case is
    halted, or a panel is beside it already.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if case.mode != "open":
        raise Conflict(N_("A panel is drawn for this case; it is no assembly."))
    over = case.ends_at is not None and case.ends_at <= work.now
    if case.stage not in {"frozen", "open"} or over:
        raise Conflict(N_("The poll has closed, or the case is over."))
    check_not_halted(work.session, ref)
    if panel_beside(work.session, ref) is not None:
        raise Conflict(N_("There is a panel beside this assembly already."))
    barred = work.session.execute(
        sa.select(Exclusion.account_id, Exclusion.reason).where(
            Exclusion.case_ref == ref, Exclusion.reason != TRUSTEE
        )
    )
    return open_case(
        work,
        file_of(case).named(f"{BESIDE}{ref[1:]}"),
        STANDARD,
        {row.account_id: row.reason for row in barred},
        beside_of=ref,
    )
