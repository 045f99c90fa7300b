"""Officers say why a decision stands against the dates; what a claimant typed stays although
another benefit is chosen.

Revision 2026_12_15, after 2026_12_14.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_15"
down_revision = "2026_12_14"
branch_labels = None
depends_on = None

NEW = (
    ("claim", "despite", sa.Text(), ""),
    ("claim_sign_off", "despite", sa.Text(), ""),
    ("claim_filing", "aside", sa.JSON(), "{}"),
)


def upgrade() -> None:
    for table, column, kind, none in NEW:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, kind, nullable=False, server_default=none))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=kind, server_default=None)


def downgrade() -> None:
    for table, column, _kind, _none in NEW:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
