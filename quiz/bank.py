"""Reading a bank: TOML in, item versions out."""

import tomllib
from pathlib import Path
from typing import Any

from kernel.errors import N_, Malformed
from quiz.item import Anchor, ItemVersion, Kind, faults
from quiz.topic import Topic

DEMO = Path(__file__).with_name("bank.toml")
TRUE_FALSE = ("True", "False")


def demo_bank() -> tuple[ItemVersion, ...]:
    """Return the bank on the book of the demo plan."""
    return read_bank(DEMO.read_text(encoding="utf-8"))


def read_bank(text: str) -> tuple[ItemVersion, ...]:
    """Return the items of a bank, in the order of the file, all as version 1.

    text: TOML with one `[[item]]` table each: id, topic, kind, stem, options, key (letters, "b" or
        "ac"), rationale, clause, clause_version, quote; optionally in_order, dated.
    Raises Malformed with the item and its fault; an item is taken whole or not at all.
    """
    try:
        tables = tomllib.loads(text).get("item", [])
    except tomllib.TOMLDecodeError as error:
        raise Malformed(N_("The bank is not TOML: %(error)s"), error=error) from error
    items = tuple(_read(table) for table in tables)
    seen: set[str] = set()
    for item in items:
        wrong = faults(item) + (["its id is used twice"] if item.item in seen else [])
        if wrong:
            raise _fault(item.item, "; ".join(wrong))
        seen.add(item.item)
    return items


def _read(table: dict[str, Any]) -> ItemVersion:
    name = str(table.get("id", "?"))
    try:
        kind = Kind(table["kind"])
        given = TRUE_FALSE if kind is Kind.TRUE_FALSE else table["options"]
        return ItemVersion(
            item=str(table["id"]),
            version=1,
            topic=Topic(table["topic"]),
            kind=kind,
            stem=str(table["stem"]).strip(),
            options=tuple(str(option) for option in given),
            key=tuple(sorted(_place(letter) for letter in table["key"])),
            rationale=str(table["rationale"]).strip(),
            anchor=Anchor(str(table["clause"]), int(table["clause_version"]), str(table["quote"])),
            in_order=kind is Kind.TRUE_FALSE or bool(table.get("in_order", False)),
            dated=bool(table.get("dated", False)),
        )
    except KeyError as error:
        raise _fault(name, f"it has no {error}") from error
    except (TypeError, ValueError) as error:
        raise _fault(name, str(error)) from error


def _place(letter: str) -> int:
    if len(letter) != 1 or letter not in "abcdef":
        raise ValueError(f"{letter!r} is no letter of an option")
    return ord(letter) - ord("a")


def _fault(item: str, fault: str) -> Malformed:
    return Malformed(N_("The item %(item)s cannot be taken: %(fault)s."), item=item, fault=fault)
