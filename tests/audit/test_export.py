"""The vote log: no formula, no choice of a replaced ballot, nothing before the verdict."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import export, opening, vote
from audit.exports import table
from audit.verify import box, views
from audit.vote import Vote, in_turn
from audit.workbook import xlsx
from audit.zipform import packed
from kernel.errors import Conflict
from tests.audit.synthetic import TIERS, Case, pid
from tests.office import converted, needs


def test_rows_of_a_decided_case() -> None:
    text = b"".join(export.csv(export.rows(Case().lines()))).decode()
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(row["counted"], row["choice"], row["tier"]) for row in table] == [
        ("counted", "uphold", str(TIERS[1])),
        ("replaced", "", ""),
        ("void", "", ""),
        ("counted", "uphold", str(TIERS[0])),
        ("counted", "deny", ""),
    ]
    assert table[0]["issues"] == "medication=unclear"
    assert table[1]["issues"] == ""
    lines = [json.loads(line) for line in export.jsonl(export.rows(Case().lines()))]
    assert [line["index"] for line in lines] == [8, 9, 10, 11, 12]
    assert lines[4]["issues"] == {"medication": "applies"}
    assert not any("at" in line or "time" in line for line in lines)


@pytest.mark.parametrize("left", range(1, 14))
def test_nothing_before_the_verdict(left: int) -> None:
    with pytest.raises(Conflict):
        export.rows(Case().lines()[:-left])


@given(st.text(max_size=12))
def test_no_cell_is_a_formula(clause: str) -> None:
    vote = Vote("C-2026-0001", 1, pid(1), 1, "5" * 64, "counted", "deny", None, {clause: "applies"})
    cell = table.cells(export.COLUMNS, export.as_row(vote))[7]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    text = b"".join(export.csv([vote])).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][7] == cell
    assert views._cell(f"{clause}=applies") in text


def sheet_of(columns: tuple[str, ...], rows: list[dict[str, object]], tmp_path: Path) -> str:
    out = io.BytesIO()
    xlsx(columns, rows, out, tmp_path)
    with zipfile.ZipFile(out) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_the_workbook_holds_no_formula(tmp_path: Path) -> None:
    vote = Vote("=1+1", 1, pid(1), 1, "5" * 64, "void")
    sheet = sheet_of(export.COLUMNS, [export.as_row(vote)], tmp_path)
    assert "<f>" not in sheet
    assert "'=1+1" in sheet


def test_numbers_of_a_workbook_are_numbers(tmp_path: Path) -> None:
    row = {"a": 12, "b": True, "c": "12", "d": 10**15, "e": -3}
    sheet = sheet_of(tuple(row), [row], tmp_path)
    found = re.findall(r'<c r="([A-E])2"(?: s="\d+")?( t="inlineStr")?>(.*?)</c>', sheet)
    assert [(cell, bool(text), re.sub("<[^>]*>", "", value)) for cell, text, value in found] == [
        ("A", False, "12"),
        ("B", True, "yes"),
        ("C", True, "12"),
        ("D", True, str(10**15)),
        ("E", False, "-3"),
    ]


def test_the_head_of_a_workbook_stays_and_its_columns_are_wide_enough(tmp_path: Path) -> None:
    sheet = sheet_of(
        ("a", "reason"), [{"a": 1, "reason": "5" * 30}, {"reason": "x" * 99}], tmp_path
    )
    assert 'ySplit="1"' in sheet
    assert 'state="frozen"' in sheet
    assert re.search(r'<c r="A1" s="1"', sheet)
    widths = [float(one) for one in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet)]
    assert [round(one) for one in widths] == [8, 62]


def test_what_no_cell_holds_is_refused_and_not_cut_off(tmp_path: Path) -> None:
    sheet_of(("a",), [{"a": "x" * 32_767}], tmp_path)
    with pytest.raises(Conflict, match="too long for a workbook"):
        sheet_of(("a",), [{"a": "x" * 32_768}], tmp_path)


def test_a_bundle_is_the_same_twice_and_the_same_as_the_verifier_would_write() -> None:
    members = Case().members()
    assert packed(members) == packed(dict(reversed(members.items())))
    assert packed(members) == box.written(members)


def test_many_votes_are_opened_in_processes_and_come_out_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = Case().lines()
    monkeypatch.setattr(export, "AT_ONCE", 2)
    assert list(export.rows(lines, opening.in_processes)) == list(export.rows(lines))
    assert opening.opener_for(opening.SMALL) is in_turn
    assert opening.opener_for(opening.SMALL + 1) is opening.in_processes


def test_the_log_is_gone_through_and_not_held() -> None:
    """So much of it is read as is opened, whoever asks for the first vote."""
    lines = Case().lines()
    more = [lines[8]] * (3 * vote.AT_ONCE)
    lines[8:9], read = more, []

    class Log:
        def __iter__(self):
            for at, line in enumerate(lines):
                read.append(at)
                yield line

    found = export.rows(Log(), in_turn)
    assert len(read) == len(lines)  # once, to see who voted again
    assert next(found).index == 8
    assert len(read) <= len(lines) + 8 + vote.AT_ONCE


@needs("calc")
def test_a_spreadsheet_adds_up_the_numbers_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "votes.xlsx"
    with path.open("wb") as out:
        rows = [{"seats": number, "question": "=1+1"} for number in (12, 30)]
        xlsx(("seats", "question"), rows, out, tmp_path)
    text = converted(path, "fods")
    assert re.findall('value-type="float" office:value="([0-9]+)"', text) == ["12", "30"]
    assert "table:formula" not in text
    assert text.count("&apos;=1+1") == 2
    assert 'fo:font-weight="bold"' in text
