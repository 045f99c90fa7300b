"""A poll may end before its time, once all who sit have said their last word.

Revision 2026_12_27, after 2026_12_26. Ballots from before were nobody's last word, and no poll that
is open ends early. On the way back a claim that was to be judged by the standard `early` is judged
by the one that differs from it in nothing else, `panel`; a case keeps the standard it was frozen with.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_27"
down_revision = "2026_12_26"
branch_labels = None
depends_on = None

BEFORE = ("panel", "historic", "band", "twelve")
AFTER = ("panel", "early", "historic", "band", "twelve")
BALLOTS = {"table_kwargs": {"sqlite_with_rowid": False}}
IS_KNOWN = "ck_claim_standard_is_known"
IN_POLL = "ck_jury_case_early_in_poll"
CLAIM = sa.table("claim", sa.column("standard"))


def upgrade() -> None:
    with op.batch_alter_table("ballot", **BALLOTS) as batch:
        batch.add_column(
            sa.Column("final", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("ballot", **BALLOTS) as batch:
        batch.alter_column("final", server_default=None)
    with op.batch_alter_table("jury_case") as batch:
        batch.add_column(sa.Column("early_at", kernel.db.UtcDateTime()))
        batch.create_check_constraint(
            batch.f(IN_POLL), "early_at > opens_at AND early_at <= closes_at"
        )
    _know(AFTER)


def downgrade() -> None:
    op.execute(sa.update(CLAIM).where(CLAIM.c.standard == "early").values(standard="panel"))
    _know(BEFORE)
    with op.batch_alter_table("jury_case") as batch:
        batch.drop_constraint(batch.f(IN_POLL), type_="check")
        batch.drop_column("early_at")
    with op.batch_alter_table("ballot", **BALLOTS) as batch:
        batch.drop_column("final")


def _know(names: tuple[str, ...]) -> None:
    with op.batch_alter_table("claim") as batch:
        batch.drop_constraint(batch.f(IS_KNOWN), type_="check")
        batch.create_check_constraint(
            batch.f(IS_KNOWN), f"standard IN ({', '.join(map(repr, names))})"
        )
