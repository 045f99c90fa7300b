"""A recount of the figures keeps by how many item actions it counted.

Revision 2026_12_03, after 2026_12_02. Of earlier ones that is not known: the next is done anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_03"
down_revision = "2026_12_02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("figures_recount") as batch:
        batch.add_column(sa.Column("actions", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("figures_recount") as batch:
        batch.alter_column("actions", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("figures_recount") as batch:
        batch.drop_column("actions")
