"""The page on which a checkpoint that somebody kept is held against our log."""

import io
from collections.abc import Callable

import pytest
from flask import Flask

from audit import keys, note, queries
from audit.jobs import sequence_logs
from audit.keys import REGISTRY
from kernel.work import ground, unit_of_work
from tests.audit.logs import decide
from tests.audit.synthetic import REF, Case
from tests.page import Client, Page
from tests.village import person


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Marta")
        decide(Case())
        sequence_logs()
    return app


def heads(app: Flask, log: str) -> list[str]:
    with app.app_context(), unit_of_work(writing=False) as work:
        sizes = queries.published_sizes(work.session, log, 0)
        return [queries.checkpoint(work.session, log, size) or "" for size in sizes]


def asked(client: Client, text: str, status: int = 200) -> Page:
    return client.get("/log/kept").form("Check it").fill(checkpoint=text).send(status=status)


@pytest.mark.parametrize("log", [REGISTRY, REF])
def test_what_we_signed_is_continued(log: str, house: Flask, visit: Callable[[], Client]) -> None:
    client, every = visit(), heads(house, log)
    latest = every[-1].split("\n")[1]
    name = f"the log of case {REF}" if log == REF else "the registry"
    for text in every:
        size = text.split("\n")[1]
        page = asked(client, text)
        assert "Our log continues it" in page.text
        assert f"the first {size} entries of {name}" in page.text
        if size == latest:
            assert "Save the proof" not in page.links
        else:
            where = "/log" if log == REGISTRY else f"/log/case/{REF}"
            assert page.links["Save the proof"] == f"{where}/consistency/{size}/{latest}"
            proof = client.get(page.links["Save the proof"])
            named = f'inline; filename="{log}-{size}-{latest}.consistency"'
            assert proof.headers["Content-Disposition"] == named
    where = "/log/checkpoint" if log == REGISTRY else f"/log/case/{REF}/checkpoint"
    named = f'inline; filename="{log}-{latest}.checkpoint"'
    assert client.get(where).headers["Content-Disposition"] == named


def test_it_may_be_a_file_of_another_system(house: Flask, visit: Callable[[], Client]) -> None:
    client = visit()
    sheet = client.get(client.get("/log/").links["Check a checkpoint you kept"])
    token = sheet.form("Check it").values["csrf_token"][0]
    raw = heads(house, REF)[0].replace("\n", "\r\n").rstrip().encode()
    data = {"csrf_token": token, "checkpoint": "", "file": (io.BytesIO(raw), "kept")}
    assert "Our log continues it" in client.post("/log/kept", data, 200).text


def signed(app: Flask, log: str, size: int, root: bytes) -> str:
    with app.app_context():
        settings = ground().settings
        origin = keys.origin(settings, log)
        text = note.Checkpoint(origin, size, root).text
        return note.signed(text, origin, keys.signer(settings))


def test_a_log_that_does_not_continue_it_is_told_to_whoever_holds_the_proof(
    house: Flask, visit: Callable[[], Client]
) -> None:
    client = visit()
    for log in (REGISTRY, REF):
        page = asked(client, signed(house, log, 3, bytes(32)))
        assert "Our log does not continue it." in page.text
        assert "They were changed." in page.text
        page = asked(client, signed(house, log, 10**6, bytes(32)))
        assert "Entries are missing." in page.text
        assert "continues it" not in page.text
    assert "Entries are missing." in asked(client, signed(house, "C-2026-0009", 1, bytes(32))).text


def test_what_is_not_ours_is_refused(house: Flask, visit: Callable[[], Client]) -> None:
    client, (text, *_more) = visit(), heads(house, REGISTRY)
    assert "does not fit" in asked(client, text.replace("\n2\n", "\n3\n"), 422).text
    for bad in ("hello", text.replace("venire.test", "other.test"), "venire.test/log/case/x\n1\n"):
        assert "no checkpoint of one of our logs" in asked(client, bad, 422).text
    assert "Paste the checkpoint" in asked(client, "", 422).text
