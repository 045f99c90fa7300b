"""A paper that is graded anew keeps whether its new score is a pass; four promises of the exam room
become constraints.

Revision 2026_12_06, after 2026_12_05. Of a paper that was passed already and was graded anew before
this, it is not known whether the new score would do: there it stays NULL. Of what was said of an
item twice, by two editors in the same moment, the later stays: it is the one that counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "2026_12_06"
down_revision = "2026_12_05"
branch_labels = None
depends_on = None

STEPS = "'begun', 'written', 'sent', 'returned', 'taken_back', 'approved', 'discarded'"
SAID = ("item", "version", "part", "place", "clause", "clause_version")
DECIDED = "ck_item_action_decided_by_whom_and_when"


@contextmanager
def _rescores_aside() -> Iterator[None]:
    """Put the rows that point at item actions aside: SQLite writes the table of those anew, and
    drops the old one only when nothing points at it."""
    op.execute("CREATE TABLE rescore_aside AS SELECT * FROM sitting_rescore")
    op.execute("DELETE FROM sitting_rescore")
    yield
    op.execute("INSERT INTO sitting_rescore SELECT * FROM rescore_aside")
    op.execute("DROP TABLE rescore_aside")


def upgrade() -> None:
    with op.batch_alter_table("sitting_rescore") as batch:
        batch.add_column(sa.Column("passes_by_count", sa.Boolean(), nullable=True))
    op.execute("UPDATE sitting_rescore SET passes_by_count = passed_after WHERE NOT passed_before")
    with op.batch_alter_table("sitting_rescore") as batch:
        batch.create_check_constraint(
            batch.f("ck_sitting_rescore_no_pass_is_taken_away"),
            "passed_after = (passed_before OR passes_by_count)",
        )
    with _rescores_aside(), op.batch_alter_table("item_action") as batch:
        batch.create_check_constraint(
            batch.f(DECIDED), "(decided_by IS NULL) = (decided_at IS NULL)"
        )
    with op.batch_alter_table("item_draft_step") as batch:
        batch.create_check_constraint(
            batch.f("ck_item_draft_step_what_is_known"), f"what IN ({STEPS})"
        )
    _leave_the_last_said()
    with op.batch_alter_table("item_reaffirmation") as batch:
        batch.create_unique_constraint(batch.f("uq_item_reaffirmation_said_once"), list(SAID))


def _leave_the_last_said() -> None:
    one = sa.table("item_reaffirmation", *map(sa.column, ("id", "at", *SAID)))
    later = one.alias("later")
    same = (later.c[name] == one.c[name] for name in SAID)
    after = sa.tuple_(later.c.at, later.c.id) > sa.tuple_(one.c.at, one.c.id)
    op.execute(sa.delete(one).where(sa.exists().where(*same, after)))


def downgrade() -> None:
    with op.batch_alter_table("item_reaffirmation") as batch:
        batch.drop_constraint(batch.f("uq_item_reaffirmation_said_once"), type_="unique")
    with op.batch_alter_table("item_draft_step") as batch:
        batch.drop_constraint(batch.f("ck_item_draft_step_what_is_known"), type_="check")
    with _rescores_aside(), op.batch_alter_table("item_action") as batch:
        batch.drop_constraint(batch.f(DECIDED), type_="check")
    with op.batch_alter_table("sitting_rescore") as batch:
        batch.drop_constraint(batch.f("ck_sitting_rescore_no_pass_is_taken_away"), type_="check")
        batch.drop_column("passes_by_count")
