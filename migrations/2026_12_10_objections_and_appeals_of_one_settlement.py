"""A member objects once to each payment; an appeal ends unheard when its claim is taken up again;
what officers do after a decision is a step.

Revision 2026_12_10, after 2026_12_09. There was one objection of a member to a claim, so it does
not matter against which settlement an old one counts: it is given its own moment.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_10"
down_revision = "2026_12_09"
branch_labels = None
depends_on = None

OLD_STEPS = (
    *("filed", "handed_in", "sent_back", "decided", "accepted", "disputed", "extended"),
    *("entered", "changed", "sent", "returned", "approved", "agreed", "refused"),
    *("frozen", "reopened", "withdrawn", "wrote", "taken_back"),
)
NEW_STEPS = ("went_on", "dismissed", "appealed", "opened")
STANDING = sa.text("ended_at IS NULL")
ENDED = "ck_claim_appeal_ended_unheard"
ONE, ONE_EACH = "uq_claim_objection_claim_id_by", "uq_claim_objection_claim_id_by_against"


def upgrade() -> None:
    _let_steps_be((*OLD_STEPS, *NEW_STEPS))
    with op.batch_alter_table("claim_objection") as batch:
        batch.add_column(sa.Column("against", kernel.db.UtcDateTime(), nullable=True))
    op.execute("UPDATE claim_objection SET against = at")
    with op.batch_alter_table("claim_objection") as batch:
        batch.alter_column("against", existing_type=kernel.db.UtcDateTime(), nullable=False)
        batch.drop_constraint(batch.f(ONE), type_="unique")
        batch.create_unique_constraint(batch.f(ONE_EACH), ["claim_id", "by", "against"])
    with op.batch_alter_table("claim_appeal") as batch:
        batch.add_column(sa.Column("id", sa.String(length=22), nullable=True))
        batch.add_column(sa.Column("ended_at", kernel.db.UtcDateTime(), nullable=True))
    op.execute("UPDATE claim_appeal SET id = claim_id")  # there was one of a claim
    with op.batch_alter_table("claim_appeal") as batch:
        batch.drop_constraint(batch.f("pk_claim_appeal"), type_="primary")
        batch.alter_column("id", existing_type=sa.String(length=22), nullable=False)
        batch.create_primary_key(batch.f("pk_claim_appeal"), ["id"])
        batch.create_check_constraint(batch.f(ENDED), "ended_at IS NULL OR case_ref IS NULL")
    op.create_index(
        "uq_claim_appeal_standing_claim_id",
        "claim_appeal",
        ["claim_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    """What has no place in the older form stops it: two objections or appeals, and new steps."""
    _refuse_what_is_new()
    op.drop_index("uq_claim_appeal_standing_claim_id", "claim_appeal")
    with op.batch_alter_table("claim_appeal") as batch:
        batch.drop_constraint(batch.f(ENDED), type_="check")
        batch.drop_constraint(batch.f("pk_claim_appeal"), type_="primary")
        batch.create_primary_key(batch.f("pk_claim_appeal"), ["claim_id"])
        batch.drop_column("ended_at")
        batch.drop_column("id")
    with op.batch_alter_table("claim_objection") as batch:
        batch.drop_constraint(batch.f(ONE_EACH), type_="unique")
        batch.create_unique_constraint(batch.f(ONE), ["claim_id", "by"])
        batch.drop_column("against")
    _let_steps_be(OLD_STEPS)


def _let_steps_be(words: tuple[str, ...]) -> None:
    name = "ck_claim_step_what_is_known"
    with op.batch_alter_table("claim_step") as batch:
        batch.drop_constraint(batch.f(name), type_="check")
        batch.create_check_constraint(batch.f(name), f"what IN ({', '.join(map(repr, words))})")


def _refuse_what_is_new() -> None:
    here = op.get_bind()
    for what, where in (
        ("steps", f"claim_step WHERE what IN ({', '.join(map(repr, NEW_STEPS))})"),
        ("ended appeals", "claim_appeal WHERE ended_at IS NOT NULL"),
        ("objections", "claim_objection GROUP BY claim_id, by HAVING count(*) > 1"),
    ):
        if here.execute(sa.text(f"SELECT 1 FROM {where}")).first():  # noqa: S608  words of ours
            raise RuntimeError(f"there are {what} that the older form has no place for")
