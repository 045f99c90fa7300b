"""Two officers take words out of what is published of a case; trustees accept before they are one.

Revision 2027_01_06, after 2027_01_05. Whoever is a trustee already has served as one, and stays it.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2027_01_06"
down_revision = "2027_01_05"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blackening",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("reason_id", sa.String(22), nullable=True),
        sa.Column("proposed_by", sa.String(22), nullable=False),
        sa.Column("proposed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("agreed_by", sa.String(22), nullable=True),
        sa.Column("agreed_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("agreed_by <> proposed_by", name=op.f("ck_blackening_four_eyes")),
        sa.CheckConstraint(
            "(agreed_by IS NULL) = (agreed_at IS NULL)",
            name=op.f("ck_blackening_agreed_by_somebody"),
        ),
        sa.CheckConstraint(
            "agreed_at IS NULL OR words = ''", name=op.f("ck_blackening_no_word_is_kept")
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_blackening_case_ref_jury_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackening")),
    )
    op.add_column("trustee", sa.Column("accepted_at", kernel.db.UtcDateTime(), nullable=True))
    op.execute("UPDATE trustee SET accepted_at = appointed_at")
    op.create_index(op.f("ix_blackening_case_ref"), "blackening", ["case_ref"])


def downgrade() -> None:
    # Before, whoever was asked was one at once.
    op.execute("DELETE FROM trustee WHERE accepted_at IS NULL")
    op.drop_column("trustee", "accepted_at")
    op.drop_table("blackening")
