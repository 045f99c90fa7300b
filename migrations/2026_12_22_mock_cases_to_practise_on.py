"""First answers to mock cases, and what members say against a known answer.

Revision 2026_12_22, after 2026_12_21.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_22"
down_revision = "2026_12_21"
branch_labels = None
depends_on = None

ANSWERED = (
    "(upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_by IS NULL) "
    "AND (upheld IS NULL) = (answered_at IS NULL)"
)


def upgrade() -> None:
    op.create_table(
        "mock_answer",
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("right", sa.Boolean()),
        sa.PrimaryKeyConstraint("account_id", "name", "digest", name=op.f("pk_mock_answer")),
    )
    op.create_table(
        "mock_contest",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by", sa.String(22)),
        sa.Column("answered_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint(ANSWERED, name=op.f("ck_mock_contest_answered_whole")),
        sa.CheckConstraint(
            "answered_by <> account_id", name=op.f("ck_mock_contest_answered_by_another")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mock_contest")),
        sa.UniqueConstraint("account_id", "digest", name=op.f("uq_mock_contest_account_id_digest")),
    )


def downgrade() -> None:
    op.drop_table("mock_contest")
    op.drop_table("mock_answer")
