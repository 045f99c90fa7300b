"""Tries to name a member by reference are counted.

Revision 2026_12_07, after 2026_12_06.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_07"
down_revision = "2026_12_06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _doors("'sign-in', 'join', 'adviser'")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM door_try WHERE door = 'adviser'"))
    _doors("'sign-in', 'join'")


def _doors(known: str) -> None:
    with op.batch_alter_table("door_try") as batch:
        batch.drop_constraint(batch.f("ck_door_try_door_is_known"), type_="check")
        batch.create_check_constraint(batch.f("ck_door_try_door_is_known"), f"door IN ({known})")
