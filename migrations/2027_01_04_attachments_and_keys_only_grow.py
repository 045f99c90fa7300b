"""What was handed down for bundles, and which keys signed, only grows in the database too; of an
export it is known which entries of the registry are in it.

Revision 2027_01_04, after 2027_01_03. All belts are put on again in the form that the house looks
for when it starts.
"""

import sqlalchemy as sa
from alembic import op

from audit.belts import fastening, unfastening

revision = "2027_01_04"
down_revision = "2027_01_03"
branch_labels = None
depends_on = None

BEFORE = ("log_leaves", "log_checkpoints", "log_heads")
NEW = ("log_attachments", "log_keys")


def upgrade() -> None:
    _say(unfastening, BEFORE)
    _say(fastening, (*BEFORE, *NEW))
    with op.batch_alter_table("log_export") as batch:
        batch.add_column(sa.Column("only", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("log_export") as batch:
        batch.alter_column("only", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("log_export") as batch:
        batch.drop_column("only")
    _say(unfastening, (*BEFORE, *NEW))
    _say(fastening, BEFORE)


def _say(statements, tables) -> None:
    for statement in statements(op.get_bind().dialect.name, tables):
        op.execute(statement)
