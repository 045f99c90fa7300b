"""Who rested is no longer counted among those who could be drawn, in what was kept of decided cases.

Revision 2027_01_02, after 2027_01_01.
"""

from alembic import op

revision = "2027_01_02"
down_revision = "2027_01_01"
branch_labels = None
depends_on = None

COUNT = """
UPDATE case_stratum SET eligible = (
    SELECT count(*) FROM draw
    JOIN roll_leaf ON roll_leaf.epoch = draw.epoch AND roll_leaf.stratum = case_stratum.name
    WHERE draw.case_ref = case_stratum.case_ref AND draw.state = 'drawn' {who}
    AND NOT EXISTS (
        SELECT 1 FROM draw_exclusion WHERE draw_exclusion.case_ref = draw.case_ref
        AND draw_exclusion.draw = draw.number AND draw_exclusion.pseudonym = roll_leaf.pseudonym
    )
)
"""


def upgrade() -> None:
    op.execute(COUNT.format(who="AND roll_leaf.next_free_epoch <= roll_leaf.epoch"))


def downgrade() -> None:
    op.execute(COUNT.format(who=""))
