"""A flag is shown for a reason; jurors may read days counted from joining.

Revision 2026_12_05, after 2026_12_04
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_05"
down_revision = "2026_12_04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claim_flag") as batch:
        batch.add_column(sa.Column("why", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("claim") as batch:
        batch.add_column(
            sa.Column("relative_days", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("claim_flag") as batch:
        batch.alter_column("why", existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("claim") as batch:
        batch.alter_column("relative_days", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("claim") as batch:
        batch.drop_column("relative_days")
    with op.batch_alter_table("claim_flag") as batch:
        batch.drop_column("why")
