"""What was handed down for bundles, and which keys signed, only grows in the database too.

Revision 2027_01_04, after 2027_01_02. All belts are put on again in the form that the house looks
for when it starts.
"""

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


def downgrade() -> None:
    _say(unfastening, (*BEFORE, *NEW))
    _say(fastening, BEFORE)


def _say(statements, tables) -> None:
    for statement in statements(op.get_bind().dialect.name, tables):
        op.execute(statement)
