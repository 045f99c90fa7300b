"""The first form of the database

Revision 2026_11_23, the first of all
"""

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_11_23"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("joined_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("good_standing", sa.Boolean(), nullable=False),
        sa.Column("household", sa.String(length=40), nullable=True),
        sa.Column("employer", sa.String(length=120), nullable=True),
        sa.Column("inviter_id", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(["inviter_id"], ["account.id"], name=op.f("fk_account_inviter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("ref", name=op.f("uq_account_ref")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_employer"), ["employer"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_household"), ["household"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_inviter_id"), ["inviter_id"], unique=False)

    op.create_table(
        "claim_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_claim_number")),
    )
    op.create_table(
        "clause",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
    )
    op.create_table(
        "door_try",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("door", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("door IN ('sign-in', 'join')", name=op.f("ck_door_try_door_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_try")),
    )
    with op.batch_alter_table("door_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_try_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_try_email"), ["email"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("clause_version", sa.Integer(), nullable=False),
        sa.Column("clause_digest", sa.String(length=64), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=False),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false')",
            name=op.f("ck_item_version_kind_is_known"),
        ),
        sa.PrimaryKeyConstraint("item", "version", name=op.f("pk_item_version")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_version_clause"), ["clause"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_version_topic"), ["topic"], unique=False)

    op.create_table(
        "jury_case",
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file", sa.JSON(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("standard", sa.JSON(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("again_of", sa.String(length=24), nullable=True),
        sa.Column("frozen_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("opens_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("closes_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("opening_leaf", sa.LargeBinary(length=32), nullable=True),
        sa.Column("closing_leaf", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint(
            "stage IN ('frozen', 'committed', 'drawn', 'open', 'closed', 'decided', 'withdrawn', 'void')",
            name=op.f("ck_jury_case_stage_is_known"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('open', 'closed', 'decided') OR (opens_at IS NOT NULL AND closes_at IS NOT NULL AND opens_at < closes_at)",
            name=op.f("ck_jury_case_a_poll_has_a_window"),
        ),
        sa.ForeignKeyConstraint(
            ["again_of"], ["jury_case.ref"], name=op.f("fk_jury_case_again_of")
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_jury_case")),
        sa.UniqueConstraint("again_of", name=op.f("uq_jury_case_again_of")),
    )
    with op.batch_alter_table("jury_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jury_case_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_jury_case_stage"), ["stage"], unique=False)

    op.create_table(
        "log_attachments",
        sa.Column("case_ref", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_ref", "path", name=op.f("pk_log_attachments")),
    )
    op.create_table(
        "log_checkpoints",
        sa.Column("log", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("log", "size", name=op.f("pk_log_checkpoints")),
    )
    op.create_table(
        "log_heads",
        sa.Column("log", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_log_heads_size")),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_log_heads")),
    )
    op.create_table(
        "log_leaves",
        sa.Column("log", sa.String(length=40), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("log", "leaf_index", name=op.f("pk_log_leaves")),
    )
    with op.batch_alter_table("log_leaves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_log_leaves_log_leaf_hash"), ["log", "leaf_hash"], unique=False
        )

    op.create_table(
        "log_queue",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("log", sa.String(length=40), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_queue")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("log_queue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_queue_log"), ["log"], unique=False)

    op.create_table(
        "roll",
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("built_at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_roll")),
    )
    op.create_table(
        "rule_section",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_section")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("specification", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_from", sa.JSON(), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("started_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("handed_in_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (score IS NULL) AND (score IS NULL) = (passed IS NULL)",
            name=op.f("ck_sitting_graded_when_handed_in"),
        ),
        sa.CheckConstraint(
            "expires_at > started_at", name=op.f("ck_sitting_it_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "score >= 0 AND score <= asked", name=op.f("ck_sitting_score_within_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sitting_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            "uq_sitting_open_account_id",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        )

    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("pid", sa.String(length=32), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("sent", sa.String(length=64), nullable=True),
        sa.Column("said", sa.String(length=64), nullable=True),
        sa.CheckConstraint("rev >= 1", name=op.f("ck_ballot_rev_counts_from_one")),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_ballot_case_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("case_ref", "pid", "rev", name=op.f("uq_ballot_case_ref_pid_rev")),
        sa.UniqueConstraint("case_ref", "sent", name=op.f("uq_ballot_case_ref_sent")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_quiz_pass",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_case_quiz_pass_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", "account_id", name=op.f("pk_case_quiz_pass")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("claimant_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("content_warning", sa.String(length=200), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("diagnosed_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("accident", sa.Boolean(), nullable=False),
        sa.Column("waiting_agreed", sa.Boolean(), nullable=False),
        sa.Column("medication_days", sa.Integer(), nullable=True),
        sa.Column("stay_days", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("claimant_says", sa.Text(), nullable=False),
        sa.Column("respondent_says", sa.Text(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("quiz", sa.JSON(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('refuse', 'pay_less')", name=op.f("ck_claim_decision_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'in_review', 'signed_off', 'frozen', 'withdrawn')",
            name=op.f("ck_claim_state_is_known"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_claim_amount_is_positive")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_claim_revision_is_positive")),
        sa.ForeignKeyConstraint(["claimant_id"], ["account.id"], name=op.f("fk_claim_claimant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("ref", name=op.f("uq_claim_ref")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_claimant_id"), ["claimant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_state"), ["state"], unique=False)

    op.create_table(
        "clause_version",
        sa.Column("clause_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("governs_by", sa.String(length=12), nullable=False),
        sa.Column("published_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "governs_by IN ('joining', 'event', 'filing', 'period', 'favourable')",
            name=op.f("ck_clause_version_deciding_day_is_known"),
        ),
        sa.CheckConstraint(
            "in_force_from < in_force_until", name=op.f("ck_clause_version_begins_before_it_ends")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_clause_version_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_clause_version_clause_id")
        ),
        sa.ForeignKeyConstraint(
            ["section"], ["rule_section.id"], name=op.f("fk_clause_version_section")
        ),
        sa.PrimaryKeyConstraint("clause_id", "version", name=op.f("pk_clause_version")),
        sa.UniqueConstraint(
            "clause_id", "in_force_from", name=op.f("uq_clause_version_clause_id_in_force_from")
        ),
    )
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clause_version_in_force_from"), ["in_force_from"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_clause_version_section"), ["section"], unique=False)

    op.create_table(
        "draw",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("commit_leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commit_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("stream", sa.JSON(), nullable=False),
        sa.Column("further", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'drawn', 'void')", name=op.f("ck_draw_state_is_known")
        ),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_draw_case_ref")),
        sa.ForeignKeyConstraint(["epoch"], ["roll.epoch"], name=op.f("fk_draw_epoch")),
        sa.PrimaryKeyConstraint("case_ref", "number", name=op.f("pk_draw")),
    )
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.create_index(
            "uq_draw_pending",
            ["case_ref"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "exclusion",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_exclusion_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", "account_id", name=op.f("pk_exclusion")),
    )
    op.create_table(
        "jury_withdrawal",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("withdrawn_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_jury_withdrawal_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", name=op.f("pk_jury_withdrawal")),
    )
    op.create_table(
        "live_item",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_live_item_item_version"),
        ),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_live_item")),
    )
    op.create_table(
        "qualification",
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("certificate", sa.String(length=64), nullable=False),
        sa.Column("clause_versions", sa.JSON(), nullable=False),
        sa.Column("granted_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_qualification_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_qualification")),
    )
    op.create_table(
        "reason",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("moderated_by", sa.String(length=12), nullable=True),
        sa.Column("moderated_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'published', 'withheld')", name=op.f("ck_reason_state_is_known")
        ),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_reason_case_ref")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reason", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reason_case_ref"), ["case_ref"], unique=False)

    op.create_table(
        "replacement",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("ord", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "why IN ('declined', 'silent', 'stepped_down')",
            name=op.f("ck_replacement_why_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["jury_case.ref"], name=op.f("fk_replacement_case_ref")
        ),
        sa.PrimaryKeyConstraint("case_ref", "place", name=op.f("pk_replacement")),
    )
    op.create_table(
        "role_grant",
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("granted_by", sa.String(length=12), nullable=False),
        sa.Column("granted_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "role IN ('member', 'officer', 'editor', 'auditor', 'admin')",
            name=op.f("ck_role_grant_role_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_role_grant")),
    )
    op.create_table(
        "roll_leaf",
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("ord", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("stratum", sa.String(length=16), nullable=False),
        sa.Column("next_free_epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["epoch"], ["roll.epoch"], name=op.f("fk_roll_leaf_epoch")),
        sa.PrimaryKeyConstraint("epoch", "ord", name=op.f("pk_roll_leaf")),
        sa.UniqueConstraint("epoch", "account_id", name=op.f("uq_roll_leaf_epoch_account_id")),
        sa.UniqueConstraint("epoch", "pseudonym", name=op.f("uq_roll_leaf_epoch_pseudonym")),
    )
    op.create_table(
        "seat",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("ord", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer_by", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'alternate') = (number IS NULL)", name=op.f("ck_seat_a_seat_has_a_number")
        ),
        sa.CheckConstraint(
            "state IN ('alternate', 'summoned', 'accepted', 'declined', 'silent', 'stepped_down')",
            name=op.f("ck_seat_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_seat_case_ref")),
        sa.PrimaryKeyConstraint("case_ref", "ord", name=op.f("pk_seat")),
        sa.UniqueConstraint("case_ref", "account_id", name=op.f("uq_seat_case_ref_account_id")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_answer_by"), ["answer_by"], unique=False)
        batch_op.create_index(
            "uq_seat_sitting",
            ["case_ref", "number"],
            unique=True,
            sqlite_where=sa.text("state IN ('summoned', 'accepted')"),
            postgresql_where=sa.text("state IN ('summoned', 'accepted')"),
        )

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("begun_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("ends_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "verdict",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("decided_at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_verdict_case_ref")),
        sa.PrimaryKeyConstraint("case_ref", name=op.f("pk_verdict")),
    )
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verdict_decided_at"), ["decided_at"], unique=False)

    op.create_table(
        "voted",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["case_ref"], ["jury_case.ref"], name=op.f("fk_voted_case_ref")),
        sa.PrimaryKeyConstraint("case_ref", "account_id", name=op.f("pk_voted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_flag",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=4), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('hide', 'show')", name=op.f("ck_claim_flag_decision_is_known")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_flag_by")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_flag_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "revision", "key", name=op.f("pk_claim_flag")),
    )
    op.create_table(
        "claim_sign_off",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.String(length=22), nullable=False),
        sa.Column("approved_by", sa.String(length=22), nullable=False),
        sa.Column("approved_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("prepared_by <> approved_by", name=op.f("ck_claim_sign_off_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["account.id"], name=op.f("fk_claim_sign_off_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_sign_off_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["account.id"], name=op.f("fk_claim_sign_off_prepared_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_sign_off")),
        sa.UniqueConstraint(
            "claim_id", "revision", name=op.f("uq_claim_sign_off_claim_id_revision")
        ),
    )
    with op.batch_alter_table("claim_sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_sign_off_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "claim_step",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('entered', 'changed', 'sent', 'returned', 'approved', 'frozen', 'withdrawn')",
            name=op.f("ck_claim_step_what_is_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_step_by")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_step_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_step")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_claim_step_claim_id_number")),
    )
    with op.batch_alter_table("claim_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_step_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "draw_exclusion",
        sa.Column("case_ref", sa.String(length=24), nullable=False),
        sa.Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pseudonym", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref", "draw"],
            ["draw.case_ref", "draw.number"],
            name=op.f("fk_draw_exclusion_case_ref_draw"),
        ),
        sa.PrimaryKeyConstraint("case_ref", "draw", "pseudonym", name=op.f("pk_draw_exclusion")),
    )


def downgrade() -> None:
    op.drop_table("draw_exclusion")
    with op.batch_alter_table("claim_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_step_claim_id"))

    op.drop_table("claim_step")
    with op.batch_alter_table("claim_sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_sign_off_claim_id"))

    op.drop_table("claim_sign_off")
    op.drop_table("claim_flag")
    op.drop_table("voted")
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verdict_decided_at"))

    op.drop_table("verdict")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seat_sitting",
            sqlite_where=sa.text("state IN ('summoned', 'accepted')"),
            postgresql_where=sa.text("state IN ('summoned', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_seat_answer_by"))
        batch_op.drop_index(batch_op.f("ix_seat_account_id"))

    op.drop_table("seat")
    op.drop_table("roll_leaf")
    op.drop_table("role_grant")
    op.drop_table("replacement")
    with op.batch_alter_table("reason", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reason_case_ref"))

    op.drop_table("reason")
    op.drop_table("qualification")
    op.drop_table("live_item")
    op.drop_table("jury_withdrawal")
    op.drop_table("exclusion")
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_draw_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("draw")
    with op.batch_alter_table("clause_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_version_section"))
        batch_op.drop_index(batch_op.f("ix_clause_version_in_force_from"))

    op.drop_table("clause_version")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_state"))
        batch_op.drop_index(batch_op.f("ix_claim_claimant_id"))

    op.drop_table("claim")
    op.drop_table("case_quiz_pass")
    op.drop_table("ballot")
    op.drop_table("worker_beat")
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sitting_open_account_id",
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sitting_expires_at"))
        batch_op.drop_index(batch_op.f("ix_sitting_account_id"))

    op.drop_table("sitting")
    op.drop_table("rule_section")
    op.drop_table("roll")
    with op.batch_alter_table("log_queue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_log_queue_log"))

    op.drop_table("log_queue")
    with op.batch_alter_table("log_leaves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_log_leaves_log_leaf_hash"))

    op.drop_table("log_leaves")
    op.drop_table("log_heads")
    op.drop_table("log_checkpoints")
    op.drop_table("log_attachments")
    with op.batch_alter_table("jury_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jury_case_stage"))
        batch_op.drop_index(batch_op.f("ix_jury_case_closes_at"))

    op.drop_table("jury_case")
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_version_topic"))
        batch_op.drop_index(batch_op.f("ix_item_version_clause"))

    op.drop_table("item_version")
    with op.batch_alter_table("door_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_try_email"))
        batch_op.drop_index(batch_op.f("ix_door_try_address"))

    op.drop_table("door_try")
    op.drop_table("clause")
    op.drop_table("claim_number")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_inviter_id"))
        batch_op.drop_index(batch_op.f("ix_account_household"))
        batch_op.drop_index(batch_op.f("ix_account_employer"))

    op.drop_table("account")
