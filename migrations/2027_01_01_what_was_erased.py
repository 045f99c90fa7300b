"""A member who left is erased; a settled claim is erased by two officers.

Revision 2027_01_01, after 2026_12_31. Nobody was erased before, and the way back keeps what is gone
gone.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2027_01_01"
down_revision = "2026_12_31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("erased_at", kernel.db.UtcDateTime(), nullable=True))
    op.create_table(
        "claim_erasure",
        sa.Column("claim_id", sa.String(22), nullable=False),
        sa.Column("proposed_by", sa.String(22), nullable=False),
        sa.Column("proposed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("erased_by", sa.String(22), nullable=True),
        sa.Column("erased_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("erased_by <> proposed_by", name=op.f("ck_claim_erasure_four_eyes")),
        sa.CheckConstraint(
            "(erased_by IS NULL) = (erased_at IS NULL)",
            name=op.f("ck_claim_erasure_erased_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_erasure_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_claim_erasure_proposed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["erased_by"], ["account.id"], name=op.f("fk_claim_erasure_erased_by_account")
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_erasure")),
    )


def downgrade() -> None:
    op.drop_table("claim_erasure")
    with op.batch_alter_table("account") as account:
        account.drop_column("erased_at")
