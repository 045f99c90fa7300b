"""A case that can come to no count is voided, by two officers or at a deadline.

Revision 2026_12_19, after 2026_12_18.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_19"
down_revision = "2026_12_18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_void",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("why", sa.String(12), nullable=False),
        sa.Column("proposed_by", sa.String(22)),
        sa.Column("proposed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(22)),
        sa.Column("confirmed_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint(
            "why IN ('no panel', 'key lost')", name=op.f("ck_case_void_why_is_known")
        ),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_case_void_four_eyes")),
        sa.CheckConstraint(
            "(proposed_by IS NOT NULL AND (confirmed_by IS NULL) = (confirmed_at IS NULL)) OR "
            "(proposed_by IS NULL AND confirmed_by IS NULL AND confirmed_at IS NOT NULL "
            "AND why = 'key lost')",
            name=op.f("ck_case_void_by_two_or_by_the_house"),
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_case_void_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", name=op.f("pk_case_void")),
    )


def downgrade() -> None:
    op.drop_table("case_void")
