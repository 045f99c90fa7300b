"""Who advised a claimant stays known when it ends; tries to name a member by reference are counted.

Revision 2026_12_07, after 2026_12_06. Whoever was an adviser no more before this is not known. On
the way back they are forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_07"
down_revision = "2026_12_06"
branch_labels = None
depends_on = None

PRESENT = sa.text("removed_at IS NULL")


def upgrade() -> None:
    with _advisers_aside():
        _table(
            sa.Column("id", sa.String(length=22), nullable=False),
            *_columns(),
            sa.Column("removed_at", kernel.db.UtcDateTime(), nullable=True),
            sa.Column("removed_by", sa.String(length=22), nullable=True),
            sa.ForeignKeyConstraint(
                ["removed_by"], ["account.id"], name=op.f("fk_claim_adviser_removed_by")
            ),
            sa.CheckConstraint(
                "(removed_at IS NULL) = (removed_by IS NULL)",
                name=op.f("ck_claim_adviser_removed_by_somebody"),
            ),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_adviser")),
        )
        op.create_index(op.f("ix_claim_adviser_claim_id"), "claim_adviser", ["claim_id"])
        op.create_index(
            "uq_claim_adviser_present_claim_id",
            "claim_adviser",
            ["claim_id"],
            unique=True,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        )
        # There was one adviser of a claim, so the id of the claim is one for the row as well.
        op.execute(
            "INSERT INTO claim_adviser (id, claim_id, account_id, named_at) "
            "SELECT claim_id, claim_id, account_id, named_at FROM adviser_aside"
        )
    _doors("'sign-in', 'join', 'adviser'")


def downgrade() -> None:
    op.execute("DELETE FROM door_try WHERE door = 'adviser'")
    _doors("'sign-in', 'join'")
    op.execute("DELETE FROM claim_adviser WHERE removed_at IS NOT NULL")
    with _advisers_aside():
        _table(*_columns(), sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_adviser")))
        op.execute("INSERT INTO claim_adviser SELECT * FROM adviser_aside")


@contextmanager
def _advisers_aside() -> Iterator[None]:
    """Put the rows aside while their table is made anew, by another key."""
    op.execute(
        "CREATE TABLE adviser_aside AS SELECT claim_id, account_id, named_at FROM claim_adviser"
    )
    op.drop_table("claim_adviser")
    yield
    op.execute("DROP TABLE adviser_aside")


def _columns() -> tuple[sa.Column[str] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("named_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_claim_adviser_account_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_adviser_claim_id")),
    )


def _table(*parts: sa.schema.SchemaItem) -> None:
    op.create_table("claim_adviser", *parts)
    op.create_index(op.f("ix_claim_adviser_account_id"), "claim_adviser", ["account_id"])


def _doors(known: str) -> None:
    with op.batch_alter_table("door_try") as batch:
        batch.drop_constraint(batch.f("ck_door_try_door_is_known"), type_="check")
        batch.create_check_constraint(batch.f("ck_door_try_door_is_known"), f"door IN ({known})")
