"""The vote log as a workbook."""

import io
from collections.abc import Iterable

import xlsxwriter

from audit.export import COLUMNS, Vote, cells


def xlsx(votes: Iterable[Vote]) -> bytes:
    """Return the votes as XLSX: text cells only, none of them a formula or a link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("votes")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS)
        for number, vote in enumerate(votes, start=1):
            sheet.write_row(number, 0, cells(vote))
    return out.getvalue()
