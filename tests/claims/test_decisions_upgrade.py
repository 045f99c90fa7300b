"""Decisions of before they were numbered come along into their new form, and the last goes back."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app import create_app
from tests.databases import settings_for
from tests.test_migrations import filled, reflected, rows_of, steps_since

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def app(empty_database, tmp_path):
    """An app on a database without tables."""
    app = create_app(settings_for(tmp_path / "home", empty_database))
    yield app
    app.extensions["venire"].engine.dispose()


@pytest.fixture
def database(app):
    """Run a command of the database: `database("upgrade")`."""

    def run(*words):
        with app.app_context():
            done = app.test_cli_runner().invoke(args=["db", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output

    return run


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


def test_each_decision_comes_along_and_the_last_goes_back(app, database):
    engine = app.extensions["venire"].engine
    database("upgrade", "2026_12_08")
    a_claim_with_decisions(engine)
    before = {name: rows_of(engine, name) for name in ("claim_decision", "claim_answer")}
    database("upgrade")
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
    database("downgrade", steps_since("2026_12_08"))
    kept = {row.claim_id: row.cost for row in rows_of(engine, "claim_decision")}
    assert kept == {"C" * 22: 9, "D" * 22: 1}
    assert rows_of(engine, "claim_answer") == [], "it was to the decision before"
    words = {(row.claim_id[0], row.number): row.what for row in rows_of(engine, "claim_step")}
    assert words[("C", 2)] == "reopened"
    assert words[("C", 3)] == "changed"
    named = {name: [row._fields for row in rows] for name, rows in before.items()}
    assert named["claim_decision"] == [row._fields for row in rows_of(engine, "claim_decision")]


def test_a_decision_without_an_amount_waits_for_one(app, database):
    engine = app.extensions["venire"].engine
    database("upgrade", "2026_12_08")
    a_claim_with_decisions(engine)
    with engine.begin() as there:
        there.execute(sa.text("UPDATE claim SET amount = NULL WHERE ref = 'R2'"))
    with pytest.raises(RuntimeError, match="without an amount: R2"):
        database("upgrade")
