"""What is left to do of a log is written down: no round of the worker goes through all logs to see.
And the last head that each witness signed is found at once, however many it has signed since.

Revision 2027_01_05, after 2027_01_04.
"""

import sqlalchemy as sa
from alembic import op

revision = "2027_01_05"
down_revision = "2027_01_04"
branch_labels = None
depends_on = None

BY_WITNESS = "ix_log_cosignatures_log_witness_size"
UNSIGNED = """
INSERT INTO log_unfinished (what, log, size)
SELECT 'sign', log, size FROM log_heads
WHERE size > coalesce(
    (SELECT max(size) FROM log_checkpoints WHERE log_checkpoints.log = log_heads.log), 0
)
"""
NOT_INDEXED = """
INSERT INTO log_unfinished (what, log, size)
SELECT 'index', log, size FROM log_heads
WHERE size > CASE WHEN log = 'registry'
    THEN coalesce((SELECT max(leaf_index) + 1 FROM log_index WHERE log = 'registry'), 0)
    ELSE coalesce((SELECT size FROM log_index_case WHERE ref = log_heads.log), 0)
END
"""


def upgrade() -> None:
    op.create_index(op.f(BY_WITNESS), "log_cosignatures", ["log", "witness", "size"])
    op.create_table(
        "log_unfinished",
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("log", sa.String(40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("what", "log", name=op.f("pk_log_unfinished")),
    )
    op.execute(UNSIGNED)
    op.execute(NOT_INDEXED)


def downgrade() -> None:
    op.drop_table("log_unfinished")
    op.drop_index(op.f(BY_WITNESS), table_name="log_cosignatures")
