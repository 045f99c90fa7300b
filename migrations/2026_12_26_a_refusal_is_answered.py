"""An officer answers a claimant who refused the text, and a claimant strikes their remarks from it.

Revision 2026_12_26, after 2026_12_25. On the way back an answer is a change of the claim, and what
was struck was refused.
"""

from alembic import op

revision = "2026_12_26"
down_revision = "2026_12_25"
branch_labels = None
depends_on = None

OLD_STEPS = (
    *("filed", "handed_in", "sent_back", "decided", "accepted", "disputed", "extended", "wrote"),
    *("entered", "changed", "sent", "returned", "approved", "agreed", "refused"),
    *("frozen", "taken_back", "went_on", "dismissed", "reopened", "appealed", "opened"),
    "withdrawn",
)
STEPS = (*OLD_STEPS, "answered", "struck")


def upgrade() -> None:
    _let(STEPS)


def downgrade() -> None:
    op.execute("UPDATE claim_step SET what = 'changed' WHERE what = 'answered'")
    op.execute("UPDATE claim_step SET what = 'refused' WHERE what = 'struck'")
    _let(OLD_STEPS)


def _let(words: tuple[str, ...]) -> None:
    name = op.f("ck_claim_step_what_is_known")
    with op.batch_alter_table("claim_step") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"what IN ({', '.join(map(repr, words))})")
