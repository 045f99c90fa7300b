"""A refusal may say which lower amount comes into question.

Revision 2026_12_24, after 2026_12_23. Refusals from before name none: a jury that upholds pays all.
On the way back it is forgotten which amount was in question; what jurors choose from stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_24"
down_revision = "2026_12_23"
branch_labels = None
depends_on = None

CHECKS = {
    "less_than_all_is_in_question": "in_question > 0 AND in_question < amount",
    "in_question_where_none_is_paid": "in_question IS NULL OR decision = 'refuse'",
}


def upgrade() -> None:
    with op.batch_alter_table("claim_decision") as table:
        table.add_column(sa.Column("in_question", sa.BigInteger()))
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_claim_decision_{name}"), check)


def downgrade() -> None:
    with op.batch_alter_table("claim_decision") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_claim_decision_{name}"), type_="check")
        table.drop_column("in_question")
