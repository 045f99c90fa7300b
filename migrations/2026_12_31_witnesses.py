"""Witnesses sign the heads of the registry: what they signed, and how it went when they were asked.

Revision 2026_12_31, after 2026_12_30. The way back forgets their cosignatures; they would be asked
again.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_31"
down_revision = "2026_12_30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_cosignatures",
        sa.Column("log", sa.String(40), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.LargeBinary(32), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("signed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("log", "size", "witness", name=op.f("pk_log_cosignatures")),
    )
    op.create_table(
        "log_witnesses",
        sa.Column("witness", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("witness", name=op.f("pk_log_witnesses")),
    )
    op.create_table(
        "log_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.LargeBinary(32), nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_keys")),
        sa.UniqueConstraint("public", name=op.f("uq_log_keys_public")),
    )


def downgrade() -> None:
    op.drop_table("log_keys")
    op.drop_table("log_witnesses")
    op.drop_table("log_cosignatures")
