"""Each decision on a claim keeps its row, and the amount that it is about; an agreement keeps the
digest of what it is to; the steps tell who wrote for the plan, and which file was taken back.

Revision 2026_12_09, after 2026_12_08. What an officer who prepared a case wrote over the plan's
decision is set right while the case is not frozen. Whoever saved a text of the plan last, or brought
a paper for it, wrote for it; who wrote before them is not known. A claim was reopened by its officer
unless an objection to it was upheld at that moment.

What was approved before this was approved by another digest, which left out dates, clauses and
amounts: such a text is returned and approved again before it is frozen.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import kernel.db

revision = "2026_12_09"
down_revision = "2026_12_08"
branch_labels = None
depends_on = None

OLD_STEPS = (
    *("filed", "handed_in", "sent_back", "decided", "accepted", "disputed", "extended"),
    *("entered", "changed", "sent", "returned", "approved", "agreed", "refused"),
    *("frozen", "reopened", "withdrawn"),
)
STEPS = (*OLD_STEPS, "wrote", "taken_back")
NOT_FROZEN = ("prepared", "in_review", "signed_off", "agreed")
DECISION = sa.table(
    "claim_decision",
    *map(sa.column, ("claim_id", "decision", "cost", "offered", "by")),
    sa.column("at", kernel.db.UtcDateTime()),
    sa.column("answer_by", kernel.db.UtcDateTime()),
)
ANSWER = sa.table(
    "claim_answer",
    *map(sa.column, ("claim_id", "why")),
    sa.column("disputes", sa.Boolean()),
    sa.column("at", kernel.db.UtcDateTime()),
)
NUMBER = sa.column("number", sa.Integer())
CLAIM = sa.table(
    "claim",
    *map(sa.column, ("id", "ref", "state", "decision", "amount")),
    sa.column("tiers", sa.JSON()),
)


def upgrade() -> None:
    amounts = _amounts()
    decisions = [
        {**row, "number": 1, "amount": amounts[row["claim_id"]]} for row in _rows(DECISION)
    ]
    answers = [{**row, "number": 1} for row in _rows(ANSWER)]
    _write_anew(decisions, answers, numbered=True)
    _set_right_what_was_written_over(decisions)
    op.add_column("claim_agreement", sa.Column("text_digest", sa.String(64), nullable=True))
    _let(STEPS)
    op.execute(
        "UPDATE claim_step SET what = 'taken_back' WHERE what = 'reopened' AND NOT EXISTS ("
        "SELECT 1 FROM claim_objection WHERE claim_objection.claim_id = claim_step.claim_id "
        "AND state = 'upheld' AND answered_at = claim_step.at)"
    )
    _tell_who_wrote()


def downgrade() -> None:
    """Of each claim the last decision is kept; whoever wrote for the plan has changed the claim."""
    op.execute("UPDATE claim_step SET what = 'reopened' WHERE what = 'taken_back'")
    op.execute("UPDATE claim_step SET what = 'changed' WHERE what = 'wrote'")
    _let(OLD_STEPS)
    with op.batch_alter_table("claim_agreement") as batch:
        batch.drop_column("text_digest")
    last = {row["claim_id"]: row for row in _rows(DECISION, NUMBER)}
    numbers = {claim_id: row.pop("number") for claim_id, row in last.items()}
    answers = [
        row for row in _rows(ANSWER, NUMBER) if row.pop("number") == numbers[row["claim_id"]]
    ]
    _write_anew(list(last.values()), answers, numbered=False)


def _rows(table: sa.TableClause, *more: sa.ColumnClause[int]) -> list[dict[str, Any]]:
    """Return the rows of a table; with their number, in its order."""
    query = sa.select(*table.columns, *more).order_by(*more)
    return [dict(row) for row in op.get_bind().execute(query.select_from(table)).mappings()]


def _amounts() -> dict[str, int]:
    decided = CLAIM.c.id.in_(sa.select(DECISION.c.claim_id))
    query = sa.select(CLAIM.c.id, CLAIM.c.ref, CLAIM.c.amount).where(decided)
    rows = op.get_bind().execute(query.order_by(CLAIM.c.ref)).all()
    if found := [row.ref for row in rows if row.amount is None]:
        raise RuntimeError(f"decided, and without an amount: {', '.join(found)}. Enter it first")
    return {row.id: row.amount for row in rows}


def _write_anew(
    decisions: list[dict[str, Any]], answers: list[dict[str, Any]], *, numbered: bool
) -> None:
    """Make both tables anew with these rows: neither database changes the key of a table that
    another points at."""
    op.drop_table("claim_answer")
    op.drop_table("claim_decision")
    op.bulk_insert(_create_decisions(numbered=numbered), decisions)
    op.bulk_insert(_create_answers(numbered=numbered), answers)
    op.create_index(op.f("ix_claim_decision_answer_by"), "claim_decision", ["answer_by"])


def _create_decisions(*, numbered: bool) -> sa.Table:
    number = sa.Column("number", sa.Integer(), autoincrement=False, nullable=False)
    amount = sa.Column("amount", sa.BigInteger(), nullable=False)
    new = (
        number,
        amount,
        sa.CheckConstraint("number > 0", name=op.f("ck_claim_decision_number_is_positive")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_claim_decision_amount_is_positive")),
    )
    key = ("claim_id", "number") if numbered else ("claim_id",)
    return op.create_table(
        "claim_decision",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("offered", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=22), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        sa.Column("answer_by", kernel.db.UtcDateTime(), nullable=True),
        *(new if numbered else ()),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_claim_decision_cost_is_no_gain")),
        sa.CheckConstraint("offered > 0", name=op.f("ck_claim_decision_offer_is_positive")),
        sa.CheckConstraint(
            "(offered IS NULL) = (decision <> 'pay_less')",
            name=op.f("ck_claim_decision_offered_where_less_is_paid"),
        ),
        sa.CheckConstraint(
            "decision IN ('pay', 'pay_less', 'refuse')",
            name=op.f("ck_claim_decision_decision_is_known"),
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_claim_decision_by")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_decision_claim_id")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_claim_decision")),
    )


def _create_answers(*, numbered: bool) -> sa.Table:
    number = sa.Column("number", sa.Integer(), autoincrement=False, nullable=False)
    key = ("claim_id", "number") if numbered else ("claim_id",)
    return op.create_table(
        "claim_answer",
        sa.Column("claim_id", sa.String(length=22), nullable=False),
        sa.Column("disputes", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", kernel.db.UtcDateTime(), nullable=False),
        *((number,) if numbered else ()),
        sa.ForeignKeyConstraint(
            list(key),
            [f"claim_decision.{name}" for name in key],
            name=op.f(f"fk_claim_answer_{'_'.join(key)}"),
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_claim_answer")),
    )


def _set_right_what_was_written_over(decisions: list[dict[str, Any]]) -> None:
    for row in decisions:
        offered = row["offered"]
        op.execute(
            sa.update(CLAIM)
            .where(CLAIM.c.id == row["claim_id"], CLAIM.c.state.in_(NOT_FROZEN))
            .values(decision=row["decision"], tiers=[offered, row["amount"]] if offered else [])
        )


def _tell_who_wrote() -> None:
    here = op.get_bind()
    step = sa.table(
        "claim_step",
        *map(sa.column, ("id", "claim_id", "number", "what", "by", "why")),
        sa.column("at", kernel.db.UtcDateTime()),
    )
    text = sa.table(
        "claim_statement",
        *map(sa.column, ("claim_id", "side", "by")),
        sa.column("saved_at", kernel.db.UtcDateTime()),
    )
    paper = sa.table(
        "claim_paper",
        *map(sa.column, ("claim_id", "side", "by")),
        sa.column("at", kernel.db.UtcDateTime()),
    )
    last = sa.select(sa.func.coalesce(sa.func.max(step.c.number), 0))
    wrote = sa.union_all(
        sa.select(text.c.claim_id, text.c.by, text.c.saved_at.label("at")).where(
            text.c.side == "respondent"
        ),
        sa.select(paper.c.claim_id, paper.c.by, paper.c.at).where(paper.c.side == "respondent"),
    ).order_by("at")
    told = set()
    for row in here.execute(wrote).all():
        if (row.claim_id, row.by) not in told:
            told.add((row.claim_id, row.by))
            number = here.scalar(last.where(step.c.claim_id == row.claim_id)) + 1
            values = {"id": kernel.db.new_id(), "number": number, "what": "wrote", "why": ""}
            op.execute(sa.insert(step).values(**row._mapping, **values))


def _let(words: tuple[str, ...]) -> None:
    name = op.f("ck_claim_step_what_is_known")
    with op.batch_alter_table("claim_step") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"what IN ({', '.join(map(repr, words))})")
