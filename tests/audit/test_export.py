"""The vote log: no formula, no choice of a replaced ballot, nothing before the verdict."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import bundle, export
from audit.export import Vote
from audit.verify import box, views
from audit.workbook import xlsx
from kernel.errors import Conflict
from tests.audit.synthetic import TIERS, Case, pid


def test_rows_of_a_decided_case() -> None:
    table = list(csv.DictReader(io.StringIO(export.csv(export.votes(Case().lines())).decode())))
    assert [(row["counted"], row["choice"], row["tier"]) for row in table] == [
        ("counted", "uphold", str(TIERS[1])),
        ("replaced", "", ""),
        ("void", "", ""),
        ("counted", "uphold", str(TIERS[0])),
        ("counted", "deny", ""),
    ]
    assert table[0]["issues"] == "medication=unclear"
    assert table[1]["issues"] == ""
    lines = [json.loads(line) for line in export.jsonl(export.votes(Case().lines())).splitlines()]
    assert [line["index"] for line in lines] == [8, 9, 10, 11, 12]
    assert lines[4]["issues"] == {"medication": "applies"}
    assert not any("at" in line or "time" in line for line in lines)


@pytest.mark.parametrize("left", range(1, 14))
def test_nothing_before_the_verdict(left: int) -> None:
    with pytest.raises(Conflict):
        export.votes(Case().lines()[:-left])


@given(st.text(max_size=12))
def test_no_cell_is_a_formula(text: str) -> None:
    vote = Vote("C-2026-0001", 1, pid(1), 1, "5" * 64, "counted", "deny", None, {text: "applies"})
    cell = export.cells(vote)[7]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    rows = list(csv.reader(io.StringIO(export.csv([vote]).decode(), newline="")))
    assert rows[1][7] == cell
    assert views._cell("issues", vote.issues) in export.csv([vote]).decode()


def test_the_workbook_holds_text_alone() -> None:
    vote = Vote("=1+1", 1, pid(1), 1, "5" * 64, "void")
    with zipfile.ZipFile(io.BytesIO(xlsx([vote]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "'=1+1" in strings


def test_a_bundle_is_the_same_twice_and_the_same_as_the_verifier_would_write() -> None:
    members = Case().members()
    assert bundle.packed(members) == bundle.packed(dict(reversed(members.items())))
    assert bundle.packed(members) == box.written(members)
