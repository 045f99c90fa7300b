"""Revisions of the rules: amendments, what is said of them, and the members' answers.

Revision 2026_11_26, after 2026_11_25
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

TABLES = (
    "revision",
    "revision_number",
    "revision_step",
    "amendment",
    "unit_reason",
    "unit_weight",
    "unit_stance",
    "lint_waiver",
    "consultation",
    "consultation_question",
    "consultation_reply",
    "worked_case",
    "worked_answer",
    "clause_comment",
    "signal_answer",
)

revision = "2026_11_26"
down_revision = "2026_11_25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'consultation', 'approved', 'scheduled', 'in_force', 'withdrawn', 'rejected')",
            name=op.f("ck_revision_state_is_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('scheduled', 'in_force') OR effective_on IS NOT NULL",
            name=op.f("ck_revision_a_day_is_set"),
        ),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_revision_edition_counts_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("ref", name=op.f("uq_revision_ref")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_effective_on"), ["effective_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_revision_state"), ["state"], unique=False)
    op.create_table(
        "revision_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_revision_number")),
    )
    op.create_table(
        "revision_step",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("revision_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=True),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('opened', 'changed', 'sent', 'returned', 'signed_off', 'consulted', 'approved', 'rejected', 'scheduled', 'objected', 'withdrawn', 'in_force', 'rebased')",
            name=op.f("ck_revision_step_what_is_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_revision_step_by")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_step_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_step")),
        sa.UniqueConstraint(
            "revision_id", "number", name=op.f("uq_revision_step_revision_id_number")
        ),
    )
    with op.batch_alter_table("revision_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_step_revision_id"), ["revision_id"], unique=False
        )
    op.create_table(
        "amendment",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("revision_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("governs_by", sa.String(length=12), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("other", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "governs_by IN ('joining', 'event', 'filing', 'period', 'favourable')",
            name=op.f("ck_amendment_governs_by_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('replace', 'insert', 'repeal', 'move', 'renumber', 'split', 'merge')",
            name=op.f("ck_amendment_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_amendment_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendment_revision_id"), ["revision_id"], unique=False)
    op.create_table(
        "unit_reason",
        sa.Column("amendment_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_unit_reason_amendment_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_unit_reason_by")),
        sa.PrimaryKeyConstraint("amendment_id", "unit", name=op.f("pk_unit_reason")),
    )
    op.create_table(
        "unit_weight",
        sa.Column("amendment_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "weight IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", name=op.f("ck_unit_weight_weight_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_unit_weight_amendment_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_unit_weight_by")),
        sa.PrimaryKeyConstraint("amendment_id", "unit", "by", name=op.f("pk_unit_weight")),
    )
    op.create_table(
        "unit_stance",
        sa.Column("amendment_id", sa.String(length=22), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("stance", sa.String(length=8), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "stance IN ('agree', 'object')", name=op.f("ck_unit_stance_stance_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_unit_stance_amendment_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_unit_stance_by")),
        sa.PrimaryKeyConstraint("amendment_id", "unit", "by", name=op.f("pk_unit_stance")),
    )
    op.create_table(
        "lint_waiver",
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_lint_waiver_by")),
        sa.PrimaryKeyConstraint("clause_id", "text_digest", "finding", name=op.f("pk_lint_waiver")),
    )
    op.create_table(
        "consultation",
        sa.Column("revision_id", sa.String(length=22), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("closes_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("closed_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("comprehension", sa.Integer(), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_consultation_it_has_a_window")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_consultation_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "edition", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_closes_at"), ["closes_at"], unique=False)
    op.create_table(
        "consultation_question",
        sa.Column("revision_id", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "place BETWEEN 1 AND 3", name=op.f("ck_consultation_question_there_are_three")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_consultation_question_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "place", name=op.f("pk_consultation_question")),
    )
    op.create_table(
        "consultation_reply",
        sa.Column("revision_id", sa.String(length=22), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("vote", sa.String(length=8), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "vote IN ('for', 'against', 'abstain')",
            name=op.f("ck_consultation_reply_vote_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consultation_reply_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id", "edition"],
            ["consultation.revision_id", "consultation.edition"],
            name=op.f("fk_consultation_reply_revision_id_edition"),
        ),
        sa.PrimaryKeyConstraint(
            "revision_id", "edition", "account_id", name=op.f("pk_consultation_reply")
        ),
    )
    op.create_table(
        "worked_case",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("revision_id", sa.String(length=22), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "after IN ('applies', 'does_not_apply', 'unclear')",
            name=op.f("ck_worked_case_after_is_known"),
        ),
        sa.CheckConstraint(
            "before IN ('applies', 'does_not_apply', 'unclear')",
            name=op.f("ck_worked_case_before_is_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_worked_case_by")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_worked_case_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked_case")),
    )
    with op.batch_alter_table("worked_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worked_case_clause_id"), ["clause_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_worked_case_revision_id"), ["revision_id"], unique=False
        )
    op.create_table(
        "worked_answer",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "after IN ('applies', 'does_not_apply', 'unclear')",
            name=op.f("ck_worked_answer_after_is_known"),
        ),
        sa.CheckConstraint(
            "before IN ('applies', 'does_not_apply', 'unclear')",
            name=op.f("ck_worked_answer_before_is_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_worked_answer_by")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["worked_case.id"], name=op.f("fk_worked_answer_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "by", "edition", name=op.f("pk_worked_answer")),
    )
    op.create_table(
        "clause_comment",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_clause_comment_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_comment")),
    )
    with op.batch_alter_table("clause_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clause_comment_clause_id"), ["clause_id"], unique=False
        )
    op.create_table(
        "signal_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_signal_answer_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_answer")),
    )
    with op.batch_alter_table("signal_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signal_answer_clause_id"), ["clause_id"], unique=False)


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
