"""What an upgrade makes of claims that are there already."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from tests.upgrading import filled, reflected, rows_of

BEFORE = "2026_12_07"


def test_what_was_given_up_before_is_erased_whole_and_nothing_else(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", BEFORE)
    with engine.begin() as there:
        account, claim, step, kept, clause, version = (
            reflected(engine, name)
            for name in (
                *("account", "claim", "claim_step"),
                *("claim_governing", "clause", "clause_version"),
            )
        )
        there.execute(sa.insert(account), filled(account, id="A" * 22))
        there.execute(sa.insert(clause), {"id": "word"})
        text = {"clause_id": "word", "version": 1, "governs_by": "joining", "content": {}}
        there.execute(sa.insert(version), filled(version, **text))
        for number, erased in (("1", datetime(2026, 3, 1, tzinfo=UTC)), ("2", None)):
            facts = {"state": "withdrawn", "decision": "refuse", "born_on": date(1977, 4, 3)}
            facts |= {
                "clauses": [],
                "quiz": [],
                "tiers": [],
                "stay_days": 4,
                "claimant_id": "A" * 22,
            }
            facts |= {"parties": [{"name": "Dr Birch", "role": "doctor A"}]}
            where = {"id": number * 22, "ref": f"C-2026-000{number}", "papers_erased_at": erased}
            there.execute(sa.insert(claim), filled(claim, **where, **facts))
            told = {"claim_id": number * 22, "by": "A" * 22, "what": "sent_back", "why": "Dr Birch"}
            there.execute(sa.insert(step), filled(step, id=number * 22, **told))
            found = {"claim_id": number * 22, "clause_id": "word", "version": 1}
            found |= {"anchor": "joining", "on": date(2025, 3, 1)}
            there.execute(sa.insert(kept), filled(kept, **found))
    flask_says("db", "upgrade")
    erased, other = sorted(rows_of(engine, "claim"), key=lambda row: row.ref)
    assert (erased.parties, erased.born_on, erased.stay_days) == ([], None, None)
    assert (other.parties[0]["name"], other.born_on, other.stay_days) == (
        "Dr Birch",
        date(1977, 4, 3),
        4,
    )
    assert {row.claim_id[0]: row.why for row in rows_of(engine, "claim_step")} == {
        "1": "",
        "2": "Dr Birch",
    }
    assert [row.claim_id[0] for row in rows_of(engine, "claim_governing")] == ["2"]
