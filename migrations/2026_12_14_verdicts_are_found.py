"""Verdicts are found by clause, standard, sum and words; a reason names the clauses it rests on.

Revision 2026_12_14, after 2026_12_13. What is there already is found too: all that the archive asks
for stands in the verdict and in the file of its case. Reasons from before name no clause.
"""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_12_14"
down_revision = "2026_12_13"
branch_labels = None
depends_on = None

CASE = sa.table("jury_case", sa.column("ref"), sa.column("file", sa.JSON()))
VERDICT = sa.table(
    "verdict",
    *map(sa.column, ("case_ref", "standard", "tier", "words")),
    sa.column("body", sa.JSON()),
)
# No order of its own may tell the order of the ballots.
REASONS = {"table_kwargs": {"sqlite_with_rowid": False}}


def upgrade() -> None:
    with op.batch_alter_table("reason", **REASONS) as batch:
        batch.add_column(
            sa.Column("cites", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("reason", **REASONS) as batch:
        batch.alter_column("cites", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("verdict") as batch:
        batch.add_column(sa.Column("standard", sa.String(24), nullable=False, server_default=""))
        batch.add_column(sa.Column("tier", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
    clauses = op.create_table(
        "verdict_clause",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("clause_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"],
            ["verdict.case_ref"],
            name=op.f("fk_verdict_clause_case_ref_verdict"),
        ),
        sa.PrimaryKeyConstraint("case_ref", "clause_id", name=op.f("pk_verdict_clause")),
    )
    op.create_index(op.f("ix_verdict_clause_clause_id"), "verdict_clause", ["clause_id"])
    _find(clauses)
    with op.batch_alter_table("verdict") as batch:
        batch.alter_column("standard", existing_type=sa.String(24), server_default=None)
        batch.alter_column("words", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """What a reason rests on is lost; the rest can be found again."""
    op.drop_index(op.f("ix_verdict_clause_clause_id"), "verdict_clause")
    op.drop_table("verdict_clause")
    with op.batch_alter_table("verdict") as batch:
        for name in ("words", "tier", "standard"):
            batch.drop_column(name)
    with op.batch_alter_table("reason", **REASONS) as batch:
        batch.drop_column("cites")


def _find(clauses: sa.Table) -> None:
    """Fill in what the verdicts that are there already are found by."""
    here = op.get_bind()
    query = sa.select(VERDICT.c.case_ref, VERDICT.c.body, CASE.c.file)
    for ref, body, file in here.execute(query.join(CASE, CASE.c.ref == VERDICT.c.case_ref)).all():
        found = {
            "standard": body["standard"]["name"],
            "tier": body["tier"],
            "words": _folded(f"{file['title']} {file['question']} {file['summary']}"),
        }
        here.execute(sa.update(VERDICT).where(VERDICT.c.case_ref == ref).values(found))
        rows: list[dict[str, Any]] = [
            {"case_ref": ref, "clause_id": clause["id"]} for clause in file["clauses"]
        ]
        here.execute(sa.insert(clauses), rows)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())
