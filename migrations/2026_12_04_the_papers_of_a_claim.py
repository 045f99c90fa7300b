"""The papers of a claim: which files are kept; when a claim had all; when they were erased.

Revision 2026_12_04, after 2026_12_03
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_04"
down_revision = "2026_12_03"
branch_labels = None
depends_on = None

PAPERS = (
    *("identity", "birth", "parent", "diagnosis", "pathology"),
    *("accident", "discharge", "invoice", "other"),
)
MOMENTS = ("papers_complete_at", "papers_erased_at")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("claim", sa.Column(name, kernel.db.UtcDateTime(), nullable=True))
    op.create_table(
        "claim_paper",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("paper", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=True),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("vault_name", sa.String(length=64), nullable=True),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("removed_by", sa.String(length=22), nullable=True),
        sa.Column("removed_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(_among("paper", PAPERS), name=op.f("ck_claim_paper_paper_is_known")),
        sa.CheckConstraint(
            _among("side", ("claimant", "respondent")), name=op.f("ck_claim_paper_side_is_known")
        ),
        sa.CheckConstraint(
            _among("kind", ("pdf", "jpg", "png")), name=op.f("ck_claim_paper_kind_is_known")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_claim_paper_size_is_positive")),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)",
            name=op.f("ck_claim_paper_removed_by_somebody"),
        ),
        sa.CheckConstraint(
            "vault_name IS NOT NULL OR removed_at IS NOT NULL",
            name=op.f("ck_claim_paper_kept_unless_removed"),
        ),
        sa.CheckConstraint(
            "removed_at IS NULL OR label = ''", name=op.f("ck_claim_paper_removed_with_its_label")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_paper_by")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_paper_claim_id")),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["account.id"], name=op.f("fk_claim_paper_removed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_paper")),
        sa.UniqueConstraint("vault_name", name=op.f("uq_claim_paper_vault_name")),
    )
    op.create_index(op.f("ix_claim_paper_claim_id"), "claim_paper", ["claim_id"])


def downgrade() -> None:
    """Files that no row names any more could never be found again: they stop it."""
    kept = sa.select(sa.func.count()).select_from(sa.table("claim_paper"))
    if count := op.get_bind().scalar(kept.where(sa.column("vault_name").is_not(None))):
        raise RuntimeError(f"{count} papers are kept, which the older form has no place for")
    op.drop_table("claim_paper")
    for name in MOMENTS:
        op.drop_column("claim", name)


def _among(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
