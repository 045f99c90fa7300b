"""Whoever doubts a case needs nobody's leave: the bundle, the verifier, how to go about it."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from audit import queries
from audit.exports import spool
from audit.jobs import sequence_logs
from audit.keys import REGISTRY, verifier
from audit.views import strangers
from kernel.actor import Role
from kernel.work import ground, unit_of_work
from tests.audit.logs import decide, write
from tests.audit.synthetic import REF, Case
from tests.audit.test_telling import unanimous
from tests.markup import text_of
from tests.page import Client
from tests.source import ROOT
from tests.village import PASSWORD, person

OPEN = "C-2026-0002"
BUNDLE = f"/log/case/{REF}/bundle"
Visit = Callable[[], Client]


def house(app: Flask, case: Case) -> None:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
            write(work, Case().entries[:3], OPEN)
        decide(case)
        sequence_logs()


def size_of_registry(app: Flask) -> int:
    with app.app_context():
        sequence_logs()
        with unit_of_work(writing=False) as work:
            head = queries.head(work.session, REGISTRY)
    assert head
    return head.size


def test_a_stranger_takes_a_bundle_and_checks_it_with_the_verifier_from_the_page_of_the_log(
    app: Flask, visit: Visit, tmp_path: Path
) -> None:
    house(app, Case())
    before, client = size_of_registry(app), visit()
    taken = client.get(BUNDLE)
    assert taken.headers["Content-Disposition"] == f'attachment; filename="case-{REF}.zip"'
    (tmp_path / "case.zip").write_bytes(taken.data)
    page = client.get("/log/")
    program = client.get(page.links["The verifier, to install and to read"])
    with zipfile.ZipFile(BytesIO(program.data)) as packed:
        packed.extractall(tmp_path)
    (tmp_path / "venire-verify").rename(tmp_path / "venire_verify")
    with app.app_context():
        key = str(verifier(ground().settings))
    command = [sys.executable, "-m", "venire_verify", "case.zip", "--key", key]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert size_of_registry(app) == before, "a stranger's download is in no log"
    auditor = visit()
    auditor.sign_in("aaron@village.example", PASSWORD)
    assert auditor.get(f"/audit/cases/{REF}/bundle").data == taken.data


def test_what_is_not_decided_has_no_bundle_and_a_unanimous_small_panel_none_for_strangers(
    app: Flask, visit: Visit
) -> None:
    house(app, unanimous())
    client = visit()
    assert "once the verdict stands in the log" in client.get(f"/log/case/{OPEN}/bundle", 409).text
    client.get("/log/case/C-2026-0777/bundle", status=404)
    client.get(f"/log/case/{unanimous().ref}/bundle", status=404)
    auditor = visit()
    auditor.sign_in("aaron@village.example", PASSWORD)
    auditor.get(f"/log/case/{unanimous().ref}/bundle", status=404)
    auditor.get(f"/audit/cases/{unanimous().ref}/bundle")


def test_strangers_make_one_bundle_at_a_time(app: Flask, visit: Visit) -> None:
    house(app, Case())
    within = spool.folder(app.extensions["venire"].settings.home)
    with spool.alone(within, strangers.MAKING, patience=0):
        assert visit().get(BUNDLE, status=503).headers["Retry-After"]
    visit().get(BUNDLE)
    with spool.alone(within, strangers.MAKING, patience=0):
        visit().get(BUNDLE)  # it is made by now


def test_strangers_never_fill_the_disk(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    house(app, Case())
    monkeypatch.setattr(strangers, "ROOM", 1 << 60)
    assert "no room for another bundle" in visit().get(BUNDLE, status=503).text
    monkeypatch.undo()
    visit().get(BUNDLE)


@pytest.mark.parametrize("asked", ["GET", "HEAD", "a part", "what is there"])
def test_strangers_who_do_not_read_leave_threads_to_others(
    app: Flask, visit: Visit, asked: str
) -> None:
    house(app, Case())
    etag = visit().get(BUNDLE).headers["ETag"]
    how = {"a part": {"Range": "bytes=5-9"}, "what is there": {"If-None-Match": etag}}
    method = "HEAD" if asked == "HEAD" else "GET"
    slow = [
        app.test_client().open(BUNDLE, method=method, headers=how.get(asked, {})) for _ in range(2)
    ]
    assert "Others are taking bundles" in visit().get(BUNDLE, status=503).text
    for one in slow:
        one.close()
    visit().get(BUNDLE)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("How to check a case, by the program or by hand", "verifying.md"),
        ("What each kind of entry says", "events.md"),
        ("The formats, exact enough to write a verifier of your own", "formats.md"),
    ],
)
def test_the_documents_are_read_without_the_source(visit: Visit, link: str, name: str) -> None:
    page = visit().get("/log/")
    found = visit().get(page.links[link])
    assert found.data == (ROOT / "docs" / name).read_bytes()
    assert visit().get("/").links["How to check"] == "/log/#check"


def test_the_page_of_the_log_says_what_no_check_can_tell(visit: Visit) -> None:
    page = visit().get("/log/")
    told = text_of(page.body)
    for words in (
        "could invent members",
        "for a conflict has one",
        "the list of voters is of those who were drawn",
        "the time in an entry is ours",
        "nobody was shown another log",
        "there must not be more ballots than jurors who hold one",
    ):
        assert words in told
    assert "Jurors can check that they did not vote" not in told
    assert "under that heading" in (ROOT / "docs" / "verifying.md").read_text()
