"""A table as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from audit.exports.table import Row, cells
from kernel.errors import N_, Conflict

MOST = 1_048_576  # rows of a sheet, its header among them
LONGEST = 32_767  # letters of a cell: what is longer would be cut off
EXACT = 10**15  # up to here a spreadsheet keeps every digit
NARROW, WIDE = 6, 60  # letters that a column has room for
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 the same table makes the same file


def xlsx(columns: Sequence[str], rows: Iterable[Row], out: BinaryIO, folder: Path) -> None:
    """Write rows as XLSX, one at a time: numbers and text, no cell a formula or a link.

    folder: where parts of it wait. Raises Conflict for more rows than a sheet has, and for a text
    that no cell holds.
    """
    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": NO_TIME})
        sheet = book.add_worksheet("venire")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        whole = book.add_format({"num_format": "0"})
        widths = [max(NARROW, len(name)) for name in columns]
        for number, row in enumerate(rows, start=1):
            if number == MOST:
                raise Conflict(
                    N_("A workbook holds no more than %(most)s rows. Take CSV or JSON Lines."),
                    most=MOST - 1,
                )
            for column, text in enumerate(cells(columns, row)):
                value = row.get(columns[column])
                if type(value) is int and abs(value) < EXACT:  # True is no number to add up
                    sheet.write_number(number, column, value, whole)
                elif len(text) > LONGEST:
                    raise Conflict(N_("A text is too long for a workbook. Take CSV or JSON Lines."))
                else:
                    sheet.write_string(number, column, text)
                widths[column] = min(WIDE, max(widths[column], len(text)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 1)
