"""The vote log: no formula, no choice of a replaced ballot, nothing before the verdict."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import bundle, export, opening, vote
from audit.exports import table
from audit.verify import box, views
from audit.vote import Vote, in_turn
from audit.workbook import xlsx
from kernel.errors import Conflict
from tests.audit.synthetic import TIERS, Case, pid


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


def test_the_workbook_holds_text_alone(tmp_path: Path) -> None:
    vote, out = Vote("=1+1", 1, pid(1), 1, "5" * 64, "void"), io.BytesIO()
    xlsx(export.COLUMNS, [export.as_row(vote)], out, tmp_path)
    with zipfile.ZipFile(out) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "'=1+1" in sheet


def test_a_bundle_is_the_same_twice_and_the_same_as_the_verifier_would_write() -> None:
    members = Case().members()
    assert bundle.packed(members) == bundle.packed(dict(reversed(members.items())))
    assert bundle.packed(members) == box.written(members)


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
