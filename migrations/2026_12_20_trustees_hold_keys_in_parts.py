"""Trustees hold the key of a case in parts.

Revision 2026_12_20, after 2026_12_19. On the way back it is forgotten who holds which part: let no
case be open then whose key trustees hold.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_20"
down_revision = "2026_12_19"
branch_labels = None
depends_on = None

PRESENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "trustee",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("appointed_by", sa.String(22), nullable=False),
        sa.Column("appointed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.String(22)),
        sa.Column("ended_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint(
            "appointed_by <> account_id", name=op.f("ck_trustee_nobody_appoints_themselves")
        ),
        sa.CheckConstraint(
            "(ended_by IS NULL) = (ended_at IS NULL)", name=op.f("ck_trustee_ended_by_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trustee")),
    )
    op.create_index(
        "uq_trustee_present_account_id",
        "trustee",
        ["account_id"],
        unique=True,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    op.create_table(
        "shared_key",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("write_by", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("enter_by", kernel.db.UtcDateTime()),
        sa.CheckConstraint(
            "threshold >= 2 AND threshold <= count AND count <= 16",
            name=op.f("ck_shared_key_some_of_all"),
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_shared_key_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", name=op.f("pk_shared_key")),
    )
    op.create_index(op.f("ix_shared_key_enter_by"), "shared_key", ["enter_by"])
    op.create_table(
        "case_trustee",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("digest", sa.String(69), nullable=False),
        sa.Column("shown_at", kernel.db.UtcDateTime()),
        sa.Column("kept_at", kernel.db.UtcDateTime()),
        sa.Column("entered_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint("place >= 1", name=op.f("ck_case_trustee_places_count_from_one")),
        sa.CheckConstraint(
            "kept_at IS NULL OR shown_at IS NOT NULL", name=op.f("ck_case_trustee_shown_then_kept")
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["shared_key.case_ref"], name=op.f("fk_case_trustee_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", "place", name=op.f("pk_case_trustee")),
        sa.UniqueConstraint(
            "case_ref", "account_id", name=op.f("uq_case_trustee_case_ref_account_id")
        ),
    )
    op.create_index(op.f("ix_case_trustee_account_id"), "case_trustee", ["account_id"])


def downgrade() -> None:
    op.drop_table("case_trustee")
    op.drop_table("shared_key")
    op.drop_table("trustee")
