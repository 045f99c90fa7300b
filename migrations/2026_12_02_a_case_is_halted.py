"""A case is halted while something in its file is looked at.

Revision 2026_12_02, after 2026_12_01
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_02"
down_revision = "2026_12_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jury_halt",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("lifted_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "why IN ('evidence', 'private_data')", name=op.f("ck_jury_halt_why_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_jury_halt_case_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_halt")),
    )
    with op.batch_alter_table("jury_halt") as batch:
        batch.create_index(
            "uq_jury_halt_open_case_ref",
            ["case_ref"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("jury_halt")
