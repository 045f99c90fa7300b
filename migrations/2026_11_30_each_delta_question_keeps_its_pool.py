"""Each question of a delta paper keeps what it was chosen from; once it was kept for the paper.

Revision 2026_11_30, after 2026_11_29
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30"
down_revision = "2026_11_29"
branch_labels = None
depends_on = None

PAPERS = sa.table(
    "delta_sitting", sa.column("id"), sa.column("pool"), sa.column("steps", sa.JSON())
)


def upgrade() -> None:
    for paper in _papers("id", "pool", "steps"):
        _write(paper.id, [{**step, "pool": paper.pool} for step in paper.steps])
    with op.batch_alter_table("delta_sitting") as batch:
        batch.drop_constraint(batch.f("fk_delta_sitting_pool"), type_="foreignkey")
        batch.drop_column("pool")


def downgrade() -> None:
    """A paper without a question cannot be told what it was drawn from, and goes."""
    with op.batch_alter_table("delta_sitting") as batch:
        batch.add_column(sa.Column("pool", sa.String(length=64), nullable=True))
    for paper in _papers("id", "steps"):
        pool = paper.steps[0]["pool"] if paper.steps else None
        steps = [{name: step[name] for name in ("question", "answer")} for step in paper.steps]
        _write(paper.id, steps, pool=pool)
    op.get_bind().execute(sa.delete(PAPERS).where(PAPERS.c.pool.is_(None)))
    with op.batch_alter_table("delta_sitting") as batch:
        batch.alter_column("pool", existing_type=sa.String(length=64), nullable=False)
        batch.create_foreign_key(
            batch.f("fk_delta_sitting_pool"), "paper_pool", ["pool"], ["digest"]
        )


def _papers(*columns: str) -> list:
    return op.get_bind().execute(sa.select(*(PAPERS.c[name] for name in columns))).all()


def _write(paper: str, steps: list, **more: object) -> None:
    row = sa.update(PAPERS).where(PAPERS.c.id == paper)
    op.get_bind().execute(row.values(steps=steps, **more))
