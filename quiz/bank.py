"""Reading a bank: TOML in, item versions out."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.errors import N_, Malformed, Sentence, Sentences
from quiz.item import TRUE_FALSE, Anchor, ItemVersion, Kind, Part, faults
from quiz.paper import LETTERS
from quiz.topic import Topic

DEMO = Path(__file__).with_name("bank.toml")
ITEM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 40


OF_ANCHOR = {"clause", "clause_version", "quote"}
OF_PART = {"topic", "kind", "stem", "options", "key", "rationale", "in_order", "also", *OF_ANCHOR}
OF_ITEM = {"id", "dated", "enemies"}
OF_CASE = {"kind", "stimulus", "part", *OF_ITEM}


@dataclass(frozen=True)
class Bank:
    """What a file holds. enemies: pairs that never meet in a paper, in the order of their ids."""

    items: tuple[ItemVersion, ...]
    enemies: frozenset[tuple[str, str]]


class _Wrong(Exception):
    """What is wrong with a table, as a sentence: gettext message and what fills it in."""

    def __init__(self, message: str, **values: object) -> None:
        self.sentence = Sentence(message, values)
        super().__init__(str(self.sentence))


def demo_bank() -> Bank:
    """Return the bank on the book of the demo plan."""
    return read_bank(DEMO.read_text(encoding="utf-8"))


def is_item_id(text: str) -> bool:
    """Whether `text` could name an item at all."""
    return len(text) <= LONGEST_ID and ITEM_ID.fullmatch(text) is not None


def read_bank(text: str) -> Bank:
    """Return the items of a bank, in the order of the file, all as version 1.

    text: TOML with one `[[item]]` table each: id, topic, kind, stem, options, key (letters, "b" or
        "ac"; none for an ordering, whose options stand in the right order), rationale, clause,
        clause_version, quote; optionally in_order, dated, enemies (ids), also (further anchors). A
        case has id, kind, stimulus, and the rest once for each `[[item.part]]`.
    Raises Malformed with the item and its fault; a bank is taken whole or not at all.
    """
    try:
        tables = tomllib.loads(text).get("item", [])
    except tomllib.TOMLDecodeError as error:
        raise Malformed(N_("The bank is not TOML: %(error)s"), error=error) from error
    items = tuple(_read(table) for table in tables)
    seen: set[str] = set()
    for item in items:
        wrong = [fault.told for fault in faults(item)]
        wrong += [Sentence(N_("Its id is used twice."))] if item.item in seen else []
        if wrong:
            raise _fault(item.item, *wrong)
        seen.add(item.item)
    pairs = {
        (min(pair), max(pair)): table["id"]
        for table in tables
        for other in table.get("enemies", [])
        for pair in [(str(table["id"]), str(other))]
    }
    for pair, name in pairs.items():
        if pair[0] == pair[1] or not seen.issuperset(pair):
            raise _fault(name, Sentence(N_("Its enemies must be other items of the file.")))
    return Bank(items, frozenset(pairs))


def _read(table: dict[str, Any]) -> ItemVersion:
    name = str(table.get("id", "?"))
    try:
        if not is_item_id(str(table["id"])):
            raise _Wrong(N_("Its id must be of small letters, digits and hyphens."))
        is_case = table["kind"] == Kind.CASE
        if is_case and "part" not in table:
            raise KeyError("part")
        _check_names(table, OF_CASE if is_case else OF_PART | OF_ITEM)
        return ItemVersion(
            item=str(table["id"]),
            version=1,
            parts=tuple(_parts(table, is_case)),
            stimulus=str(table["stimulus"]).strip() if is_case else "",
            dated=bool(table.get("dated", False)),
        )
    except KeyError as error:
        missing = Sentence(N_("It has no %(name)s."), {"name": error.args[0]})
        raise _fault(name, missing) from error
    except _Wrong as error:
        raise _fault(name, error.sentence) from error
    except (TypeError, ValueError) as error:
        unread = Sentence(N_("Something in it cannot be read (%(error)s)."), {"error": str(error)})
        raise _fault(name, unread) from error


def _parts(table: dict[str, Any], is_case: bool) -> Iterator[Part]:
    for part in table["part"] if is_case else [table]:
        if is_case:
            _check_names(part, OF_PART)
        yield _part(part)


def _part(table: dict[str, Any]) -> Part:
    kind = Kind(table["kind"])
    options = tuple(
        str(option) for option in (TRUE_FALSE if kind is Kind.TRUE_FALSE else table["options"])
    )
    ordering = kind is Kind.ORDERING
    if ordering and "key" in table:
        raise _Wrong(N_("An ordering has no key: its options stand in the right order."))
    key = range(len(options)) if ordering else sorted(_place(letter) for letter in table["key"])
    return Part(
        topic=Topic(table["topic"]),
        kind=kind,
        stem=str(table["stem"]).strip(),
        options=options,
        key=tuple(key),
        rationale=str(table["rationale"]).strip(),
        anchors=tuple(_anchor(one) for one in (table, *table.get("also", []))),
        in_order=kind is Kind.TRUE_FALSE or bool(table.get("in_order", False)),
    )


def _check_names(table: dict[str, Any], known: set[str]) -> None:
    """Refuse what would be ignored: a name misspelt is a thing not said."""
    if unknown := sorted(set(table) - known):
        raise _Wrong(N_("It says %(names)s, which means nothing here."), names=", ".join(unknown))


def _anchor(table: dict[str, Any]) -> Anchor:
    return Anchor(str(table["clause"]), int(table["clause_version"]), str(table["quote"]))


def _place(letter: str) -> int:
    if len(letter) != 1 or letter not in LETTERS:
        raise _Wrong(N_("%(letter)s is no letter of an option."), letter=letter)
    return LETTERS.index(letter)


def _fault(item: str, *faults: Sentence) -> Malformed:
    told = Sentences(faults)
    return Malformed(N_("The item %(item)s cannot be taken. %(faults)s"), item=item, faults=told)
