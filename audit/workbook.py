"""A table as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from audit.exports.table import Row, cells
from kernel.errors import N_, Conflict

MOST = 1_048_576  # rows of a sheet, its header among them
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 the same table makes the same file


def xlsx(columns: Sequence[str], rows: Iterable[Row], out: BinaryIO, folder: Path) -> None:
    """Write rows as XLSX, one at a time: text cells only, none of them a formula or a link.

    folder: where parts of it wait. Raises Conflict for more rows than a sheet has.
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
        sheet.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            if number == MOST:
                raise Conflict(
                    N_("A workbook holds no more than %(most)s rows. Take CSV or JSON Lines."),
                    most=MOST - 1,
                )
            for column, cell in enumerate(cells(columns, row)):
                sheet.write_string(number, column, cell)
