"""A roll keeps its tree and the leaf by which it was published; members may say that it is wrong,
and which employer and hospital they are tied to.

Revision 2026_12_16, after 2026_12_15. Of rolls from before there is no tree: their proofs are made
from their leaves, as they were. Nor is it known under which leaf they were published; they may be
drawn from, as they could be. Employers are compared by a plain spelling from now on.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_16"
down_revision = "2026_12_15"
branch_labels = None
depends_on = None

ANSWERED = (
    "(upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_by IS NULL) "
    "AND (upheld IS NULL) = (answered_at IS NULL)"
)

NAME = sa.String(120)
ACCOUNT = sa.table(
    "account", sa.column("employer", sa.String), sa.column("employer_key", sa.String)
)


def upgrade() -> None:
    _ties()
    with op.batch_alter_table("roll") as batch:
        batch.add_column(sa.Column("published_leaf", sa.LargeBinary(32)))
    op.create_table(
        "roll_node",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["epoch"], ["roll.epoch"], name=op.f("fk_roll_node_epoch")),
        sa.PrimaryKeyConstraint("epoch", "level", "number", name=op.f("pk_roll_node")),
    )
    op.create_table(
        "roll_remark",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by", sa.String(22)),
        sa.Column("answered_at", kernel.db.UtcDateTime()),
        sa.CheckConstraint(ANSWERED, name=op.f("ck_roll_remark_answered_whole")),
        sa.ForeignKeyConstraint(["epoch"], ["roll.epoch"], name=op.f("fk_roll_remark_epoch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_remark")),
        sa.UniqueConstraint("epoch", "account_id", name=op.f("uq_roll_remark_epoch_account_id")),
    )


def _ties() -> None:
    with op.batch_alter_table("account") as batch:
        for name in ("employer_key", "hospital", "hospital_key"):
            batch.add_column(sa.Column(name, NAME))
    there, known = op.get_bind(), sa.select(ACCOUNT.c.employer).distinct()
    for (employer,) in there.execute(known.where(ACCOUNT.c.employer.is_not(None))).all():
        same = sa.update(ACCOUNT).where(ACCOUNT.c.employer == employer)
        there.execute(same.values(employer_key=_plain(employer) or None))
    with op.batch_alter_table("account") as batch:
        batch.drop_index("ix_account_employer")
        batch.create_index("ix_account_employer_key", ["employer_key"])
        batch.create_index("ix_account_hospital_key", ["hospital_key"])


def _plain(name: str) -> str:
    """Return a name as `members.member.plain_name` has it at this revision, but for letters that
    nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())[:120].rstrip()


def downgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_index("ix_account_hospital_key")
        batch.drop_index("ix_account_employer_key")
        batch.create_index("ix_account_employer", ["employer"])
    with op.batch_alter_table("account") as batch:
        for name in ("hospital_key", "hospital", "employer_key"):
            batch.drop_column(name)
    op.drop_table("roll_remark")
    op.drop_table("roll_node")
    with op.batch_alter_table("roll") as batch:
        batch.drop_column("published_leaf")
