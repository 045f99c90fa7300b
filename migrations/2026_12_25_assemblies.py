"""Who may take a seat in an assembly, by the name of their ballots.

Revision 2026_12_25, after 2026_12_24. On the way back the lists are forgotten: let no assembly be
open then.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_25"
down_revision = "2026_12_24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voter",
        sa.Column("case_ref", sa.String(24), nullable=False),
        sa.Column("pid", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_voter_case_ref")),
        sa.PrimaryKeyConstraint("case_ref", "pid", name=op.f("pk_voter")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("voter")
