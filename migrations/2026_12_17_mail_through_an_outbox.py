"""Mail goes through an outbox; every member takes a digest until they say that they do not.

Revision 2026_12_17, after 2026_12_16. What waits for a member when this comes has been told in no
mail yet. On the way back it is forgotten who takes none.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_17"
down_revision = "2026_12_16"
branch_labels = None
depends_on = None

BEFORE_ANY = date(2026, 1, 1)


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.JSON(), nullable=False),
        sa.Column("made_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("sent_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'unwanted', 'given_up')",
            name=op.f("ck_outbox_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (next_try_at IS NOT NULL)", name=op.f("ck_outbox_tried_again")
        ),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_sent_at_a_time")
        ),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (address IS NULL)", name=op.f("ck_outbox_to_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    op.create_index(op.f("ix_outbox_made_at"), "outbox", ["made_at"])
    op.create_index(op.f("ix_outbox_next_try_at"), "outbox", ["next_try_at"])
    digest = op.create_table(
        "digest",
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_digest_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_looked_on"), "digest", ["looked_on"])
    account = sa.table("account", sa.column("id", sa.String(22)))
    everybody = sa.select(
        account.c.id, sa.literal(BEFORE_ANY, sa.Date()), sa.literal({}, sa.JSON())
    )
    op.execute(sa.insert(digest).from_select(["account_id", "looked_on", "told"], everybody))
    _doors("'sign-in', 'join', 'mail', 'adviser'")


def downgrade() -> None:
    op.execute("DELETE FROM door_try WHERE door = 'mail'")
    _doors("'sign-in', 'join', 'adviser'")
    op.drop_table("digest")
    op.drop_table("outbox")


def _doors(known: str) -> None:
    with op.batch_alter_table("door_try") as batch:
        batch.drop_constraint(batch.f("ck_door_try_door_is_known"), type_="check")
        batch.create_check_constraint(batch.f("ck_door_try_door_is_known"), f"door IN ({known})")
