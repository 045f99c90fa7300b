"""The log's pages, the auditors' room, and the commands."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from audit import queries, wording
from audit.actions import hold, promise, record
from audit.entry import Entry
from audit.jobs import sequence_logs
from audit.keys import REGISTRY, verifier
from audit.verify import box
from audit.verify import note as second
from audit.views.room import a_ref
from jury import wording as jury_wording
from jury.actions import next_ref
from jury.events import SeatAccepted
from kernel.actor import Role
from kernel.errors import Missing
from kernel.work import Work, ground, unit_of_work
from tests.audit.logs import decide, write
from tests.audit.synthetic import REF, Case, ballot, pid
from tests.page import Client
from tests.village import PASSWORD, person

OPEN = "C-2026-0002"
SECOND = f"{REF}-2"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(app: Flask) -> Flask:
    """A decided case and an open one, and two people."""
    with app.app_context():
        with unit_of_work() as work:
            person(work, "Aaron", Role.AUDITOR)
            person(work, "Marta")
            write(work, Case().entries[:3], OPEN)
        decide(Case())
        sequence_logs()
    return app


@pytest.fixture
def auditor(house: Flask, visit: Callable[[], Client]) -> Client:
    return signed_in(visit(), "aaron")


def signed_in(client: Client, name: str) -> Client:
    client.sign_in(f"{name}@village.example", PASSWORD)
    return client


@contextmanager
def unit_of_work_in(app: Flask) -> Iterator[Work]:
    """A look into the database of `app`."""
    with app.app_context(), unit_of_work(writing=False) as work:
        yield work


def verify(bundle: Path, *given: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "audit.verify", str(bundle), *given]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def vkey(app: Flask) -> str:
    with app.app_context():
        return str(verifier(ground().settings))


def test_an_auditor_takes_a_bundle_that_verifies(
    auditor: Client, house: Flask, tmp_path: Path
) -> None:
    page = auditor.get("/audit/")
    assert REF in page.links
    assert OPEN in page.links
    page = auditor.get(page.links[REF])
    for words in ("The panel was drawn", "5 sealed ballots", "The verdict", "Upheld: 2 to uphold"):
        assert words in page.text
    taken = auditor.get(page.links["The bundle"])
    assert taken.headers["Content-Disposition"] == f'attachment; filename="case-{REF}.zip"'
    bundle, later = tmp_path / "case.zip", tmp_path / "later"
    bundle.write_bytes(taken.data)
    status, told = verify(bundle, "--key", vkey(house))
    assert status == 0, told
    # The download is itself an event: the registry grows, and continues what the bundle holds.
    with house.app_context():
        sequence_logs()
        with unit_of_work(writing=False) as work:
            grown = queries.published(work.session, REGISTRY).size
    signed = box.read(bundle)["registry/checkpoint"]
    size = second.checkpoint(signed, second.key_from(vkey(house))).size
    later.write_bytes(auditor.get(f"/log/consistency/{size}").data)
    status, told = verify(bundle, "--key", vkey(house), "--registry", str(later))
    assert status == 0, told
    assert f"continues the bundle's registry to size {grown}" in told
    assert grown > size
    # The bundle of a case is the same for ever, so that two who took it can compare.
    assert auditor.get(page.links["The bundle"]).data == taken.data
    flipped = bytearray(taken.data)
    flipped[len(flipped) // 2] ^= 1
    bundle.write_bytes(flipped)
    assert verify(bundle, "--key", vkey(house))[0] == 1


def test_votes_are_taken_and_each_taking_is_an_event(auditor: Client, house: Flask) -> None:
    table = auditor.get(f"/audit/cases/{REF}/votes.csv")
    assert table.data.startswith(b"case,index,pid,rev,counted,choice,tier,issues,reason\r\n")
    assert table.data.count(b"\r\n") == 6
    lines = auditor.get(f"/audit/cases/{REF}/votes.jsonl").data.splitlines()
    assert [json.loads(line)["counted"] for line in lines].count("counted") == 3
    with house.app_context():
        sequence_logs()
        with unit_of_work(writing=False) as work:
            told = [json.loads(raw) for raw in queries.entries(work.session, REGISTRY)[-2:]]
    assert [(one["kind"], one["form"], one["case"]) for one in told] == [
        ("export.taken", "csv", REF),
        ("export.taken", "jsonl", REF),
    ]
    assert all(one["by"].startswith("A-") for one in told)


@pytest.mark.parametrize("what", ["bundle", "votes.csv", "votes.jsonl"])
def test_asking_only_for_the_headers_of_a_file_takes_nothing(
    what: str, auditor: Client, house: Flask
) -> None:
    with unit_of_work_in(house) as work:
        before = (queries.head(work.session, REGISTRY), queries.waiting(work.session))
    answer = auditor.raw.head(f"/audit/cases/{REF}/{what}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with unit_of_work_in(house) as work:
        assert before == (queries.head(work.session, REGISTRY), queries.waiting(work.session))
    auditor.get(f"/audit/cases/{REF}/{what}")
    with unit_of_work_in(house) as work:
        assert queries.waiting(work.session) == before[1] + 1


def test_the_command_to_check_a_bundle_hands_out_no_key(auditor: Client, house: Flask) -> None:
    page = auditor.get(f"/audit/cases/{REF}")
    command = f".venv/bin/python -m audit.verify case-{REF}.zip --key 'YOUR-KEY'"
    for words in (command, "in a checkout of Venire", "flask audit key", "the one you kept"):
        assert words in page.text
    assert vkey(house) not in page.html
    assert page.links["the public log"] == "/log/"


def test_who_may_vote_is_explained(auditor: Client) -> None:
    told = auditor.get(f"/audit/cases/{REF}").text
    assert "5 pseudonyms may vote (those who sit and the alternates)" in told


def test_an_outcome_has_one_name_in_both_rooms(house: Flask) -> None:
    with house.test_request_context():
        ours = {outcome: say().lower() for outcome, say in wording.OUTCOMES.items()}
        assert ours == {outcome: str(jury_wording.OUTCOMES[outcome]) for outcome in ours}


def test_before_the_verdict_there_is_nothing_to_take(auditor: Client) -> None:
    page = auditor.get(f"/audit/cases/{OPEN}")
    assert "The bundle" not in page.links
    for what in ("bundle", "votes.csv", "votes.jsonl"):
        assert auditor.get(f"/audit/cases/{OPEN}/{what}", status=409).status == 409


@pytest.mark.parametrize(
    "ref", ["C-2026-9999", "C-2026-9999-2", "c-2026-0001", "C-2026-000１", "x" * 500, "%00"]
)
def test_unknown_cases_are_not_there(auditor: Client, ref: str) -> None:
    for address in (
        f"/audit/cases/{ref}",
        f"/audit/cases/{ref}/bundle",
        f"/audit/cases/{ref}/votes.csv",
        f"/log/case/{ref}/checkpoint",
        f"/log/case/{ref}/tile/0/000",
    ):
        assert auditor.get(address, status=404).status == 404


@pytest.mark.parametrize("more", ["-0", "-1", "-", "-2-2", "-2\n", "-02", "-100", "-２"])
def test_only_what_decides_a_case_again_has_a_number_more(more: str) -> None:
    with pytest.raises(Missing):
        a_ref(REF + more)


def test_a_case_may_be_decided_again_more_than_once() -> None:
    ref = REF
    for number in range(2, 12):
        ref = next_ref(ref)
        assert ref == a_ref(f"{REF}-{number}")


def test_a_case_before_a_second_panel_is_there_like_any_other(
    auditor: Client, house: Flask, tmp_path: Path
) -> None:
    second_case = Case(ref=SECOND)
    second_case.one("case.opened")["again_of"] = REF
    with house.app_context():
        decide(second_case)
        sequence_logs()
        with unit_of_work(writing=False) as work:
            raw = queries.entries(work.session, SECOND)[8]
            receipt = promise(work, SECOND, Entry(raw), work.now)
            size = queries.head(work.session, SECOND).size
    for path in ("checkpoint", f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"):
        assert auditor.get(f"/log/case/{SECOND}/{path}").data
    page = auditor.get(auditor.get("/audit/").links[SECOND])
    bundle, promised = tmp_path / "case.zip", tmp_path / "receipt"
    bundle.write_bytes(auditor.get(page.links["The bundle"]).data)
    promised.write_text(receipt)
    status, told = verify(bundle, "--key", vkey(house), "--receipt", str(promised))
    assert status == 0, told
    assert auditor.get(f"/audit/cases/{SECOND}/votes.csv").data.count(SECOND.encode()) == 5
    form = auditor.get("/log/receipt").form("Check it").fill(receipt=receipt)
    assert f"case {SECOND}, entry 8" in form.send(status=200).text


def test_only_auditors_come_in(house: Flask, visit: Callable[[], Client]) -> None:
    member = signed_in(visit(), "marta")
    assert member.get("/audit/", status=403).status == 403
    assert member.get(f"/audit/cases/{REF}/bundle", status=403).status == 403


def test_the_log_is_public_and_browsable(house: Flask, visit: Callable[[], Client]) -> None:
    with house.app_context():
        with unit_of_work() as work:
            for number in range(60):
                person(work, f"Person {number}")
        sequence_logs()
    page = visit().get("/log/")
    for words in ("What is promised", "What is not promised", "sold, or forced", vkey(house)):
        assert words in page.text
    seen = []
    while True:
        numbers = [
            int("".join(cell.itertext()))
            for cell in page.element("entries").iter("th")
            if cell.get("scope") == "row"
        ]
        assert len(numbers) <= 20  # a page that a phone can show
        seen += numbers
        if "Older" not in page.links:
            break
        page = page.client.get(page.links["Older"])
    with house.app_context(), unit_of_work(writing=False) as work:
        size = queries.head(work.session, REGISTRY).size
    assert seen == list(range(size))[::-1]
    assert "Newer" in page.links
    assert visit().get("/log/?before=01", status=404).status == 404


def test_moments_and_days_are_told_in_one_style(house: Flask, visit: Callable[[], Client]) -> None:
    with house.app_context():
        with unit_of_work() as work:
            record(work, SeatAccepted(case=REF))
        sequence_logs()
    page = visit().get("/log/")
    cells = [
        ("".join(cell.itertext()).strip(), [time.get("datetime", "") for time in cell.iter("time")])
        for cell in page.element("entries").iter("td")
        if cell.get("data-label") == "When"
    ]
    assert cells[0] == ("23 November 2026", ["2026-11-23"])
    assert all(re.fullmatch(r"–|\d{1,2} \w+ 2026(, .+)?", words) for words, _times in cells), cells
    assert all(times for words, times in cells if words != "–")


def test_a_stranger_rebuilds_a_log_from_its_tiles(
    house: Flask, visit: Callable[[], Client]
) -> None:
    client = visit()
    for prefix, name in (("/log", ""), (f"/log/case/{REF}", f"/case/{REF}")):
        answer = client.get(f"{prefix}/checkpoint")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        key = second.key_from(vkey(house))
        head = second.checkpoint(answer.data, second.Key(key.name + name, key.public))
        tile = client.get(f"{prefix}/tile/0/000.p/{head.size}")
        assert "immutable" in tile.headers["Cache-Control"]
        bundle = client.get(f"{prefix}/tile/entries/000.p/{head.size}").data
        from audit.verify import merkle, tree

        found = tree.unpacked(bundle, "tile/entries/000")
        assert b"".join(merkle.leaf(entry) for entry in found) == tile.data
        assert merkle.root([merkle.leaf(entry) for entry in found]) == head.root
        for beyond in (f"0/000.p/{head.size + 1}", "0/000", "1/000.p/1", "0/001.p/1", "9/9"):
            assert client.get(f"{prefix}/tile/{beyond}", status=404).status == 404


def test_a_receipt_is_checked_by_pasting_it(house: Flask, visit: Callable[[], Client]) -> None:
    client = visit()
    with house.app_context(), unit_of_work(writing=False) as work:
        says = {name: value for name, value in ballot(pid(8), "deny").items() if name != "kind"}
        waits = promise(work, REF, hold(REF, "ballot", says), work.now)
        raw = queries.entries(work.session, REF)[8]
        there = promise(work, REF, Entry(raw), work.now)
    form = lambda text: client.get("/log/receipt").form("Check it").fill(receipt=text)  # noqa: E731
    assert "entry 8" in form(there).send(status=200).text
    assert "not in the log" in form(waits).send(status=200).text
    assert "does not fit" in form(there.replace("12:00", "13:00")).send(status=422).text
    assert "no receipt" in form("hello").send(status=422).text
    assert "Paste the receipt" in form("").send(status=422).text


def test_the_commands(house: Flask, tmp_path: Path) -> None:
    run = house.test_cli_runner().invoke
    assert run(args=["audit", "key"]).output.strip() == vkey(house)
    bundle = tmp_path / "case.zip"
    assert run(args=["audit", "export", REF, "--out", str(bundle)]).exit_code == 0
    assert verify(bundle, "--key", vkey(house))[0] == 0
    for ref in (OPEN, "C-2026-9999"):
        found = run(args=["audit", "export", ref, "--out", str(tmp_path / "no")])
        assert found.exit_code == 1
        assert not (tmp_path / "no").exists()
    for form, start in (("csv", b"case,index"), ("jsonl", b'{"case"'), ("xlsx", b"PK")):
        for case in ([], ["--case", REF]):
            out = tmp_path / f"votes.{form}"
            found = run(args=["audit", "votes", *case, "--format", form, "--out", str(out)])
            assert "5 ballots" in found.output
            assert out.read_bytes().startswith(start)
    found = run(args=["audit", "check"])
    assert found.exit_code == 0, found.output
    assert "0 problems" in found.output
    with house.app_context(), unit_of_work() as work:
        write(work, Case().entries[3:4], OPEN)
    memory = house.extensions["venire"].settings.home / "heads" / f"{OPEN}.json"
    memory.write_text('{"root": "%s", "size": 9}' % ("00" * 32))
    ticked = run(args=["tick"])
    assert ticked.exit_code == 1
    assert "audit.sequence: failed" in ticked.output
