"""The page of the log: what it counts, and that what it says is true of this installation."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from audit import stamping
from audit.counters import Counted
from audit.jobs import publish_tiles, sequence_logs
from audit.reconcile import problems
from kernel.settings import Settings
from kernel.work import unit_of_work
from tests.clock import TestClock
from tests.markup import elements, text_of
from tests.page import Client, Page
from tests.village import person


def counts(app: Flask, **more: object) -> None:
    """Let the rooms above count these."""
    found = {"cases": (), "lots": (), "void_draws": 0, "draws_url": "/draws/", "late": 0, **more}
    app.extensions["venire-counters"] = lambda _session, _now: Counted(**found)


def told(page: Page) -> dict[str, str]:
    terms = [text_of(one) for one in elements(page.body, "dt")]
    return dict(zip(terms, (text_of(one) for one in elements(page.body, "dd")), strict=True))


def test_before_anything_was_signed(app: Flask, visit: Callable[[], Client]) -> None:
    found = told(visit().get("/log/"))
    assert found["Last checkpoint"] == "none yet"
    assert found["Entries that wait for their place"] == "0"
    assert found["Witnesses"] == "none"


def test_it_counts_and_tells_the_age_of_the_last_checkpoint(
    app: Flask, clock: TestClock, visit: Callable[[], Client]
) -> None:
    counts(app, cases=[("decided", 3), ("poll open", 1)], void_draws=2, late=1)
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Marta")
        sequence_logs()
    assert "this server does not know" in told(visit().get("/log/"))["Last checkpoint"]
    with app.app_context():
        publish_tiles()
    clock.move(hours=5)
    page = visit().get("/log/")
    found = told(page)
    assert found["Last checkpoint"] == "23 November 2026, 12:00 UTC, 5 hours ago"
    assert found["Draws that were given up"].startswith("2")
    assert found["Cases with late promises"].startswith("1 late")
    assert "decided 3" in page.text
    assert "poll open 1" in page.text
    assert page.links["All draws"] == "/draws/"
    counts(app)
    assert told(visit().get("/log/"))["Cases with late promises"].startswith("0")


def test_the_lots_of_all_draws_are_told(app: Flask, visit: Callable[[], Client]) -> None:
    page = visit().get("/log/")
    assert "A round of a public beacon, digits of dice" in page.text
    assert "Draws so far" not in page.text
    counts(app, lots=[("a secret of the house", 4), ("a public beacon", 12)])
    page = visit().get("/log/")
    assert "Draws so far: a secret of the house 4, a public beacon 12." in page.text


def test_it_says_who_could_open_the_box(app: Flask, visit: Callable[[], Client]) -> None:
    assert "the key lies beside it" in visit().get("/log/").text
    on = app.extensions["venire"]
    app.extensions["venire"] = replace(on, settings=replace(on.settings, trustees=(3, 5)))
    page = visit().get("/log/")
    assert "split among 5 trustees: 3 of them together could open" in page.text
    assert "the key lies beside it" not in page.text


def test_without_its_key_the_page_says_so(
    app: Flask, settings: Settings, visit: Callable[[], Client]
) -> None:
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Nora")
        sequence_logs()
        (settings.keys / "log.key").unlink()
        with unit_of_work(writing=False) as work:
            found = list(problems(work.session, work.settings))
    assert any("log.key" in line for line in found)
    assert "nothing is signed until it is brought back" in visit().get("/log/").text
    page = visit().get("/log/receipt")
    receipt = f"{settings.log_origin}/case/C-2026-0001\nx\n"
    assert "The key of our log is not here" in page.fill(receipt=receipt).send(status=409).text


def stamp(settings: Settings, *names: str) -> None:
    """Put files where the stamps are kept: what is in them is not looked into."""
    folder = stamping.folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        folder.joinpath(f"{name}.tsr").write_bytes(b"\x30stamp over " + name.encode())
        folder.joinpath(f"{name}.checkpoint").write_text(f"the checkpoint of {name}\n")


def test_time_stamps_are_listed_and_served(
    app: Flask, settings: Settings, visit: Callable[[], Client]
) -> None:
    client = visit()
    assert "Time stamps" not in client.get("/log/").links
    assert "No checkpoint has been stamped yet" in client.get("/log/stamps/").text
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Marta")
        sequence_logs()
    stamp(settings, "2026-11-22-7", "2026-11-23-1812")
    folder = stamping.folder(settings)
    folder.joinpath(".2026-11-24-1.tsr.new").write_bytes(b"half")
    page = client.get("/log/").click("Time stamps")
    assert "2 in all" in page.text
    assert "-in 2026-11-23-1812.tsr -data 2026-11-23-1812.checkpoint" in page.text
    assert page.text.index("2026-11-23 ") < page.text.index("2026-11-22 ")
    for kind, name in (("tsr", "Stamp 2026-11-23"), ("checkpoint", "Checkpoint 2026-11-23")):
        there = page.links[name]
        assert there == f"/log/stamps/2026-11-23-1812.{kind}"
        answer = client.get(there)
        assert answer.data == (settings.home / f"tiles{there}").read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]
        types = {"tsr": "application/timestamp-reply", "checkpoint": "text/plain; charset=utf-8"}
        assert answer.headers["Content-Type"] == types[kind]
    for name in (
        "2026-11-23-1.tsr", "2026-11-23-1812.new", "2026-11-23-1812", "checkpoint",
        "..%2f..%2fkeys%2flog.key", ".2026-11-24-1.tsr.new", "?before=x",
    ):  # fmt: skip
        client.get(f"/log/stamps/{name}", 404)


def test_many_time_stamps_come_page_by_page(
    settings: Settings, visit: Callable[[], Client]
) -> None:
    stamp(settings, *(f"20{year}-11-23-{year}00" for year in range(10, 70)))
    first = visit().get("/log/stamps/")
    second = first.click("Older")
    assert ("2020-11-23" in first.text, "2019-11-23" in first.text) == (True, False)
    assert ("2020-11-23" in second.text, "2010-11-23" in second.text) == (False, True)
    assert "Older" not in second.links
