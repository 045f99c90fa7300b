"""The whole exam: items with parts and several anchors, drafts, reports, actions, delta papers.

The bank and all sittings are taken along, up and down. On the way down go the cases and orderings,
which the older form has no place for, with the papers that asked them.

Revision 2026_11_28, after 2026_11_27
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_11_28"
down_revision = "2026_11_27"
branch_labels = None
depends_on = None

OLD = ("sitting", "live_item", "item_version")
PLAIN = {"single", "multiple", "true_false"}


def upgrade() -> None:
    # SQLite alters a table by making it anew: nothing may refer to it meanwhile.
    held = {name: rows(name) for name in OLD}
    for name in OLD:
        op.drop_table(name)
    new_tables()
    for one in held["item_version"]:
        bring_item(one)
    put("live_item", held["live_item"])
    for one in held["sitting"]:
        bring_sitting(one)


def bring_item(one: dict) -> None:
    anchor = [one["clause"], one["clause_version"], one["quote"]]
    part = {key: one[key] for key in ("topic", "kind", "stem", "options", "key", "rationale")}
    body = {
        "v": 1,
        "stimulus": "",
        "dated": bool(one["dated"]),
        "parts": [{**part, "anchors": [anchor], "in_order": bool(one["in_order"])}],
    }
    kept = {
        key: one[key] for key in ("item", "version", "topic", "kind", "written_by", "written_at")
    }
    put("item_version", [{**kept, "body": body, "published_at": one["written_at"]}])
    said = {
        key: one[key]
        for key in ("item", "version", "clause", "clause_version", "clause_digest", "quote")
    }
    put("item_anchor", [{**said, "part": 0, "place": 0}])


def bring_sitting(one: dict) -> None:
    drawn_from = one.pop("drawn_from")
    items = sorted(drawn_from["pool"])
    body = json.dumps({"enemies": [], "items": items}, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    pool = table("paper_pool")
    here = op.get_bind()
    if here.execute(sa.select(pool.c.digest).where(pool.c.digest == digest)).first() is None:
        put("paper_pool", [{"digest": digest, "items": items, "enemies": []}])
    put("sitting", [{**one, "pool": digest, "seen": drawn_from["seen"]}])


def downgrade() -> None:
    held = {name: rows(name) for name in (*OLD, "item_anchor", "paper_pool")}
    for name in reversed(NEW):
        op.drop_table(name)
    old_tables()
    quotes = {(one["item"], one["version"]): one for one in held["item_anchor"] if not one["place"]}
    kept = [one for one in held["item_version"] if one["kind"] in PLAIN]
    for one in kept:
        take_item(one, quotes[one["item"], one["version"]])
    names = {(one["item"], one["version"]) for one in kept}
    put("live_item", [one for one in held["live_item"] if (one["item"], one["version"]) in names])
    pools = {one["digest"]: one["items"] for one in held["paper_pool"]}
    for one in held["sitting"]:
        if all((asked[0], asked[1]) in names for asked in one["paper"]["questions"]):
            take_sitting(one, pools[one["pool"]])


def take_item(one: dict, anchor: dict) -> None:
    part = dict(one["body"]["parts"][0])
    part.pop("anchors")
    kept = {key: one[key] for key in ("item", "version", "written_by", "written_at")}
    said = {key: anchor[key] for key in ("clause", "clause_version", "clause_digest", "quote")}
    body = json.dumps([part, said, one["body"]["dated"]], sort_keys=True)
    content = hashlib.sha256(body.encode()).hexdigest()
    put(
        "item_version",
        [{**kept, **said, **part, "dated": one["body"]["dated"], "content": content}],
    )


def take_sitting(one: dict, pool: list) -> None:
    asked = [question[:3] for question in one["paper"]["questions"]]
    paper = {**one["paper"], "v": 1, "questions": asked}
    seen = one["seen"]
    for column in ("pool", "seen", "saved_at", "counted_at"):
        one.pop(column)
    put("sitting", [{**one, "paper": paper, "drawn_from": {"pool": pool, "seen": seen}}])


def table(name: str) -> sa.Table:
    """A table as it is in the database at this point."""
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def rows(name: str) -> list[dict]:
    """All rows of a table as they stand."""
    found = op.get_bind().execute(sa.select(table(name)))
    return [dict(row._mapping) for row in found]


def put(name: str, values: list[dict]) -> None:
    if values:
        op.get_bind().execute(sa.insert(table(name)), values)


NEW = (
    "item_version",
    "item_anchor",
    "live_item",
    "item_enemy",
    "item_reaffirmation",
    "item_pull",
    "item_retirement",
    "item_draft",
    "item_draft_step",
    "paper_pool",
    "sitting",
    "exam_allowance",
    "sitting_clause_opened",
    "exam_help_request",
    "exam_report",
    "item_action",
    "sitting_rescore",
    "delta_sitting",
    "item_sums",
    "figures_recount",
)


def new_tables() -> None:
    op.create_table(
        "item_version",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=12), nullable=True),
        sa.Column("published_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple', 'true_false', 'ordering', 'case')",
            name=op.f("ck_item_version_kind_is_known"),
        ),
        sa.CheckConstraint(
            "written_by <> approved_by", name=op.f("ck_item_version_nobody_approves_their_own")
        ),
        sa.PrimaryKeyConstraint("item", "version", name=op.f("pk_item_version")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_version_topic"), ["topic"], unique=False)

    op.create_table(
        "item_anchor",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("clause_version", sa.Integer(), nullable=False),
        sa.Column("clause_digest", sa.String(length=64), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_item_anchor_item_version"),
        ),
        sa.PrimaryKeyConstraint("item", "version", "part", "place", name=op.f("pk_item_anchor")),
    )
    with op.batch_alter_table("item_anchor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_anchor_clause"), ["clause"], unique=False)

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
        "item_enemy",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("other", sa.String(length=40), nullable=False),
        sa.Column("set_by", sa.String(length=12), nullable=False),
        sa.Column("set_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("item < other", name=op.f("ck_item_enemy_each_pair_once")),
        sa.PrimaryKeyConstraint("item", "other", name=op.f("pk_item_enemy")),
    )
    op.create_table(
        "item_reaffirmation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("clause_version", sa.Integer(), nullable=False),
        sa.Column("clause_digest", sa.String(length=64), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_item_reaffirmation_item_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_reaffirmation")),
    )
    with op.batch_alter_table("item_reaffirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_reaffirmation_item"), ["item"], unique=False)

    op.create_table(
        "item_pull",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("lifted_by", sa.String(length=12), nullable=True),
        sa.Column("lifted_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(lifted_by IS NULL) = (lifted_at IS NULL)",
            name=op.f("ck_item_pull_lifted_by_whom_and_when"),
        ),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_item_pull_item_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_pull")),
    )
    with op.batch_alter_table("item_pull", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_pull_item"), ["item"], unique=False)
        batch_op.create_index(
            "uq_item_pull_standing_item",
            ["item"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "item_retirement",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_item_retirement")),
    )
    op.create_table(
        "item_draft",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.String(length=12), nullable=False),
        sa.Column("begun_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=12), nullable=False),
        sa.Column("changed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('written', 'imported', 'drafted')",
            name=op.f("ck_item_draft_origin_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'discarded')",
            name=op.f("ck_item_draft_state_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_draft")),
    )
    with op.batch_alter_table("item_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_draft_item"), ["item"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_draft_state"), ["state"], unique=False)

    op.create_table(
        "item_draft_step",
        sa.Column("draft_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["item_draft.id"], name=op.f("fk_item_draft_step_draft_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_item_draft_step")),
    )

    op.create_table(
        "paper_pool",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("enemies", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_paper_pool")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("specification", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("pool", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("started_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("saved_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("handed_in_at", kernel.db.UtcDateTime(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("counted_at", kernel.db.UtcDateTime(), nullable=True),
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
        sa.ForeignKeyConstraint(["pool"], ["paper_pool.digest"], name=op.f("fk_sitting_pool")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sitting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sitting_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(
            "ix_sitting_uncounted",
            ["handed_in_at"],
            unique=False,
            sqlite_where=sa.text("counted_at IS NULL"),
            postgresql_where=sa.text("counted_at IS NULL"),
        )
        batch_op.create_index(
            "uq_sitting_open_account_id",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        )

    op.create_table(
        "exam_allowance",
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=12), nullable=False),
        sa.Column("given_at", kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "percent >= 1 AND percent <= 300", name=op.f("ck_exam_allowance_within_reason")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_exam_allowance")),
    )
    op.create_table(
        "sitting_clause_opened",
        sa.Column("sitting_id", sa.String(length=22), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_clause_opened_sitting_id")
        ),
        sa.PrimaryKeyConstraint("sitting_id", "clause", name=op.f("pk_sitting_clause_opened")),
    )
    op.create_table(
        "exam_help_request",
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("asked_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=12), nullable=True),
        sa.Column("taken_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(taken_by IS NULL) = (taken_at IS NULL)",
            name=op.f("ck_exam_help_request_taken_by_whom_and_when"),
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_exam_help_request")),
    )
    op.create_table(
        "exam_report",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("sitting_id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=6), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=12), nullable=True),
        sa.Column("answered_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "about IN ('item', 'clause')", name=op.f("ck_exam_report_about_is_known")
        ),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_exam_report_answered_by_whom_and_when"),
        ),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_exam_report_item_version"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_exam_report_sitting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_report")),
        sa.UniqueConstraint(
            "sitting_id",
            "item",
            "part",
            "about",
            name=op.f("uq_exam_report_sitting_id_item_part_about"),
        ),
    )
    with op.batch_alter_table("exam_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_report_clause"), ["clause"], unique=False)
        batch_op.create_index(batch_op.f("ix_exam_report_item"), ["item"], unique=False)
        batch_op.create_index(batch_op.f("ix_exam_report_sitting_id"), ["sitting_id"], unique=False)

    op.create_table(
        "item_action",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proposed_by", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=True),
        sa.Column("decided_at", kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)",
            name=op.f("ck_item_action_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'applied', 'refused')",
            name=op.f("ck_item_action_state_is_known"),
        ),
        sa.CheckConstraint(
            "what IN ('drop', 'accept', 'credit')", name=op.f("ck_item_action_what_is_known")
        ),
        sa.CheckConstraint(
            "proposed_by <> decided_by", name=op.f("ck_item_action_two_people_decide")
        ),
        sa.ForeignKeyConstraint(
            ["item", "version"],
            ["item_version.item", "item_version.version"],
            name=op.f("fk_item_action_item_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_action")),
    )
    with op.batch_alter_table("item_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_action_item"), ["item"], unique=False)
        batch_op.create_index(
            "uq_item_action_standing",
            ["item", "version", "part"],
            unique=True,
            sqlite_where=sa.text("state <> 'refused'"),
            postgresql_where=sa.text("state <> 'refused'"),
        )

    op.create_table(
        "sitting_rescore",
        sa.Column("action_id", sa.String(length=22), nullable=False),
        sa.Column("sitting_id", sa.String(length=22), nullable=False),
        sa.Column("score_before", sa.Integer(), nullable=False),
        sa.Column("score_after", sa.Integer(), nullable=False),
        sa.Column("passed_before", sa.Boolean(), nullable=False),
        sa.Column("passed_after", sa.Boolean(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["item_action.id"], name=op.f("fk_sitting_rescore_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_rescore_sitting_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "sitting_id", name=op.f("pk_sitting_rescore")),
    )
    op.create_table(
        "delta_sitting",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("pool", sa.String(length=64), nullable=False),
        sa.Column("owed", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("mastered", sa.JSON(), nullable=False),
        sa.Column("started_at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", kernel.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pool"], ["paper_pool.digest"], name=op.f("fk_delta_sitting_pool")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delta_sitting")),
    )
    with op.batch_alter_table("delta_sitting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delta_sitting_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "uq_delta_sitting_open_account_id",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "item_sums",
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("item", "version", "part", name=op.f("pk_item_sums")),
    )
    op.create_table(
        "figures_recount",
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("sittings", sa.Integer(), nullable=False),
        sa.Column("equal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_figures_recount")),
    )


def old_tables() -> None:
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
