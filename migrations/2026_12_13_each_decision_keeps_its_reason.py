"""Each decision on a claim keeps its reason and the clauses that it rests on; jurors read days counted
from joining, unless an officer has dates shown.

Revision 2026_12_13, after 2026_12_12. The last decision of a claim takes them from the claim, which
held them until now; of those before it they are lost. A claim that no officer has prepared yet gets
what one that is filed from now on begins with: its days counted from joining.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_13"
down_revision = "2026_12_12"
branch_labels = None
depends_on = None

OF_THE_LAST = """
UPDATE claim_decision SET
    reason = (SELECT decision_reason FROM claim WHERE claim.id = claim_decision.claim_id),
    clauses = (SELECT clauses FROM claim WHERE claim.id = claim_decision.claim_id)
WHERE NOT EXISTS (
    SELECT 1 FROM claim_decision AS later
    WHERE later.claim_id = claim_decision.claim_id AND later.number > claim_decision.number
)
"""
NOT_PREPARED = ("filing", "investigated", "decided", "accepted", "disputed")
CLAIM = sa.table("claim", sa.column("state"), sa.column("relative_days", sa.Boolean()))


def upgrade() -> None:
    with op.batch_alter_table("claim_decision") as batch:
        batch.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("clauses", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(OF_THE_LAST)
    with op.batch_alter_table("claim_decision") as batch:
        batch.alter_column("reason", existing_type=sa.Text(), server_default=None)
        batch.alter_column("clauses", existing_type=sa.JSON(), server_default=None)
    op.execute(sa.update(CLAIM).where(CLAIM.c.state.in_(NOT_PREPARED)).values(relative_days=True))


def downgrade() -> None:
    """The claim holds the reason and the clauses of its last decision, as it did before."""
    with op.batch_alter_table("claim_decision") as batch:
        batch.drop_column("clauses")
        batch.drop_column("reason")
