"""An installation's tables come from the migrations: alike on both databases, and complete."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import sqlalchemy.orm
from alembic.script import ScriptDirectory
from flask import Flask

from kernel.db import Base
from quiz.item import Anchor
from quiz.models import Sitting
from quiz.queries import live_items, result_of
from tests.databases import ROOT
from tests.upgrading import CLAIM, WHO, Flasks, a_claim, filled, reflected, rows_of, steps_since


def test_there_is_one_head() -> None:
    here = str(ROOT / "migrations")
    script = ScriptDirectory(here, version_locations=[here])
    assert len(script.get_heads()) == 1


def test_an_upgrade_from_empty_brings_what_the_models_say(bare: Flask, flask_says: Flasks) -> None:
    flask_says("db", "upgrade")
    flask_says("db", "check")
    tables = set(sa.inspect(bare.extensions["venire"].engine).get_table_names())
    assert tables - {"alembic_version"} == set(Base.metadata.tables)


def test_checks_and_uniques_are_there_too(bare: Flask, flask_says: Flasks) -> None:
    """Alembic's own check does not compare them."""
    flask_says("db", "upgrade")
    there = sa.inspect(bare.extensions["venire"].engine)
    for table in Base.metadata.sorted_tables:
        wanted = {kind: names(table, kind) for kind in (sa.CheckConstraint, sa.UniqueConstraint)}
        checks = {row["name"] for row in there.get_check_constraints(table.name)}
        uniques = {row["name"] for row in there.get_unique_constraints(table.name)}
        assert wanted[sa.CheckConstraint] <= checks, table.name
        assert wanted[sa.UniqueConstraint] <= uniques, table.name


def names(table: sa.Table, kind: type[sa.Constraint]) -> set[str]:
    return {str(one.name) for one in table.constraints if isinstance(one, kind) and one.name}


def test_a_second_upgrade_changes_nothing(flask_says: Flasks) -> None:
    flask_says("db", "upgrade")
    flask_says("db", "upgrade")
    flask_says("db", "check")


def test_the_way_back_leaves_nothing(bare: Flask, flask_says: Flasks) -> None:
    flask_says("db", "upgrade")
    flask_says("db", "downgrade", "base")
    tables = sa.inspect(bare.extensions["venire"].engine).get_table_names()
    assert set(tables) <= {"alembic_version"}


OLD_VERSIONS = [
    ("medication", 1, "2.3", "joining", date(2018, 10, 16), date(2019, 3, 1)),
    ("medication", 2, "2.3", "joining", date(2019, 3, 1), date(2020, 1, 1)),
    ("medication", 3, "2.9", "claims", date(2020, 1, 1), None),
    ("quorum", 1, "6.7", "joining", date(2018, 10, 16), None),
]


def test_a_rule_book_comes_along_into_two_times_and_back(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_11_24")
    with engine.begin() as there:
        for section in ("joining", "claims"):
            there.execute(sa.text("INSERT INTO rule_section VALUES (:id, 1, :id)"), {"id": section})
        for clause in ("medication", "quorum"):
            there.execute(sa.text("INSERT INTO clause VALUES (:id)"), {"id": clause})
        versions = reflected(engine, "clause_version")
        for clause, number, stands, section, start, until in OLD_VERSIONS:
            there.execute(
                sa.insert(versions).values(
                    clause_id=clause,
                    version=number,
                    number=stands,
                    section=section,
                    title="Title",
                    text="Words.",
                    in_force_from=start,
                    in_force_until=until,
                    governs_by="joining",
                    published_at=datetime(2026, 1, 1, tzinfo=UTC),
                    published_by="system",
                )
            )
    before = rows_of(engine, "clause_version")
    flask_says("db", "upgrade")
    force = rows_of(engine, "clause_force")
    assert {(r.clause_id, r.version, r.in_force_from, r.in_force_until) for r in force} == {
        (clause, number, start, until) for clause, number, _s, _p, start, until in OLD_VERSIONS
    }
    places = {
        (r.clause_id, r.number, r.in_force_from, r.in_force_until)
        for r in rows_of(engine, "clause_place")
    }
    assert places == {
        ("medication", "2.3", date(2018, 10, 16), date(2020, 1, 1)),
        ("medication", "2.9", date(2020, 1, 1), None),
        ("quorum", "6.7", date(2018, 10, 16), None),
    }
    flask_says("db", "downgrade", steps_since("2026_11_24"))
    assert [row._mapping for row in rows_of(engine, "clause_version")] == [
        row._mapping for row in before
    ]


OLD_ITEM = {
    "item": "when-members-pay",
    "version": 1,
    "topic": "nature",
    "kind": "single",
    "stem": "When does a member pay?",
    "options": ["Before", "Afterwards"],
    "key": [1],
    "rationale": "Nothing is paid in advance.",
    "clause": "mutual-aid",
    "clause_version": 1,
    "clause_digest": "d" * 64,
    "quote": "what all members share afterwards",
    "in_order": False,
    "dated": True,
    "content": "c" * 64,
    "written_by": "system",
    "written_at": datetime(2026, 1, 1, tzinfo=UTC),
}
OLD_SITTING = {
    "id": "s" * 22,
    "account_id": "a" * 22,
    "specification": "entry/1",
    "seed": "5" * 64,
    "drawn_from": {"pool": ["when-members-pay/1"], "seen": ["old-one"]},
    "paper": {
        "v": 1,
        "specification": "entry/1",
        "questions": [["when-members-pay", 1, [1, 0]]],
        "repeated": [],
    },
    "answers": {"1": ["a"]},
    "asked": 1,
    "started_at": datetime(2026, 1, 2, tzinfo=UTC),
    "expires_at": datetime(2026, 1, 3, tzinfo=UTC),
    "handed_in_at": datetime(2026, 1, 2, 12, tzinfo=UTC),
    "score": 1,
    "passed": True,
}


def test_a_bank_and_its_sittings_come_along_and_back(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_11_27")
    with engine.begin() as there:
        there.execute(sa.insert(reflected(engine, "item_version")).values(OLD_ITEM))
        live = {"item": OLD_ITEM["item"], "version": 1}
        there.execute(sa.insert(reflected(engine, "live_item")).values(live))
        there.execute(sa.insert(reflected(engine, "sitting")).values(OLD_SITTING))
    before = [
        dict(row._mapping)
        for name in ("item_version", "live_item", "sitting")
        for row in rows_of(engine, name)
    ]
    flask_says("db", "upgrade")
    with sa.orm.Session(engine) as session:
        result = result_of(session, session.get_one(Sitting, OLD_SITTING["id"]))
        [item] = live_items(session)
    assert (result.score, result.asked, item.dated) == (1, 1, True)
    assert item.parts[0].basis == Anchor("mutual-aid", 1, OLD_ITEM["quote"])
    flask_says("db", "downgrade", steps_since("2026_11_27"))
    after = [
        dict(row._mapping)
        for name in ("item_version", "live_item", "sitting")
        for row in rows_of(engine, name)
    ]
    for row in (*before, *after):
        row.pop("content", "")
    assert after == before


def test_what_a_delta_paper_was_drawn_from_goes_to_its_questions_and_back(
    bare: Flask, flask_says: Flasks
) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_11_29")
    pool, question = "d" * 64, ["word", 1, [1, 0], 0]
    paper = {
        "id": "P" * 22,
        "account_id": "A" * 22,
        "seed": "5" * 64,
        "pool": pool,
        "owed": {"quorum": 2},
        "steps": [{"question": question, "answer": ["a"]}, {"question": question, "answer": None}],
        "mastered": [],
        "started_at": datetime(2026, 1, 2, tzinfo=UTC),
        "ended_at": None,
    }
    with engine.begin() as there:
        kept = {"digest": pool, "items": ["word/1"], "enemies": []}
        there.execute(sa.insert(reflected(engine, "paper_pool")).values(kept))
        there.execute(sa.insert(reflected(engine, "delta_sitting")).values(paper))
    flask_says("db", "upgrade")
    [row] = rows_of(engine, "delta_sitting")
    assert row.steps == [{**step, "pool": pool} for step in paper["steps"]]
    flask_says("db", "downgrade", steps_since("2026_11_29"))
    [row] = rows_of(engine, "delta_sitting")
    assert {name: value for name, value in row._mapping.items() if name != "started_at"} == {
        name: value for name, value in paper.items() if name != "started_at"
    }


def a_bank_of_decisions(engine: sa.Engine) -> None:
    """Put in an item, what two editors said of it at once, an action and three rescores."""
    item = {"item": "word", "version": 1}
    who = {"by": "A-EDITH", "at": datetime(2026, 1, 2, tzinfo=UTC)}
    said = {**item, "part": 0, "place": 0, "clause": "quorum", "clause_version": 2}
    rows: dict[str, list[dict[str, object]]] = {
        "item_version": [
            {
                **item,
                "topic": "quorum",
                "kind": "single",
                "body": {},
                "written_by": "system",
                "written_at": who["at"],
                "approved_by": None,
                "published_at": who["at"],
            }
        ],
        "paper_pool": [{"digest": "d" * 64, "items": [], "enemies": []}],
        "item_reaffirmation": [
            {**said, **who, "id": letter * 22, "clause_digest": "d" * 64, "quote": letter}
            for letter in "ab"
        ],
        "item_action": [
            {
                **item,
                "id": "i" * 22,
                "part": 0,
                "what": "drop",
                "accepted": [],
                "why": "Unclear.",
                "state": "applied",
                "proposed_by": "A-EDITH",
                "proposed_at": who["at"],
                "decided_by": "A-EMIL",
                "decided_at": who["at"],
            }
        ],
    }
    with engine.begin() as there:
        for name, values in rows.items():
            there.execute(sa.insert(reflected(engine, name)), values)
        kept = {name: value for name, value in OLD_SITTING.items() if name != "drawn_from"}
        for letter, before, after in RESCORED:
            sitting = {**kept, "id": letter * 22, "pool": "d" * 64, "seen": []}
            there.execute(sa.insert(reflected(engine, "sitting")).values(sitting))
            rescore = {
                "action_id": "i" * 22,
                "sitting_id": letter * 22,
                "at": who["at"],
                "score_before": 1,
                "score_after": 0,
                "passed_before": before,
                "passed_after": after,
            }
            there.execute(sa.insert(reflected(engine, "sitting_rescore")).values(rescore))


RESCORED = [("p", True, True), ("q", False, True), ("r", False, False)]


def test_a_claim_stays_with_all_that_refers_to_it(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_11_30")
    a_claim(engine, "claim_step", id="S" * 22, by=WHO, what="entered")
    before = [rows_of(engine, name) for name in ("claim", "claim_step")]
    flask_says("db", "upgrade")
    [row], [told_then] = rows_of(engine, "claim"), rows_of(engine, "claim_step")
    assert (row.id, told_then.claim_id, row.relative_days) == (CLAIM, CLAIM, False)
    flask_says("db", "downgrade", steps_since("2026_11_30"))
    assert before == [rows_of(engine, name) for name in ("claim", "claim_step")]


def test_who_advises_comes_along_and_back(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_06")
    a_claim(engine, "claim_adviser", account_id=WHO)
    [before] = rows_of(engine, "claim_adviser")
    flask_says("db", "upgrade")
    tries = reflected(engine, "door_try")
    assert [row.removed_at for row in rows_of(engine, "claim_adviser")] == [None]
    once = "SELECT 'F', claim_id, account_id, named_at, named_at, account_id FROM claim_adviser"
    with engine.begin() as there:
        there.execute(sa.text(f"INSERT INTO claim_adviser {once}"))
        there.execute(sa.insert(tries), filled(tries, door="adviser"))
    flask_says("db", "downgrade", steps_since("2026_12_06"))
    assert rows_of(engine, "claim_adviser") == [before], "who did once is forgotten"


def test_promises_of_the_exam_room_become_constraints(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_05")
    a_bank_of_decisions(engine)
    flask_says("db", "upgrade")
    kept = {row.sitting_id[0]: row.passes_by_count for row in rows_of(engine, "sitting_rescore")}
    assert kept == {"p": None, "q": True, "r": False}
    assert [row.quote for row in rows_of(engine, "item_reaffirmation")] == ["b"]
    for wrong in (
        "UPDATE item_action SET decided_at = NULL",
        "UPDATE item_action SET state = 'lost'",
        "UPDATE sitting_rescore SET passed_after = NOT passed_after",
    ):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as there:
            there.execute(sa.text(wrong))
    flask_says("db", "downgrade", steps_since("2026_12_05"))
    assert len(rows_of(engine, "sitting_rescore")) == len(RESCORED)
    assert "passes_by_count" not in reflected(engine, "sitting_rescore").columns
