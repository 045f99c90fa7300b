"""What entries of the registry say, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from audit import event
from audit.entry import BadEntry, parse
from audit.queries import Line
from audit.wording.times import day, moment

LONGEST = 500  # letters of a fact that a table shows: digests whole, and not all of a long text


@dataclass(frozen=True)
class Note:
    """One entry of the registry, for a table."""

    index: int
    kind: str
    meaning: str
    at: datetime | None
    day: date | None
    by: str
    facts: tuple[tuple[str, str], ...]


def notes(lines: Sequence[Line]) -> list[Note]:
    """Tell entries of the registry."""
    return [_note(line) for line in lines]


def _note(line: Line) -> Note:
    try:
        says = parse(line.entry)
    except BadEntry:
        return Note(line.index, "?", line.entry.decode(errors="replace"), None, None, "", ())
    kind, at = says["kind"], str(says.get("at", ""))
    meaning = event.meaning_of(kind)
    if kind == "case.checkpoint":
        meaning = _("The log of a case grew to this size, with this root.")
    facts = {name: fact for name, fact in says.items() if name not in {"v", "kind", "at", "by"}}
    named = {"part": _("part of the question, counted from 0")}
    shown = tuple((named.get(name, name), _short(fact)) for name, fact in sorted(facts.items()))
    by = str(says.get("by", ""))
    return Note(line.index, kind, meaning, moment(at), day(at), by, shown)


def _short(fact: Any) -> str:
    if isinstance(fact, dict):
        return ", ".join(f"{name} {_short(inner)}" for name, inner in fact.items()) or "–"
    if isinstance(fact, list):
        return ", ".join(_short(inner) for inner in fact)
    if isinstance(fact, bool):
        return str(_("yes") if fact else _("no"))
    text = "–" if fact is None else str(fact)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
