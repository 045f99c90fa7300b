"""Verdicts of before an upgrade are found after it; reasons of before name no clause."""

import pytest
import sqlalchemy as sa

from app import create_app
from jury.archive import searchable
from tests.databases import settings_for
from tests.jury.bench import case_file
from tests.test_migrations import filled, reflected, rows_of, steps_since

BEFORE, REF = "2026_12_13", "C-2026-0004"
FILE = case_file(REF)

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


def test_verdicts_come_along_and_back(app, database) -> None:
    engine = app.extensions["venire"].engine
    database("upgrade", BEFORE)
    body = {"standard": {"name": "twelve"}, "tier": 10_000_000}
    tables = {
        "jury_case": {"ref": REF, "stage": "frozen", "mode": "drawn", "file": FILE.as_json()},
        "verdict": {"case_ref": REF, "outcome": "upheld", "body": body},
        "reason": {"case_ref": REF, "choice": "uphold", "text": "Yes.", "state": "published"},
    }
    with engine.begin() as there:
        for name, values in tables.items():
            table = reflected(engine, name)
            there.execute(sa.insert(table), filled(table, **values))
    before = {name: rows_of(engine, name) for name in tables}
    database("upgrade")
    [verdict], [reason] = rows_of(engine, "verdict"), rows_of(engine, "reason")
    found = (verdict.standard, verdict.tier, verdict.words)
    assert found == ("twelve", 10_000_000, searchable(FILE))
    assert reason.cites == []
    cited = [row.clause_id for row in rows_of(engine, "verdict_clause")]
    assert cited == sorted(FILE.issues)
    if engine.dialect.name == "sqlite":
        with engine.connect() as there:
            made = there.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'reason'"))
        assert "WITHOUT ROWID" in made, "the order of its rows would tell that of the ballots"
    database("downgrade", steps_since(BEFORE))
    assert before == {name: rows_of(engine, name) for name in tables}
