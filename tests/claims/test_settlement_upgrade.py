"""Objections and appeals of before come along into their new form, and back."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app import create_app
from tests.databases import settings_for
from tests.test_migrations import a_claim, filled, reflected, rows_of, steps_since

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
BEFORE, WHO = "2026_12_09", "A" * 22
NAMES = ("claim_appeal", "claim_objection")

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


def test_an_objection_and_an_appeal_count_on(app, database):
    engine = app.extensions["venire"].engine
    database("upgrade", BEFORE)
    said = {"by": WHO, "state": "open", "answered_by": None, "answered_at": None}
    a_claim(engine, "claim_objection", **said)
    appeal = reflected(engine, "claim_appeal")
    with engine.begin() as there:
        told = {"claim_id": "C" * 22, "by": WHO, "side": "claimant", "case_ref": None}
        there.execute(sa.insert(appeal), filled(appeal, **told))
    before = [rows_of(engine, name) for name in NAMES]
    database("upgrade")
    [made], [objection] = (rows_of(engine, name) for name in NAMES)
    assert (made.id, made.ended_at, objection.against) == (made.claim_id, None, objection.at)
    database("downgrade", steps_since(BEFORE))
    assert before == [rows_of(engine, name) for name in NAMES]


@pytest.mark.parametrize(
    ("what", "table", "values"),
    [
        ("steps", "claim_step", {"what": "dismissed"}),
        ("ended appeals", "claim_appeal", {"side": "claimant", "case_ref": None, "ended_at": NOON}),
    ],
)
def test_what_the_older_form_has_no_place_for_stops_the_way_back(
    app, database, what, table, values
):
    engine = app.extensions["venire"].engine
    database("upgrade")
    a_claim(engine, table, by=WHO, **values)
    with pytest.raises(RuntimeError, match=what):
        database("downgrade", steps_since(BEFORE))
