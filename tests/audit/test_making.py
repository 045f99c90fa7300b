"""A file that auditors take is made once at a time, and not again while it is there."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from audit.exports import making, spool
from audit.jobs import clear_exports, sequence_logs
from kernel.actor import Role
from kernel.work import unit_of_work
from tests.audit.logs import decide
from tests.audit.synthetic import REF, Case
from tests.audit.test_api import check, new_token
from tests.audit.test_exports import CSV, folder, signed_in, takings
from tests.clock import TestClock
from tests.page import Client
from tests.village import person

NAME = f"votes-{REF}.csv"
PATIENT = 120.0  # seconds until something must have happened
HOLD = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
            person(work, "Abel", Role.AUDITOR)
        decide(Case())
        sequence_logs()
    return app


@pytest.fixture
def auditor(house: Flask, visit: Callable[[], Client]) -> Client:
    return signed_in(visit(), "aaron")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose making was begun."""
    names: list[str] = []
    write = making.write

    def count(session: Any, asked: making.Asked, *given: Any) -> int:
        names.append(asked.name)
        return write(session, asked, *given)

    monkeypatch.setattr(making, "write", count)
    return names


@pytest.fixture
def elsewhere(house: Flask) -> Iterator[subprocess.Popen[str]]:
    """Another process that makes the votes of the case."""
    spool.folder(house.extensions["venire"].settings.home)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder(house) / f"{NAME}{spool.LOCK}")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def test_who_asks_meanwhile_is_told_when_to_ask_again(
    auditor: Client,
    house: Flask,
    elsewhere: subprocess.Popen[str],
    begun: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spool, "PATIENCE", 0.0)
    for _again in range(3):
        page = auditor.get(CSV, status=503)
        assert "Not ready yet" in page.text
        assert "Ask for it again in half a minute." in page.text
        assert page.links["Ask for it again"].startswith(CSV)
        assert "Something broke" not in page.text
    assert auditor.raw.get(CSV).headers["Retry-After"] == "30"
    assert auditor.raw.head(CSV).status_code == 503
    asked = {"what": "votes", "form": "csv", "case": REF}
    page = auditor.get("/audit/exports").fill(asked).send("Make the file", status=503)
    assert "This file is being made" in page.text
    assert page.headers["Retry-After"] == "30"
    assert f'value="{REF}"' in page.html
    assert auditor.raw.get(CSV.replace("csv", "jsonl")).status_code == 200  # that is another file
    assert begun == [f"votes-{REF}.jsonl"]
    elsewhere.kill()  # whatever happens to it, it lets go
    elsewhere.wait()
    assert auditor.raw.get(CSV).status_code == 200
    assert begun == [f"votes-{REF}.jsonl", NAME]
    assert not list(folder(house).glob(f"*{spool.LOCK}"))
    assert [one["form"] for one in takings(house)] == ["jsonl", "csv"]


def test_programs_are_told_too(
    auditor: Client, house: Flask, visit: Callable[[], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "PATIENCE", 0.0)
    headers = {"Authorization": f"Bearer {new_token(auditor)}"}
    within = spool.folder(house.extensions["venire"].settings.home)
    with spool.alone(within, f"votes-{REF}.jsonl", 0.0) as waited:
        assert not waited
        answer = visit().raw.get(f"/api/v1/votes?case={REF}", headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    check("/api/v1/votes", 503, answer.get_json())
    assert visit().raw.get(f"/api/v1/votes?case={REF}", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("address", "form"),
    [(CSV, {}), ("", {"what": "registry", "form": "csv"})],
    ids=["what stays", "what does not"],
)
def test_who_waits_gets_what_the_other_made(
    auditor: Client,
    house: Flask,
    visit: Callable[[], Client],
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    form: dict[str, str],
) -> None:
    monkeypatch.setattr(spool, "PATIENCE", PATIENT)
    other = signed_in(visit(), "abel")
    within, waits, names = Event(), Event(), []
    write = making.write

    def slowly(session: Any, asked: making.Asked, *given: Any) -> int:
        names.append(asked.name)
        within.set()
        assert waits.wait(PATIENT)
        return write(session, asked, *given)

    def look_again(_seconds: float) -> None:
        waits.set()

    monkeypatch.setattr(making, "write", slowly)
    monkeypatch.setattr(spool, "sleep", look_again)
    answers: list[Any] = []

    def ask(client: Client) -> None:
        if address:
            answers.append(client.raw.get(address).data)
        else:
            page = client.get("/audit/exports").fill(form).send("Make the file")
            answers.append(page.links["registry.csv"])

    first = Thread(target=ask, args=(auditor,))
    first.start()
    assert within.wait(PATIENT)
    ask(other)
    first.join(PATIENT)
    assert len(names) == 1
    assert len(answers) == 2
    assert answers[0] == answers[1]


def test_a_file_is_not_made_again_for_a_week(
    auditor: Client, house: Flask, begun: list[str], clock: TestClock
) -> None:
    def part() -> int:
        return auditor.raw.get(CSV, headers={"Range": "bytes=9-"}).status_code

    whole = auditor.raw.get(CSV).data
    for _day in range(6):
        clock.move(days=1)
        with house.app_context():
            clear_exports()
        auditor = signed_in(auditor, "aaron")
        assert part() == 206
    clock.move(hours=23)
    auditor = signed_in(auditor, "aaron")
    assert part() == 206
    assert begun == [NAME]
    assert len(takings(house)) == 1  # it was gone on with, and nothing more
    clock.move(hours=1, minutes=30)  # in its last hour it is there, and nobody begins to take it
    with house.app_context():
        assert clear_exports() == 0
    auditor = signed_in(auditor, "aaron")
    assert auditor.raw.get(CSV).data == whole
    assert begun == [NAME, NAME]
    (there,) = folder(house).iterdir()
    clock.move(days=1)
    with house.app_context():
        assert clear_exports() == 0
    auditor = signed_in(auditor, "aaron")
    assert there.exists()
    assert part() == 206
    assert len(takings(house)) == 2


def test_what_a_killed_process_left_is_in_nobodys_way(
    auditor: Client, house: Flask, clock: TestClock
) -> None:
    left = spool.folder(house.extensions["venire"].settings.home) / f"{NAME}{spool.LOCK}"
    left.write_bytes(b"")
    with house.app_context():
        assert clear_exports() == 0
    assert auditor.raw.get(CSV).status_code == 200
    assert not left.exists()
