"""The last head that each witness signed is found at once, however many it has signed since.

Revision 2027_01_05, after 2027_01_02.
"""

from alembic import op

revision = "2027_01_05"
down_revision = "2027_01_04"
branch_labels = None
depends_on = None

BY_WITNESS = "ix_log_cosignatures_log_witness_size"


def upgrade() -> None:
    op.create_index(op.f(BY_WITNESS), "log_cosignatures", ["log", "witness", "size"])


def downgrade() -> None:
    op.drop_index(op.f(BY_WITNESS), table_name="log_cosignatures")
