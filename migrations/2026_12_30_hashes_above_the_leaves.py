"""The hashes above the leaves of each log are kept, so that a tile or a proof reads a few rows.

Revision 2026_12_30, after 2026_12_27. They follow from the leaves: the worker fills the table after an
upgrade, and the way back loses nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_30"
down_revision = "2026_12_29"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_hashes",
        sa.Column("log", sa.String(40), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hash_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("log", "level", "hash_index", name=op.f("pk_log_hashes")),
    )


def downgrade() -> None:
    op.drop_table("log_hashes")
