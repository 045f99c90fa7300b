"""A claim keeps which version of each clause governs it, as it was found at filing.

Revision 2026_11_27, after 2026_11_26
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27"
down_revision = "2026_11_26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_governing",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("anchor", sa.String(length=12), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "anchor IN ('joining', 'event', 'filing', 'period', 'favourable')",
            name=op.f("ck_claim_governing_anchor_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_governing_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["clause_id", "version"],
            ["clause_version.clause_id", "clause_version.version"],
            name=op.f("fk_claim_governing_clause_id_version"),
        ),
        sa.PrimaryKeyConstraint("claim_id", "clause_id", name=op.f("pk_claim_governing")),
    )


def downgrade() -> None:
    op.drop_table("claim_governing")
