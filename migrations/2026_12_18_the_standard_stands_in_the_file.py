"""The standard of a case stands in the file of its claim: approved and agreed to with the text.

Revision 2026_12_18, after 2026_12_17. Until now one officer chose it as the file was frozen. A claim
that had a case keeps the standard of its last one; of any other none is chosen yet. What was approved
or agreed to without it, and is not frozen, is prepared again: the officer chooses, and the second one
and the claimant are asked anew. On the way back such a claim stays in preparation.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_18"
down_revision = "2026_12_17"
branch_labels = None
depends_on = None

KNOWN = ("panel", "historic", "band", "twelve")
CHECKS = {
    "ck_claim_standard_is_known": f"standard IN ({', '.join(map(repr, KNOWN))})",
    "ck_claim_standard_before_review": (
        "standard IS NOT NULL OR state NOT IN ('in_review', 'signed_off', 'agreed')"
    ),
}
CLAIM = sa.table(
    "claim",
    *map(sa.column, ("id", "ref", "state", "standard")),
    sa.column("revision", sa.Integer()),
)


def upgrade() -> None:
    op.add_column("claim", sa.Column("standard", sa.String(12), nullable=True))
    for ref, standard in _of_last_cases().items():
        op.execute(sa.update(CLAIM).where(CLAIM.c.ref == ref).values(standard=standard))
    unasked = sa.or_(
        CLAIM.c.state.in_(("signed_off", "agreed")),
        sa.and_(CLAIM.c.state == "in_review", CLAIM.c.standard.is_(None)),
    )
    again = {"state": "prepared", "revision": CLAIM.c.revision + 1}
    op.execute(sa.update(CLAIM).where(unasked).values(again))
    with op.batch_alter_table("claim") as batch:
        for name, says in CHECKS.items():
            batch.create_check_constraint(batch.f(name), says)


def downgrade() -> None:
    with op.batch_alter_table("claim") as batch:
        for name in CHECKS:
            batch.drop_constraint(batch.f(name), type_="check")
        batch.drop_column("standard")


def _of_last_cases() -> dict[str, str]:
    """Return the ref of each claim that had a case to the standard of the last one. The first has
    the ref of its claim; those that followed count on from there, C-2026-0001-2."""
    case = sa.table("jury_case", sa.column("ref"), sa.column("standard", sa.JSON()))
    rows = op.get_bind().execute(sa.select(case).order_by(sa.func.length(case.c.ref), case.c.ref))
    found = {"-".join(row.ref.split("-")[:3]): row.standard.get("name") for row in rows}
    return {ref: name for ref, name in found.items() if name in KNOWN}
