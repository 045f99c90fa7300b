"""Cases and claims from before polls could end early come along, and back."""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from tests.upgrading import CLAIM, WHO, Flasks, filled, reflected, steps_since

REF = "C-2026-0004"


def test_ballots_from_before_were_no_last_words(bare: Flask, flask_says: Flasks) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2026_12_26")
    poll = {
        "opens_at": datetime(2026, 1, 2, tzinfo=UTC),
        "closes_at": datetime(2026, 1, 5, tzinfo=UTC),
    }
    case = {"ref": REF, "stage": "open", "mode": "drawn", **poll}
    claim = {"state": "prepared", "decision": "refuse", "claimant_id": WHO, "standard": "band"}
    claim |= dict.fromkeys(("clauses", "parties", "quiz", "tiers"), ())
    rows = {
        "jury_case": case,
        "ballot": {"case_ref": REF},
        "account": {"id": WHO},
        "claim": {"id": CLAIM, **claim},
    }
    for name, values in rows.items():
        with engine.begin() as there:
            table = reflected(engine, name)
            there.execute(sa.insert(table), filled(table, **values))
    flask_says("db", "upgrade")
    with engine.begin() as there:
        assert there.scalar(sa.select(reflected(engine, "ballot").c.final)) is False
        assert there.scalar(sa.select(reflected(engine, "jury_case").c.early_at)) is None
        table = reflected(engine, "claim")
        assert there.scalar(sa.select(table.c.standard)) == "band"
        there.execute(sa.update(table).values(standard="early"))
    flask_says("db", "downgrade", steps_since("2026_12_26"))
    with engine.begin() as there:
        assert there.scalar(sa.select(reflected(engine, "claim").c.standard)) == "panel"
        assert there.scalar(sa.select(reflected(engine, "ballot").c.case_ref)) == REF
