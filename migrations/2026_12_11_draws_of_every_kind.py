"""Draws, rolls, seats and cases have room for every kind of randomness, panel and assembly.

Revision 2026_12_11, after 2026_12_10. All draws until now were of the house, all cases before drawn
panels, and a roll could be used at once. Who ordered an earlier draw, and when, stands in the log
alone. On the way back, cases and draws of the new kinds stand in the way: they are told, not lost.
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_11"
down_revision = "2026_12_10"
branch_labels = None
depends_on = None

SEATS = ("alternate", "summoned", "accepted", "declined", "silent", "stepped_down")
WHY = ("declined", "silent", "stepped_down")
KINDS = "kind IN ('house', 'ceremony', 'beacon')"
MODES = "mode IN ('drawn', 'stratified', 'open')"
SEAT = "ck_seat_%s"
# What of a draw the house keeps from now on, and what no kind of draw but one has.
KEPT = {
    "ordered_by": sa.String(22),
    "committed_at": kernel.db.UtcDateTime(),
    "due_by": kernel.db.UtcDateTime(),
    "beacon_round": sa.BigInteger(),
    "source": sa.Text(),
    "shown": sa.Text(),
    "why_void": sa.Text(),
    "lottery": sa.JSON(),
}
DRAW_CHECKS = {
    "kind_is_known": KINDS,
    "house_commits": "(kind = 'house') = (commitment IS NOT NULL)",
    "beacon_rounds": "(kind = 'beacon') = (beacon_round IS NOT NULL)",
    "ceremony_source": "(kind = 'ceremony') = (source IS NOT NULL)",
    "only_void_says_why": "(state = 'void') OR (why_void IS NULL)",
}
CASE_CHECKS = {
    "mode_is_known": MODES,
    "an_assembly_has_a_roll": "mode = 'open' OR epoch IS NULL",
    "strata_have_quotas": "(mode = 'stratified') = (quotas IS NOT NULL)",
}


def upgrade() -> None:
    _draws()
    _cases()
    with op.batch_alter_table("roll") as batch:
        batch.add_column(sa.Column("usable_from", kernel.db.UtcDateTime()))
        batch.add_column(sa.Column("left_out", sa.JSON(), nullable=False, server_default="{}"))
    op.execute("UPDATE roll SET usable_from = built_at")
    with op.batch_alter_table("roll") as batch:
        batch.alter_column("usable_from", existing_type=kernel.db.UtcDateTime(), nullable=False)
        batch.alter_column("left_out", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("roll_leaf") as batch:
        batch.alter_column("stratum", existing_type=sa.String(16), type_=sa.String(80))
    _seats((*SEATS, "challenged"), (*WHY, "challenged"))
    with op.batch_alter_table("seat") as batch:
        batch.drop_constraint(batch.f(SEAT % "a_seat_has_a_number"), type_="check")
        batch.create_check_constraint(
            batch.f(SEAT % "alternates_have_none"), "state <> 'alternate' OR number IS NULL"
        )


def _draws() -> None:
    with op.batch_alter_table("draw") as batch:
        batch.add_column(sa.Column("kind", sa.String(8), nullable=False, server_default="house"))
        for name, kept in KEPT.items():
            batch.add_column(sa.Column(name, kept))
        batch.alter_column("commitment", existing_type=sa.String(64), nullable=True)
    with op.batch_alter_table("draw") as batch:
        batch.alter_column("kind", existing_type=sa.String(8), server_default=None)
        batch.create_index("ix_draw_due_by", ["due_by"])
        for name, says in DRAW_CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_draw_{name}"), says)


def _cases() -> None:
    with op.batch_alter_table("jury_case") as batch:
        batch.add_column(sa.Column("mode", sa.String(12), nullable=False, server_default="drawn"))
        batch.add_column(sa.Column("beside_of", sa.String(24)))
        batch.add_column(sa.Column("epoch", sa.Integer()))
        batch.add_column(sa.Column("quotas", sa.JSON()))
    with op.batch_alter_table("jury_case") as batch:
        batch.alter_column("mode", existing_type=sa.String(12), server_default=None)
        batch.create_unique_constraint(batch.f("uq_jury_case_beside_of"), ["beside_of"])
        batch.create_foreign_key(
            batch.f("fk_jury_case_beside_of"), "jury_case", ["beside_of"], ["ref"]
        )
        batch.create_foreign_key(batch.f("fk_jury_case_epoch"), "roll", ["epoch"], ["epoch"])
        for name, says in CASE_CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_jury_case_{name}"), says)


def _seats(states: tuple[str, ...], whys: tuple[str, ...]) -> None:
    for table, column, words in (("seat", "state", states), ("replacement", "why", whys)):
        listed = ", ".join(f"'{word}'" for word in words)
        with op.batch_alter_table(table) as batch:
            name = batch.f(f"ck_{table}_{column}_is_known")
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, f"{column} IN ({listed})")


def downgrade() -> None:
    _seats(SEATS, WHY)
    with op.batch_alter_table("seat") as batch:
        batch.drop_constraint(batch.f(SEAT % "alternates_have_none"), type_="check")
        batch.create_check_constraint(
            batch.f(SEAT % "a_seat_has_a_number"), "(state = 'alternate') = (number IS NULL)"
        )
    with op.batch_alter_table("roll_leaf") as batch:
        batch.alter_column("stratum", existing_type=sa.String(80), type_=sa.String(16))
    with op.batch_alter_table("roll") as batch:
        batch.drop_column("left_out")
        batch.drop_column("usable_from")
    with op.batch_alter_table("jury_case") as batch:
        for name in CASE_CHECKS:
            batch.drop_constraint(batch.f(f"ck_jury_case_{name}"), type_="check")
        batch.drop_constraint(batch.f("fk_jury_case_epoch"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_jury_case_beside_of"), type_="foreignkey")
        batch.drop_constraint(batch.f("uq_jury_case_beside_of"), type_="unique")
        for name in ("quotas", "epoch", "beside_of", "mode"):
            batch.drop_column(name)
    with op.batch_alter_table("draw") as batch:
        for name in DRAW_CHECKS:
            batch.drop_constraint(batch.f(f"ck_draw_{name}"), type_="check")
        batch.drop_index("ix_draw_due_by")
        batch.alter_column("commitment", existing_type=sa.String(64), nullable=False)
        batch.drop_column("kind")
        for name in KEPT:
            batch.drop_column(name)
