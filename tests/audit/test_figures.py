"""The auditors' figures as a file and for programs: the same counts hidden as on their page."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from audit.exports import table
from audit.models import IndexedCase, IndexedClause
from kernel.actor import Role
from kernel.work import unit_of_work
from tests.audit.test_api import check, new_token
from tests.audit.test_exports import folder, made, signed_in, takings
from tests.page import Client
from tests.village import person

OUTCOMES = ("upheld", "denied", "hung", "inquorate")
# Of each month and clause, how many verdicts of each outcome.
DECIDED = {
    ("2026-09", "=quorum"): (9, 7, 0, 0),
    ("2026-10", "=quorum"): (12, 2, 1, 0),  # what is few here hides more elsewhere
    ("2026-10", "light-tier"): (0, 11, 8, 6),
    ("2026-11", "light-tier"): (6, 9, 3, 0),
}


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context(), unit_of_work() as work:
        person(work, "Aaron", Role.AUDITOR)
    return app


def decided(house: Flask) -> None:
    number = 0
    with house.app_context(), unit_of_work() as work:
        for (month, clause), counts in DECIDED.items():
            for outcome, count in zip(OUTCOMES, counts, strict=True):
                for _one in range(count):
                    number += 1
                    ref = f"C-2026-{number:04}"
                    case = IndexedCase(
                        ref=ref,
                        size=1,
                        question="",
                        words="",
                        kind="verdict",
                        outcome=outcome,
                        closed_on=date.fromisoformat(f"{month}-15"),
                        withheld=False,
                        estimate=False,
                    )
                    work.session.add_all([case, IndexedClause(clause=clause, ref=ref)])


@pytest.fixture
def auditor(house: Flask, visit: Callable[[], Client]) -> Client:
    return signed_in(visit(), "aaron")


def shown(auditor: Client) -> list[list[str]]:
    """Return the cells of the page: "" for each that is hidden."""
    found = []
    for row in auditor.get("/audit/figures").body.iter("tr"):
        cells = ["".join(cell.itertext()).strip() for cell in row.iter("td")]
        name = "".join(next(row.iter("th")).itertext()).strip()
        if cells:
            found.append(
                [name.replace("All", "all"), *("" if "·" in one else one for one in cells)]
            )
    return found


def test_the_file_hides_what_the_page_hides(auditor: Client, house: Flask) -> None:
    decided(house)
    page = shown(auditor)
    assert sum(one == "" for line in page for one in line) > 4
    assert sum(one.isdigit() for line in page for one in line) > 4
    raw = auditor.raw.get("/audit/figures.csv").data
    lines = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    assert list(lines[0]) == ["table", "name", *OUTCOMES, "all"]
    assert [one["table"] for one in lines] == ["month"] * 4 + ["clause"] * 2
    assert [list(one.values())[1:] for one in lines[:4]] == page[:4]
    assert [one["name"] for one in lines[4:]] == ["'=quorum", "light-tier"]
    assert [list(one.values())[2:] for one in lines[4:]] == [line[1:] for line in page[4:]]
    assert auditor.raw.get("/audit/figures.csv?bom=1").data == table.BOM + raw
    in_lines = [json.loads(one) for one in made(auditor, "figures", "jsonl")[1].splitlines()]
    assert [one["hung"] for one in in_lines] == [
        int(one["hung"]) if one["hung"] else None for one in lines
    ]
    first, second, third = takings(house)
    assert (first["what"], first["form"], first["case"], first["rows"]) == (
        ("figures", "csv", "all", 6)
    )
    assert first["digest"] == hashlib.sha256(raw).hexdigest() != second["digest"]
    assert third["form"] == "jsonl"


def test_programs_are_told_the_same(
    auditor: Client, house: Flask, visit: Callable[[], Client]
) -> None:
    decided(house)
    token, program = new_token(auditor), visit().raw

    def ask(more: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        found = program.get(f"/api/v1/figures{more}", headers=headers).get_json()
        check("/api/v1/figures", 200, found)
        return found

    whole = ask()
    assert (whole["least"], whole["next"]) == (5, None)
    in_lines = made(auditor, "figures", "jsonl")[1].splitlines()
    assert whole["figures"] == [json.loads(one) for one in in_lines]
    first = ask("?limit=4")
    rest = ask(f"?limit=4&cursor={first['next']}")
    assert first["figures"] + rest["figures"] == whole["figures"]
    assert rest["next"] is None


def test_where_too_few_are_decided_there_is_no_line(auditor: Client, tmp_path: Path) -> None:
    assert "Too few cases" in auditor.get("/audit/figures").text
    raw = auditor.raw.get("/audit/figures.csv").data
    assert raw == b"table,name,upheld,denied,hung,inquorate,all\r\n"


def test_the_command_writes_them(house: Flask, tmp_path: Path) -> None:
    decided(house)
    out = tmp_path / "figures.csv"
    asked = ["audit", "figures", "--format", "csv", "--bom", "--out", str(out)]
    done = house.test_cli_runner().invoke(args=asked)
    assert (done.exit_code, done.output) == (0, f"{out}: 6 lines\n")
    (taken,) = takings(house)
    assert taken["digest"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert not folder(house).exists() or not list(folder(house).iterdir())
