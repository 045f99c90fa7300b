"""The room of the cut score: studies, their questions, judges, estimates, what is handed in.

Revision 2026_11_29, after 2026_11_28
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_11_29"
down_revision = "2026_11_28"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cut_study",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("specification", sa.String(length=40), nullable=False),
        sa.Column("begun_by", sa.String(length=12), nullable=False),
        sa.Column("begun_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("first_closed_by", sa.String(length=12), nullable=True),
        sa.Column("first_closed_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("second_closed_by", sa.String(length=12), nullable=True),
        sa.Column("second_closed_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(first_closed_by IS NULL) = (first_closed_at IS NULL)",
            name=op.f("ck_cut_study_first_by_whom_and_when"),
        ),
        sa.CheckConstraint(
            "(second_closed_by IS NULL) = (second_closed_at IS NULL)",
            name=op.f("ck_cut_study_second_by_whom_and_when"),
        ),
        sa.CheckConstraint(
            "second_closed_at IS NULL OR first_closed_at IS NOT NULL",
            name=op.f("ck_cut_study_one_after_the_other"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_study")),
        sa.UniqueConstraint("name", name=op.f("uq_cut_study_name")),
    )
    op.create_table(
        "cut_question",
        sa.Column("study_id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("right_ones", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(answers IS NULL) = (right_ones IS NULL)",
            name=op.f("ck_cut_question_told_both_or_none"),
        ),
        sa.CheckConstraint(
            "right_ones >= 0 AND right_ones <= answers",
            name=op.f("ck_cut_question_right_of_answers"),
        ),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_cut_question_item_version"),
        ),
        sa.ForeignKeyConstraint(
            ["study_id"], ["cut_study.id"], name=op.f("fk_cut_question_study_id")
        ),
        sa.PrimaryKeyConstraint(
            "study_id", "item", "version", "part", name=op.f("pk_cut_question")
        ),
        sa.UniqueConstraint("study_id", "place", name=op.f("uq_cut_question_study_id_place")),
    )
    op.create_table(
        "cut_judge",
        sa.Column("study_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("invited_by", sa.String(length=12), nullable=False),
        sa.Column("invited_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["cut_study.id"], name=op.f("fk_cut_judge_study_id")),
        sa.PrimaryKeyConstraint("study_id", "account_id", name=op.f("pk_cut_judge")),
    )
    with op.batch_alter_table("cut_judge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cut_judge_account_id"), ["account_id"], unique=False)

    op.create_table(
        "cut_estimate",
        sa.Column("study_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "percent >= 0 AND percent <= 100", name=op.f("ck_cut_estimate_of_a_hundred")
        ),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_cut_estimate_round_is_known")),
        sa.ForeignKeyConstraint(
            ["study_id", "account_id"],
            ["cut_judge.study_id", "cut_judge.account_id"],
            name=op.f("fk_cut_estimate_study_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["study_id", "item", "version", "part"],
            [
                "cut_question.study_id",
                "cut_question.item",
                "cut_question.version",
                "cut_question.part",
            ],
            name=op.f("fk_cut_estimate_study_id_item_version_part"),
        ),
        sa.PrimaryKeyConstraint(
            "study_id",
            "account_id",
            "round",
            "item",
            "version",
            "part",
            name=op.f("pk_cut_estimate"),
        ),
    )
    op.create_table(
        "cut_hand_in",
        sa.Column("study_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_cut_hand_in_round_is_known")),
        sa.ForeignKeyConstraint(
            ["study_id", "account_id"],
            ["cut_judge.study_id", "cut_judge.account_id"],
            name=op.f("fk_cut_hand_in_study_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("study_id", "account_id", "round", name=op.f("pk_cut_hand_in")),
    )


def downgrade() -> None:
    for name in ("cut_hand_in", "cut_estimate", "cut_judge", "cut_question", "cut_study"):
        op.drop_table(name)
