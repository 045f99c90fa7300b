"""Entries of the log are found by what they name, cases by how they stand.

Revision 2026_12_29, after 2026_12_28. The tables are empty at first: the worker fills them from the
logs, and would do so again if they were lost.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_29"
down_revision = "2026_12_28"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_index",
        sa.Column("log", sa.String(length=40), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("log", "leaf_index", name=op.f("pk_log_index")),
    )
    for column in ("day", "kind"):
        op.create_index(
            op.f(f"ix_log_index_log_{column}_leaf_index"),
            "log_index",
            ["log", column, "leaf_index"],
        )
    op.create_table(
        "log_index_subject",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("subject", "leaf_index", name=op.f("pk_log_index_subject")),
    )
    op.create_table(
        "log_index_case",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("estimate", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_log_index_case")),
    )
    for column in ("kind", "outcome"):
        op.create_index(op.f(f"ix_log_index_case_{column}"), "log_index_case", [column])
    op.create_table(
        "log_index_clause",
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("clause", "ref", name=op.f("pk_log_index_clause")),
    )
    op.create_table(
        "log_export",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("case_ref", sa.String(length=40), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("made_at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "name", name=op.f("pk_log_export")),
    )
    op.create_index(op.f("ix_log_export_made_at"), "log_export", ["made_at"])
    op.create_table(
        "log_export_taking",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "by", name=op.f("pk_log_export_taking")),
    )
    op.create_table(
        "audit_token",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_ref", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", kernel.db.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_audit_token_token_hash")),
    )
    op.create_index(op.f("ix_audit_token_account_ref"), "audit_token", ["account_ref"])


def downgrade() -> None:
    for table in ("audit_token", "log_export_taking", "log_export"):
        op.drop_table(table)
    for table in ("log_index_clause", "log_index_case", "log_index_subject", "log_index"):
        op.drop_table(table)
