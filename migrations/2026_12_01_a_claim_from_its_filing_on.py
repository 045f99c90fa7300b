"""A claim from its filing on: filed, decided, answered; what both sides write, and the agreement.

Revision 2026_12_01, after 2026_11_30
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_01"
down_revision = "2026_11_30"
branch_labels = None
depends_on = None

OLD_STATES = ("prepared", "in_review", "signed_off", "frozen", "withdrawn")
STATES = (
    *("filing", "investigated", "decided", "accepted", "disputed"),
    *("prepared", "in_review", "signed_off", "agreed", "frozen", "withdrawn"),
)
OLD_STEPS = ("entered", "changed", "sent", "returned", "approved", "frozen", "withdrawn")
STEPS = (
    *("filed", "handed_in", "sent_back", "decided", "accepted", "disputed", "extended"),
    *("entered", "changed", "sent", "returned", "approved", "agreed", "refused"),
    *("frozen", "reopened", "withdrawn"),
)
OLD_DECISIONS, DECISIONS = ("refuse", "pay_less"), ("pay", "pay_less", "refuse")
SIDES, ROUNDS = ("claimant", "respondent"), ("statement", "reply")
TEXTS = ("claimant_replies", "respondent_replies", "claimant_remarks", "respondent_remarks")


def upgrade() -> None:
    with op.batch_alter_table("claim") as batch:
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        _let(batch, "claim", "state", STATES)
        _let(batch, "claim", "decision", DECISIONS)
    with op.batch_alter_table("claim") as batch:
        for name in TEXTS:
            batch.alter_column(name, existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("claim_step") as batch:
        _let(batch, "claim_step", "what", STEPS)
    op.create_table(
        "claim_filing",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("benefit", sa.String(length=12), nullable=False),
        sa.Column("whom", sa.String(length=12), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("begun_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("handed_in_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "benefit IN ('illness', 'light', 'accident')",
            name=op.f("ck_claim_filing_benefit_is_known"),
        ),
        sa.CheckConstraint(
            "whom IN ('myself', 'child')", name=op.f("ck_claim_filing_whom_is_known")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_filing_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_filing")),
    )
    op.create_table(
        "claim_decision",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("offered", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("answer_by", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_claim_decision_cost_is_no_gain")),
        sa.CheckConstraint("offered > 0", name=op.f("ck_claim_decision_offer_is_positive")),
        sa.CheckConstraint(
            "(offered IS NULL) = (decision <> 'pay_less')",
            name=op.f("ck_claim_decision_offered_where_less_is_paid"),
        ),
        sa.CheckConstraint(
            _among("decision", DECISIONS), name=op.f("ck_claim_decision_decision_is_known")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_decision_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_decision_claim_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_decision")),
    )
    with op.batch_alter_table("claim_decision") as batch:
        batch.create_index(batch.f("ix_claim_decision_answer_by"), ["answer_by"])
    op.create_table(
        "claim_answer",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("disputes", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim_decision.claim_id"], name=op.f("fk_claim_answer_claim_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_answer")),
    )
    op.create_table(
        "claim_agreement",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_agreement_claim_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", "revision", name=op.f("pk_claim_agreement")),
    )
    _what_both_sides_write()
    _what_comes_after()


def _what_both_sides_write() -> None:
    op.create_table(
        "claim_statement",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("round", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("saved_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("handed_in_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(_among("side", SIDES), name=op.f("ck_claim_statement_side_is_known")),
        sa.CheckConstraint(_among("round", ROUNDS), name=op.f("ck_claim_statement_round_is_known")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_statement_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_statement_claim_id")
        ),
        sa.PrimaryKeyConstraint("claim_id", "side", "round", name=op.f("pk_claim_statement")),
    )
    op.create_table(
        "claim_extension",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("round", sa.String(length=12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(_among("side", SIDES), name=op.f("ck_claim_extension_side_is_known")),
        sa.CheckConstraint(_among("round", ROUNDS), name=op.f("ck_claim_extension_round_is_known")),
        sa.CheckConstraint(
            _among("why", ("illness", "papers", "adviser", "other")),
            name=op.f("ck_claim_extension_why_is_known"),
        ),
        sa.CheckConstraint("days > 0", name=op.f("ck_claim_extension_days_are_more")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_extension_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_extension_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_extension")),
    )
    with op.batch_alter_table("claim_extension") as batch:
        batch.create_index(batch.f("ix_claim_extension_claim_id"), ["claim_id"])
    op.create_table(
        "claim_adviser",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("named_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_claim_adviser_account_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_adviser_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_adviser")),
    )
    with op.batch_alter_table("claim_adviser") as batch:
        batch.create_index(batch.f("ix_claim_adviser_account_id"), ["account_id"])


def _what_comes_after() -> None:
    op.create_table(
        "claim_objection",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=22), nullable=True),
        sa.Column("answered_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            _among("state", ("open", "dismissed", "upheld")),
            name=op.f("ck_claim_objection_state_is_known"),
        ),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (state = 'open')",
            name=op.f("ck_claim_objection_answered_unless_open"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_claim_objection_answered_by")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_objection_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_objection_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_objection")),
        sa.UniqueConstraint("claim_id", "by", name=op.f("uq_claim_objection_claim_id_by")),
    )
    with op.batch_alter_table("claim_objection") as batch:
        batch.create_index(batch.f("ix_claim_objection_claim_id"), ["claim_id"])
    op.create_table(
        "claim_appeal",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("case_ref", sa.String(length=24), nullable=True),
        sa.CheckConstraint(_among("side", SIDES), name=op.f("ck_claim_appeal_side_is_known")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_appeal_by")),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_claim_appeal_case_ref")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_appeal_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_appeal")),
    )


def downgrade() -> None:
    """What has no place in the older form stops it: such claims are taken to their end first."""
    _refuse_what_is_new()
    for name in ("claim_appeal", "claim_objection", "claim_adviser", "claim_extension"):
        op.drop_table(name)
    op.drop_table("claim_statement")
    for name in ("claim_agreement", "claim_answer", "claim_decision", "claim_filing"):
        op.drop_table(name)
    with op.batch_alter_table("claim_step") as batch:
        _let(batch, "claim_step", "what", OLD_STEPS)
    with op.batch_alter_table("claim") as batch:
        _let(batch, "claim", "state", OLD_STATES)
        _let(batch, "claim", "decision", OLD_DECISIONS)
        for name in TEXTS:
            batch.drop_column(name)


def _refuse_what_is_new() -> None:
    here = op.get_bind()
    for table, column, known in (
        ("claim", "state", OLD_STATES),
        ("claim", "decision", OLD_DECISIONS),
        ("claim_step", "what", OLD_STEPS),
    ):
        held = sa.column(column)
        query = sa.select(sa.func.count()).select_from(sa.table(table)).where(held.not_in(known))
        if count := here.scalar(query):
            raise RuntimeError(f"{count} rows of {table} have a {column} that is new")


def _among(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _let(batch: object, table: str, column: str, words: tuple[str, ...]) -> None:
    name = f"ck_{table}_{column}_is_known"
    batch.drop_constraint(op.f(name), type_="check")  # type: ignore[attr-defined]
    batch.create_check_constraint(op.f(name), _among(column, words))  # type: ignore[attr-defined]
