"""Objections and appeals of before come along into their new form, and back."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.upgrading import CLAIM, WHO, a_claim, filled, reflected, rows_of, steps_since

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
BEFORE = "2026_12_09"
NAMES = ("claim_appeal", "claim_objection")


def test_an_objection_and_an_appeal_count_on(bare, flask_says):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", BEFORE)
    said = {"by": WHO, "state": "open", "answered_by": None, "answered_at": None}
    a_claim(engine, "claim_objection", **said)
    appeal = reflected(engine, "claim_appeal")
    with engine.begin() as there:
        told = {"claim_id": CLAIM, "by": WHO, "side": "claimant", "case_ref": None}
        there.execute(sa.insert(appeal), filled(appeal, **told))
    before = [rows_of(engine, name) for name in NAMES]
    flask_says("db", "upgrade")
    [made], [objection] = (rows_of(engine, name) for name in NAMES)
    assert (made.id, made.ended_at, objection.against) == (made.claim_id, None, objection.at)
    flask_says("db", "downgrade", steps_since(BEFORE))
    assert before == [rows_of(engine, name) for name in NAMES]


@pytest.mark.parametrize(
    ("what", "table", "values"),
    [
        ("steps", "claim_step", {"what": "dismissed"}),
        ("ended appeals", "claim_appeal", {"side": "claimant", "case_ref": None, "ended_at": NOON}),
    ],
)
def test_what_the_older_form_has_no_place_for_stops_the_way_back(
    bare, flask_says, what, table, values
):
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade")
    a_claim(engine, table, by=WHO, **values)
    with pytest.raises(RuntimeError, match=what):
        flask_says("db", "downgrade", steps_since(BEFORE))
