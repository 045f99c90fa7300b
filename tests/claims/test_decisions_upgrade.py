"""Decisions of before they were numbered come along into their new form, and the last goes back."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.upgrading import CLAIM, WHO, a_claim, filled, reflected, rows_of, steps_since


def a_claim_with_decisions(engine):
    """Put in a claim that an officer decided and another wrote over, and one that was settled."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    olive, oscar, mine, other = ("O" * 22, "P" * 22, "C" * 22, "D" * 22)
    names = "account claim claim_step claim_decision claim_answer claim_statement claim_paper"
    tables = {name: reflected(engine, name) for name in (*names.split(), "claim_objection")}

    def put(name, **values):
        there.execute(sa.insert(tables[name]), filled(tables[name], **values))

    with engine.begin() as there:
        for name in (olive, oscar):
            put("account", id=name, email=name, ref=name[:8])
        facts = {"clauses": [], "parties": [], "quiz": [], "tiers": [1, 2], "claimant_id": olive}
        put("claim", id=mine, ref="R1", state="prepared", decision="pay", amount=7, **facts)
        put("claim", id=other, ref="R2", state="frozen", decision="pay", amount=7, **facts)
        for claim in (mine, other):
            made = {"claim_id": claim, "decision": "pay_less", "offered": 3, "by": oscar}
            put("claim_decision", **made, answer_by=moment)
        put("claim_answer", claim_id=mine, disputes=True)
        for letter, number, what in (("a", 1, "decided"), ("b", 2, "reopened")):
            put("claim_step", id=letter * 22, claim_id=mine, number=number, what=what, by=olive)
        put("claim_step", id="c" * 22, claim_id=other, number=1, what="reopened", by=olive)
        answered = {"state": "upheld", "answered_by": olive, "answered_at": moment}
        put("claim_objection", id="o" * 22, claim_id=other, by=oscar, **answered)
        said = {"side": "respondent", "round": "statement", "by": oscar}
        put("claim_statement", claim_id=mine, **said)
        file = {
            "paper": "other",
            "side": "respondent",
            "kind": "png",
            "by": oscar,
            "vault_name": "v",
        }
        put("claim_paper", id="p" * 22, claim_id=mine, **file)
        put("claim_statement", claim_id=mine, **said | {"side": "claimant", "by": olive})


def test_each_decision_comes_along_and_the_last_goes_back(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_08")
    a_claim_with_decisions(engine)
    before = {name: rows_of(engine, name) for name in ("claim_decision", "claim_answer")}
    flask_says("db", "upgrade")
    decisions = rows_of(engine, "claim_decision")
    assert [(row.number, row.amount, row.offered) for row in decisions] == [(1, 7, 3)] * 2
    assert [(row.number, row.disputes) for row in rows_of(engine, "claim_answer")] == [(1, True)]
    claims = {row.ref: (row.decision, row.tiers) for row in rows_of(engine, "claim")}
    assert claims == {"R1": ("pay_less", [3, 7]), "R2": ("pay", [1, 2])}
    steps = {(row.claim_id[0], row.number): row for row in rows_of(engine, "claim_step")}
    told = {key: (row.what, row.by[0]) for key, row in steps.items()}
    assert told == {
        ("C", 1): ("decided", "O"),
        ("C", 2): ("taken_back", "O"),
        ("C", 3): ("wrote", "P"),
        ("D", 1): ("reopened", "O"),
    }
    made = reflected(engine, "claim_decision")
    with engine.begin() as there:
        again = dict(decisions[0]._mapping) | {"number": 2, "cost": 9}
        there.execute(sa.insert(made).values(again))
    flask_says("db", "downgrade", steps_since("2026_12_08"))
    kept = {row.claim_id: row.cost for row in rows_of(engine, "claim_decision")}
    assert kept == {"C" * 22: 9, "D" * 22: 1}
    assert rows_of(engine, "claim_answer") == [], "it was to the decision before"
    words = {(row.claim_id[0], row.number): row.what for row in rows_of(engine, "claim_step")}
    assert words[("C", 2)] == "reopened"
    assert words[("C", 3)] == "changed"
    named = {name: [row._fields for row in rows] for name, rows in before.items()}
    assert named["claim_decision"] == [row._fields for row in rows_of(engine, "claim_decision")]


def test_a_decision_without_an_amount_waits_for_one(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_08")
    a_claim_with_decisions(engine)
    with engine.begin() as there:
        there.execute(sa.text("UPDATE claim SET amount = NULL WHERE ref = 'R2'"))
    with pytest.raises(RuntimeError, match="without an amount: R2"):
        flask_says("db", "upgrade")


def test_the_last_decision_takes_its_reason_and_clauses_from_the_claim(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_10")
    a_claim(engine, "claim_decision", number=1, decision="pay", by=WHO)
    table = reflected(engine, "claim_decision")
    with engine.begin() as there:
        again = {"claim_id": CLAIM, "number": 2, "decision": "refuse", "by": WHO}
        there.execute(sa.insert(table), filled(table, **again))
        told = """UPDATE claim SET decision_reason = 'A fall.', clauses = '["waiting-period"]'"""
        there.execute(sa.text(told))
    before = rows_of(engine, "claim_decision")
    flask_says("db", "upgrade")
    rows = sorted(rows_of(engine, "claim_decision"), key=lambda row: row.number)
    assert [(row.number, row.reason, row.clauses) for row in rows] == [
        (1, "", []),
        (2, "A fall.", ["waiting-period"]),
    ]
    flask_says("db", "downgrade", steps_since("2026_12_10"))
    assert rows_of(engine, "claim_decision") == before


@pytest.mark.parametrize(("state", "counted"), [("disputed", True), ("prepared", False)])
def test_days_are_counted_from_joining_where_no_officer_has_prepared_a_claim(
    bare, flask_says, state, counted
):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_10")
    a_claim(engine, "claim_step", by=WHO, what="decided")
    with engine.begin() as there:
        table = reflected(engine, "claim")
        there.execute(sa.update(table).values(state=state, relative_days=False))
    flask_says("db", "upgrade")
    assert [row.relative_days for row in rows_of(engine, "claim")] == [counted]
