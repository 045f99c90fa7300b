"""An overdue draw is given up by two officers; a relay of the beacon is not asked every second.

Revision 2026_12_12, after 2026_12_11.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_12"
down_revision = "2026_12_11"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draw") as batch:
        batch.add_column(sa.Column("asked_at", kernel.db.UtcDateTime()))
    op.create_table(
        "draw_void",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposed_by", sa.String(22), nullable=False),
        sa.Column("proposed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(22)),
        sa.Column("confirmed_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_draw_void_four_eyes")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_draw_void_by_and_at")
        ),
        sa.ForeignKeyConstraint(
            ["case_ref", "draw"],
            ["draw.case_ref", "draw.number"],
            name=op.f("fk_draw_void_case_ref_draw"),
        ),
        sa.PrimaryKeyConstraint("case_ref", "draw", name=op.f("pk_draw_void")),
    )


def downgrade() -> None:
    op.drop_table("draw_void")
    with op.batch_alter_table("draw") as batch:
        batch.drop_column("asked_at")
