"""Rows as text: CSV for spreadsheets, JSON Lines for programs. Both are written row by row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audit.entry import canonical

BOM = b"\xef\xbb\xbf"  # with it, spreadsheets of one maker read UTF-8 as what it is
# How a cell begins that a spreadsheet would run, also as wide as Chinese letters are.
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Row = Mapping[str, Any]


class Nested(dict[str, Any]):
    """What holds more than a word under each name: JSON within a cell, so that it can be read."""


def csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a table as RFC 4180, line by line."""
    yield f"{','.join(columns)}\r\n".encode()
    for row in rows:
        yield f"{','.join(map(_quoted, cells(columns, row)))}\r\n".encode()


def jsonl(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a table as JSON Lines."""
    return (canonical({name: row.get(name) for name in columns}) + b"\n" for row in rows)


def cells(columns: Sequence[str], row: Row) -> list[str]:
    """Return a row as text cells that no spreadsheet takes for a formula."""
    return [_guarded(_told(row.get(name))) for name in columns]


def _told(value: Any) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Nested():
            return canonical(value).decode()
        case dict():
            return ";".join(f"{name}={_told(inner)}" for name, inner in sorted(value.items()))
        case list() | tuple():
            return ";".join(map(_told, value))
    return str(value)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUN) or cell.lstrip().startswith(RUN) else cell


def _quoted(cell: str) -> str:
    if any(letter in cell for letter in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
