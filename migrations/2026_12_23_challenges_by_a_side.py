"""A side says of a member that they must not judge its case.

Revision 2026_12_23, after 2026_12_22. On the way back it is forgotten who said so and what came of
it; whoever was left out of a case stays so.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_23"
down_revision = "2026_12_22"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jury_challenge",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("by", sa.String(22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("account_id", sa.String(22)),
        sa.Column("leaves_at", kernel.db.UtcDateTime()),
        sa.Column("decided_by", sa.String(22)),
        sa.Column("decided_at", kernel.db.UtcDateTime()),
        sa.Column("answer", sa.Text()),
        sa.CheckConstraint(
            "side IN ('claimant', 'respondent')", name=op.f("ck_jury_challenge_side_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'upheld', 'dismissed', 'ended')",
            name=op.f("ck_jury_challenge_state_is_known"),
        ),
        sa.CheckConstraint("decided_by <> by", name=op.f("ck_jury_challenge_four_eyes")),
        sa.CheckConstraint(
            "(state IN ('upheld', 'dismissed')) = (decided_by IS NOT NULL) "
            "AND (decided_by IS NULL) = (decided_at IS NULL) "
            "AND (decided_by IS NULL) = (answer IS NULL)",
            name=op.f("ck_jury_challenge_decided_whole"),
        ),
        sa.CheckConstraint(
            "(state = 'upheld') = (account_id IS NOT NULL) "
            "AND (account_id IS NULL) = (leaves_at IS NULL)",
            name=op.f("ck_jury_challenge_upheld_against_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_jury_challenge_case_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_challenge")),
    )
    op.create_index("ix_jury_challenge_case_ref", "jury_challenge", ["case_ref"])
    op.create_index("ix_jury_challenge_leaves_at", "jury_challenge", ["leaves_at"])


def downgrade() -> None:
    op.drop_table("jury_challenge")
