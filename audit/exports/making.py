"""Writing what is asked for, by stream: no export is held as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from audit import export, queries, reading, search
from audit.entry import canonical, parse
from audit.exports import rows as lines
from audit.exports import table
from audit.keys import REGISTRY
from audit.search import ALL_ENTRIES, WantedEntries
from audit.workbook import xlsx
from kernel.errors import N_, Conflict, Missing

ALL = "all"
FORMS = {
    "bundle": ("zip",),
    "votes": ("csv", "jsonl", "xlsx"),
    "registry": ("csv", "jsonl", "xlsx"),
    "verdicts": ("csv", "jsonl", "xlsx"),
    "figures": ("csv", "jsonl", "xlsx"),
}
COLUMNS = {
    "votes": export.COLUMNS,
    "registry": lines.REGISTRY,
    "verdicts": lines.VERDICTS,
    "figures": lines.FIGURES,
}
TYPES = {
    "zip": "application/zip",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Asked:
    """An export that somebody asks for.

    what: one of FORMS. form: one of its forms. case: a reference, or ALL. bom: whether a CSV begins
    with the byte-order mark. only: which entries of the registry; nothing else has parts.
    """

    what: str
    form: str
    case: str = ALL
    bom: bool = False
    only: WantedEntries = ALL_ENTRIES

    @property
    def name(self) -> str:
        """The name of its file: of each part of the registry another."""
        what = "case" if self.what == "bundle" else self.what
        told = self.only.told
        part = f"-{sha256(canonical(told)).hexdigest()[:8]}" if told else ""
        part += "" if self.case == ALL else f"-{self.case}"
        return f"{what}{part}{'-bom' if self.bom and self.form == 'csv' else ''}.{self.form}"

    @property
    def stays(self) -> bool:
        """Whether it is the same whenever it is made: nothing more happens to a decided case."""
        return self.case != ALL


def write(session: Session, asked: Asked, out: BinaryIO, folder: Path) -> int:
    """Write an export; return how many rows it has, of a bundle how many entries.

    Raises Missing for a case without a log, Conflict for one that is not decided, and for a part of
    the registry with nothing in it: what was asked for is logged, and so is never more than words
    that stand in the log already.
    """
    if asked.form not in FORMS.get(asked.what, ()):
        raise Conflict(N_("There is no such export in this form. Choose another form."))
    if asked.case == REGISTRY:
        raise Missing()  # it is a log of that name, and no case
    if asked.what == "bundle":
        reading.write_bundle(session, asked.case, out)
        return _size(session, asked.case)
    counted = Counted(_rows(session, asked))
    columns = COLUMNS[asked.what]
    if asked.form == "xlsx":
        xlsx(columns, counted, out, folder)
        return counted.count
    if asked.form == "csv" and asked.bom:
        out.write(table.BOM)
    if asked.what == "votes":
        return _write_votes(session, asked, out)
    form = table.csv if asked.form == "csv" else table.jsonl
    out.writelines(form(columns, counted))
    return counted.count


def _write_votes(session: Session, asked: Asked, out: BinaryIO) -> int:
    """Write votes as they are written where their ballots are opened: on all cores, if many."""
    if asked.form == "csv":
        out.writelines(export.csv([]))
    count = 0
    for ref in _of_votes(session, asked):
        for in_table, in_lines in export.vote_logs(_log(session, ref)):
            count += in_lines.count(b"\n")
            if in_lines:  # before them each log has the names of the columns
                out.write(in_lines if asked.form == "jsonl" else in_table)
    return count


def _of_votes(session: Session, asked: Asked) -> list[str]:
    """Return the cases whose votes are asked for: of all, those that the index knows as decided,
    as everywhere in this room."""
    return [asked.case] if asked.case != ALL else search.decided(session)


class Counted:
    """Rows, counted while somebody goes through them."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _rows(session: Session, asked: Asked) -> Iterator[dict[str, Any]]:
    if asked.what == "votes":
        logs = (_log(session, ref) for ref in _of_votes(session, asked))
        return (export.as_row(vote) for log in logs for vote in export.rows(log))
    if asked.what == "registry" and asked.only.told:
        return _part_of_registry(session, asked.only)
    if asked.what == "registry":
        log = enumerate(_log(session, REGISTRY))
        return (lines.of_registry(index, raw) for index, raw in log)
    if asked.what == "figures":
        return lines.of_figures(search.figures(session))
    return verdicts(session)


def _part_of_registry(session: Session, only: WantedEntries) -> Iterator[dict[str, Any]]:
    found = search.registry_in_order(session, only)
    first = next(found, None)
    if first is None:
        raise Conflict(
            N_("No entry of the registry fits this. Ask for other entries, or for more.")
        )
    return (lines.of_registry(line.index, line.entry) for line in chain([first], found))


def verdicts(session: Session) -> Iterator[dict[str, Any]]:
    """Yield the lines of all verdicts, in the order of the cases."""
    for case, raw, within_quotas in search.verdicts(session):
        yield lines.of_verdict(parse(raw), case.closed_on, within_quotas)


def _log(session: Session, log: str) -> queries.Stream:
    """Return the entries of a log, up to where it ends by now; raises Missing for none."""
    return queries.Stream(session, log, _size(session, log))


def _size(session: Session, log: str) -> int:
    head = queries.head(session, log)
    if head is None:
        raise Missing()
    return head.size
