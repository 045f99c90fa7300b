"""Files that auditors take: made by stream, resumed, each taking in the registry, cleared later."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from audit import queries, search, workbook
from audit.entry import parse
from audit.exports import making, rows, spool, table
from audit.jobs import clear_exports, sequence_logs
from audit.keys import REGISTRY
from audit.sequencer import sequence
from audit.wording import columns
from kernel.actor import Role
from kernel.errors import Conflict
from kernel.settings import Settings
from kernel.work import ground, unit_of_work
from tests.audit.logs import decide, write
from tests.audit.modes import MODES
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.page import Client, Page
from tests.village import PASSWORD, person

CSV = f"/audit/cases/{REF}/votes.csv"


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


def signed_in(client: Client, name: str) -> Client:
    client.sign_in(f"{name}@village.example", PASSWORD)
    return client


def takings(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        sequence_logs()
        with unit_of_work(writing=False) as work:
            told = [parse(raw) for raw in queries.entries(work.session, REGISTRY)]
    return [one for one in told if one["kind"] == "export.taken"]


def folder(app: Flask) -> Path:
    home: Path = app.extensions["venire"].settings.home
    return home / "exports"


def test_a_broken_download_is_gone_on_with_and_logged_once(
    auditor: Client, house: Flask, visit: Callable[[], Client]
) -> None:
    whole = auditor.raw.get(CSV)
    digest = hashlib.sha256(whole.data).hexdigest()
    etag = whole.headers["ETag"]
    assert (etag, whole.headers["Accept-Ranges"]) == (f'"{digest}"', "bytes")
    (taken,) = takings(house)
    assert (taken["digest"], taken["rows"], taken["form"]) == (digest, 5, "csv")
    rest = auditor.raw.get(CSV, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (rest.status_code, rest.data) == (206, whole.data[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.data) - 1}/{len(whole.data)}"
    assert len(takings(house)) == 1
    other = auditor.raw.get(CSV, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (other.status_code, other.data) == (200, whole.data)
    assert len(takings(house)) == 2
    first = auditor.raw.get(CSV, headers={"Range": "bytes=0-9"})
    assert (first.status_code, first.data) == (206, whole.data[:10])
    assert len(takings(house)) == 3
    stranger = signed_in(visit(), "abel").raw  # who never took it does not go on with anything
    assert stranger.get(CSV, headers={"Range": "bytes=1-"}).status_code == 206
    assert stranger.get(CSV, headers={"Range": "bytes=1-"}).status_code == 206
    assert len(takings(house)) == 4


def test_what_hands_nothing_over_is_not_logged(auditor: Client, house: Flask) -> None:
    etag = auditor.raw.head(CSV).headers["ETag"]
    assert auditor.raw.get(CSV, headers={"If-None-Match": etag}).status_code == 304
    beyond = auditor.raw.get(CSV, headers={"Range": "bytes=99999-"})
    assert (beyond.status_code, beyond.headers["Content-Range"][:8]) == (416, "bytes */")
    assert auditor.raw.head(CSV, headers={"Range": "bytes=1-"}).data == b""
    assert takings(house) == []


def made(auditor: Client, what: str, form: str, **more: str) -> tuple[Page, bytes]:
    page = auditor.get("/audit/exports").fill(what=what, form=form, **more).send("Make the file")
    case = f"-{more['case']}" if "case" in more else ""
    name = f"{what}{case}{'-bom' if 'bom' in more else ''}.{form}"
    return page, auditor.raw.get(page.links[name]).data


def test_every_export_is_made_taken_and_logged(auditor: Client, house: Flask) -> None:
    lines = list(csv.DictReader(io.StringIO(made(auditor, "verdicts", "csv")[1].decode())))
    assert [(one["case"], one["outcome"], one["uphold"]) for one in lines] == [(REF, "upheld", "2")]
    assert lines[0]["clauses"] == "light-tier/2;medication/1"
    assert lines[0]["closed_on"] == "2026-11-26"
    page, raw = made(auditor, "registry", "jsonl")
    told = [json.loads(line) for line in raw.splitlines()]
    assert [one["index"] for one in told] == list(range(len(told)))
    heads = [one["facts"] for one in told if one["kind"] == "case.checkpoint"]
    assert [set(one) for one in heads] == [{"case", "root", "size"}] * 5
    assert "registry.jsonl" in page.text
    assert made(auditor, "registry", "xlsx")[1].startswith(b"PK")
    page = auditor.get("/audit/exports").fill(what="votes", form="csv", case=REF.lower())
    assert f"votes-{REF}.csv" in page.send("Make the file").links
    page, raw = made(auditor, "votes", "xlsx", case=REF)
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == 6
    with house.app_context():
        decide(Case(ref="C-2026-0002"))
        decide(Case(ref="C-2026-0003"))
        sequence_logs()
    both = made(auditor, "votes", "jsonl")[1].splitlines()
    assert [json.loads(line)["case"] for line in both[::5]] == [REF, "C-2026-0002", "C-2026-0003"]
    read = list(csv.DictReader(io.StringIO(made(auditor, "votes", "csv")[1].decode())))
    assert [(one["case"], one["index"]) for one in read] == [
        (line["case"], str(line["index"])) for line in map(json.loads, both)
    ]
    plain, marked = (made(auditor, "votes", "csv", **more)[1] for more in ({}, {"bom": "y"}))
    assert marked == table.BOM + plain
    own = auditor.raw.get(CSV).data
    assert auditor.raw.get(f"{CSV}?bom=1").data == table.BOM + own
    assert plain.startswith(own)
    logged = [(one["what"], one["form"], one["case"], one["rows"]) for one in takings(house)]
    assert logged[:2] == [("verdicts", "csv", "all", 1), ("registry", "jsonl", "all", len(told))]
    assert logged[2][:3] == ("registry", "xlsx", "all")
    assert logged[3] == ("votes", "xlsx", REF, 5)
    assert logged[4:6] == [("votes", form, "all", 15) for form in ("jsonl", "csv")]
    every = (("all", 15), ("all", 15), (REF, 5), (REF, 5))
    assert logged[6:] == [("votes", "csv", case, count) for case, count in every]
    for digest in (one["digest"] for one in takings(house)):
        assert hashlib.sha256((folder(house) / str(digest)).read_bytes()).hexdigest() == digest
        assert (folder(house) / str(digest)).stat().st_mode & 0o077 == 0


def test_where_nothing_is_decided_the_columns_are_named(
    app: Flask, visit: Callable[[], Client]
) -> None:
    with app.app_context(), unit_of_work() as work:
        person(work, "Aaron", Role.AUDITOR)
    auditor = signed_in(visit(), "aaron")
    assert made(auditor, "votes", "csv")[1].startswith(b"case,index,pid")
    assert made(auditor, "votes", "jsonl")[1] == b""
    assert made(auditor, "verdicts", "csv")[1].count(b"\r\n") == 1


def test_what_cannot_be_made_is_said(auditor: Client, house: Flask) -> None:
    for filled, words in (
        ({}, "Choose what to export."),
        ({"what": "verdicts", "form": "csv", "case": REF}, "Only votes"),
        ({"what": "votes", "form": "csv", "case": "C-2026-0999"}, "No case of this reference"),
        ({"what": "votes", "form": "xlsx", "case": "registry"}, "Write the reference of a case"),
        ({"what": "votes", "form": "csv", "case": "../C-2026-0001"}, "Write the reference"),
    ):
        page = auditor.get("/audit/exports").fill(filled).send("Make the file", status=422)
        assert words in page.text
    with house.app_context():
        with unit_of_work() as work:
            write(work, Case().entries[:3], "C-2026-0002")
        sequence_logs()
    asked = {"what": "votes", "form": "csv", "case": "C-2026-0002"}
    page = auditor.get("/audit/exports").fill(asked).send("Make the file", status=409)
    assert "once the verdict stands in the log" in page.text
    assert list(folder(house).iterdir()) == []
    auditor.get("/audit/exports/x/y", status=404)


def test_files_are_cleared_after_a_week(auditor: Client, house: Flask, clock: TestClock) -> None:
    first = auditor.raw.get(CSV).data
    (there,) = folder(house).iterdir()
    draft = folder(house) / f"2026-11-23T11:00:00Z-x{spool.DRAFT}"
    draft.mkdir()
    (draft / "whole").write_bytes(b"")
    (folder(house) / "stray").write_bytes(b"")
    with house.app_context():
        assert clear_exports() == 1
        assert there.exists()
        clock.move(hours=30)
        assert clear_exports() == 1
        clock.move(days=6)
        assert clear_exports() == 1
        assert list(folder(house).iterdir()) == []
    auditor = signed_in(auditor, "aaron")
    assert auditor.raw.get(CSV).data == first  # made anew, and the same
    there.unlink()  # as where the database was put back on another machine
    path = auditor.get("/audit/exports").click("votes-", status=404).path
    assert there.name in path
    assert auditor.raw.get(CSV).data == first


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path, clock: TestClock) -> None:
    def write(out: object, parts: Path) -> int:
        raise OSError(28, "no space left on device")

    with pytest.raises(OSError, match="no space"), spool.drafted(tmp_path, clock(), write):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_left_alone_while_it_is_written(settings: Settings, clock: TestClock) -> None:
    within = spool.folder(settings.home)

    def write(out: BinaryIO, parts: Path) -> int:
        (parts / "sheet").write_bytes(b"")
        assert spool.stray(settings.home, clock(), set()) == []
        return 0

    with spool.drafted(within, clock(), write) as draft:
        assert spool.stray(settings.home, clock(), set()) == []
        spool.put(draft, within / draft.digest)
    assert list(within.iterdir()) == spool.stray(settings.home, clock(), set())


def test_of_a_withheld_verdict_the_outcome_alone_is_exported() -> None:
    verdict = parse(Case().lines()[-1])
    open_row = rows.of_verdict(verdict, date(2026, 11, 26))
    assert set(open_row) == set(rows.VERDICTS)
    numbers = {**verdict["numbers"], "uphold": 3, "deny": 0}
    row = rows.of_verdict({**verdict, "numbers": numbers}, date(2026, 11, 26))
    assert set(row) == set(rows.BEFORE)
    assert (row["withheld"], row["outcome"]) == (True, "upheld")
    (line,) = csv.DictReader(io.StringIO(b"".join(table.csv(rows.VERDICTS, [row])).decode()))
    assert not any(line[name] for name in line if name not in rows.BEFORE)


def test_whoever_has_a_line_of_a_verdict_works_its_outcome_out_again() -> None:
    verdict = parse(Case().lines()[-1])
    (line,) = csv.DictReader(
        io.StringIO(b"".join(table.csv(rows.VERDICTS, [rows.of_verdict(verdict, None)])).decode())
    )
    assert json.loads(line["issues"]) == verdict["issues"]
    assert json.loads(line["tiers"]) == verdict["tiers"]
    assert (line["mode"], line["quorum"], line["quorum_rule"]) == ("panel", "3", "max(2, 3/5 of 5)")
    assert (line["threshold"], line["denial"], line["approval"]) == ("> 1/2", "", "0")
    for mode, said in (("assembly", "assembly"), ("stratified", "panel")):
        verdict = parse(MODES[mode]().lines()[-1])
        verdict["numbers"].update(uphold=2, deny=1, valid=3)
        row = rows.of_verdict(verdict, None)
        base = row["seats"]
        if said == "assembly":
            base = verdict["assembly"]["voters"]["count"]
        part, whole = verdict["standard"]["quorum"]["share"]
        assert (row["mode"], row["quorum"]) == (said, max(2, -(-part * base // whole)))
    assert rows.of_verdict(verdict, None, within_quotas=True)["mode"] == "quotas"
    verdict["standard"]["denial"] = {"operator": ">=", "share": [3, 5]}
    assert rows.of_verdict(verdict, None)["denial"] == ">= 3/5"


def test_a_draw_within_quotas_is_told_from_the_log(house: Flask) -> None:
    with house.app_context():
        decide(MODES["stratified"](ref="C-2026-0002"))
        sequence_logs()
        with unit_of_work(writing=False) as work:
            found = [(case.ref, within) for case, _raw, within in search.verdicts(work.session)]
    assert found == [(REF, False), ("C-2026-0002", True)]


def test_each_column_of_each_export_is_explained(auditor: Client) -> None:
    assert {what: tuple(told) for what, told in columns.COLUMNS.items()} == making.COLUMNS
    page = auditor.get("/audit/exports")
    for words in ("What the columns mean", "pid", "salted", "drawn within quotas", "CSV for Excel"):
        assert words in page.text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.lists(st.fixed_dictionaries({"a": ANYTHING, "b": ANYTHING}), max_size=3))
def test_no_cell_of_any_table_is_a_formula(found: list[dict[str, object]]) -> None:
    raw = b"".join(table.csv(("a", "b"), found)).decode()
    read = list(csv.reader(io.StringIO(raw, newline="")))
    assert read[1:] == [table.cells(("a", "b"), row) for row in found]
    assert not any(cell.startswith(table.RUN) for line in read for cell in line)


def test_votes_of_all_are_of_the_same_cases_in_every_form(auditor: Client, house: Flask) -> None:
    with house.app_context():
        decide(Case(ref="C-2026-0002"))
        sequence(ground().engine, ground().settings)  # and what is found of it waits for its turn
    assert [one.count(REF.encode()) for one in votes_of_all(auditor)] == [5, 5, 5]
    assert not any(b"C-2026-0002" in one for one in votes_of_all(auditor))
    with house.app_context():
        sequence_logs()
    assert [one.count(b"C-2026-0002") for one in votes_of_all(auditor)] == [5, 5, 5]


def votes_of_all(auditor: Client) -> list[bytes]:
    """Return the votes of all cases, a cell of a workbook on a line of its own."""
    in_csv, in_lines = (made(auditor, "votes", form)[1] for form in ("csv", "jsonl"))
    with zipfile.ZipFile(io.BytesIO(made(auditor, "votes", "xlsx")[1])) as book:
        return [in_csv, in_lines, book.read("xl/worksheets/sheet1.xml")]


def test_a_workbook_is_refused_beyond_its_last_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(count: int) -> Iterator[dict[str, object]]:
        return ({"a": f"={number}"} for number in range(count))

    monkeypatch.setattr(workbook, "MOST", 4)
    first, again = io.BytesIO(), io.BytesIO()
    for out in (first, again):
        workbook.xlsx(("a",), many(3), out, tmp_path)
    assert first.getvalue() == again.getvalue()
    with pytest.raises(Conflict, match="no more than 3 rows"):
        workbook.xlsx(("a",), many(4), io.BytesIO(), tmp_path)


def test_the_commands_write_them_too(house: Flask, tmp_path: Path) -> None:
    run = house.test_cli_runner().invoke
    for what, form, start in (
        ("registry", "csv", b"index,kind"),
        ("verdicts", "jsonl", b'{"approval"'),
        ("verdicts", "xlsx", b"PK"),
    ):
        out = tmp_path / f"{what}.{form}"
        told = run(args=["audit", what, "--format", form, "--out", str(out)])
        assert told.exit_code == 0, told.output
        assert out.read_bytes().startswith(start)
        (*_before, last) = takings(house)
        assert (last["what"], last["form"], last["by"]) == (what, form, "system")
        assert last["digest"] == hashlib.sha256(out.read_bytes()).hexdigest()
