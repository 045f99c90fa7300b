"""Of claims that were withdrawn while they were written, the names and days go that were kept.

Revision 2026_12_08, after 2026_12_07. Of such a claim the story, the papers and the names in its
filing were erased before this; what had been taken over from them when it was handed in was not.
The way back brings nothing again.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_08"
down_revision = "2026_12_07"
branch_labels = None
depends_on = None

DAYS = ("joined_on", "born_on", "event_on", "diagnosed_on", "filed_on")
COUNTS = ("medication_days", "stay_days")
FLAGS = ("accident", "waiting_agreed", "relative_days")


def upgrade() -> None:
    parties = sa.column("parties", sa.JSON)
    known = [*map(sa.column, ("id", *DAYS, *COUNTS, *FLAGS, "papers_erased_at")), parties]
    claim = sa.table("claim", *known)
    step = sa.table("claim_step", *map(sa.column, ("claim_id", "what", "why")))
    governing = sa.table("claim_governing", sa.column("claim_id"))
    given_up = sa.select(claim.c.id).where(claim.c.papers_erased_at.is_not(None))
    nothing = {"parties": [], **dict.fromkeys((*DAYS, *COUNTS)), **dict.fromkeys(FLAGS, False)}
    op.execute(sa.update(claim).where(claim.c.papers_erased_at.is_not(None)).values(nothing))
    op.execute(sa.delete(governing).where(governing.c.claim_id.in_(given_up)))
    sent_back = sa.and_(step.c.what == "sent_back", step.c.claim_id.in_(given_up))
    op.execute(sa.update(step).where(sent_back).values(why=""))


def downgrade() -> None:
    pass
