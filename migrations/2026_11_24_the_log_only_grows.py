"""The log only grows: the database itself refuses to change or take away what it holds.

Revision 2026_11_24, after 2026_11_23
"""

from alembic import op

from audit.belts import fastening, unfastening

revision = "2026_11_24"
down_revision = "2026_11_23"
branch_labels = None
depends_on = None

TABLES = ("log_leaves", "log_checkpoints")


def upgrade() -> None:
    for statement in fastening(op.get_bind().dialect.name, TABLES):
        op.execute(statement)


def downgrade() -> None:
    for statement in unfastening(op.get_bind().dialect.name, TABLES):
        op.execute(statement)
