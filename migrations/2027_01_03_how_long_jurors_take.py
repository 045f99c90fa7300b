"""How long jurors took to vote, in bands, by the month in which their cases were decided.

Revision 2027_01_03, after 2027_01_02. Of cases decided before nothing is known.
"""

import sqlalchemy as sa
from alembic import op

revision = "2027_01_03"
down_revision = "2027_01_02"
branch_labels = None
depends_on = None

COUNTS = ("cases", "not_known", "under_5", "under_10", "under_20", "under_60", "longer")


def upgrade() -> None:
    op.create_table(
        "voting_time",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("assembly", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("month", "assembly", name=op.f("pk_voting_time")),
    )


def downgrade() -> None:
    op.drop_table("voting_time")
