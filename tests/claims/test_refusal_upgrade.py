"""Answers to a refusal, and remarks that were struck, on the way back."""

import pytest
import sqlalchemy as sa

from tests.upgrading import CLAIM, WHO, a_claim, filled, reflected, rows_of, steps_since


@pytest.mark.databases("sqlite", "postgresql")
def test_an_answer_goes_back_as_a_change_and_what_was_struck_as_refused(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade")
    step = {"id": "1" * 22, "by": WHO, "what": "answered", "why": "It says so.", "number": 1}
    a_claim(engine, "claim_step", **step)
    table = reflected(engine, "claim_step")
    with engine.begin() as there:
        more = {"id": "2" * 22, "claim_id": CLAIM, "by": WHO, "what": "struck", "number": 2}
        there.execute(sa.insert(table), filled(table, **more))
    flask_says("db", "downgrade", steps_since("2026_12_25"))
    assert {row.number: row.what for row in rows_of(engine, "claim_step")} == {
        1: "changed",
        2: "refused",
    }
    flask_says("db", "upgrade")
