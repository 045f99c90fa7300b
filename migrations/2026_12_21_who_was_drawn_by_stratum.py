"""A decided case keeps how many of each stratum were on the roll, drawn, seated, and voted.

Revision 2026_12_21, after 2026_12_20. Cases decided before have no such rows, and stand in no
audit of the lot. On the way back the counts are forgotten; what they counted is in the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_21"
down_revision = "2026_12_20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_stratum",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("seated", sa.Integer(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["verdict.case_ref"], name=op.f("fk_case_stratum_case_ref_verdict")
        ),
        sa.PrimaryKeyConstraint("case_ref", "name", name=op.f("pk_case_stratum")),
    )


def downgrade() -> None:
    op.drop_table("case_stratum")
