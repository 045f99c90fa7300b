"""An installation's tables come from the migrations: alike on both databases, and complete."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from app import create_app
from kernel.db import Base
from tests.databases import ROOT, settings_for

Flasks = Callable[..., str]


@pytest.fixture
def bare(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database without tables."""
    app = create_app(settings_for(tmp_path / "home", empty_database))
    yield app
    app.extensions["venire"].engine.dispose()


@pytest.fixture
def flask_says(bare: Flask) -> Flasks:
    """Run a flask command; return what it printed."""

    def run(*words: str) -> str:
        with bare.app_context():
            done = bare.test_cli_runner().invoke(args=words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


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
