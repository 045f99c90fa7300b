"""The heads of the log only grow too; what waits for a log is found without looking at all others.

Revision 2026_12_28, after 2026_12_27. The belts that were on before are put on again in the form
that the house looks for when it starts.
"""

from alembic import op

from audit.belts import fastening, unfastening

revision = "2026_12_28"
down_revision = "2026_12_27"
branch_labels = None
depends_on = None

BEFORE, NEW = ("log_leaves", "log_checkpoints"), ("log_heads",)


def upgrade() -> None:
    with op.batch_alter_table("log_queue") as batch:
        batch.create_index(batch.f("ix_log_queue_log_id"), ["log", "id"])
        batch.drop_index(batch.f("ix_log_queue_log"))
    _say(unfastening, BEFORE)
    _say(fastening, (*BEFORE, *NEW))


def downgrade() -> None:
    _say(unfastening, NEW)
    with op.batch_alter_table("log_queue") as batch:
        batch.create_index(batch.f("ix_log_queue_log"), ["log"])
        batch.drop_index(batch.f("ix_log_queue_log_id"))


def _say(statements, tables) -> None:
    for statement in statements(op.get_bind().dialect.name, tables):
        op.execute(statement)
