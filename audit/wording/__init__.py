"""What entries say, in plain words: a case as its steps, the registry as notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from audit.entry import parse
from audit.queries import Line
from audit.wording import case, draws, times
from audit.wording.case import OUTCOMES
from audit.wording.registry import Note, notes

__all__ = ["OUTCOMES", "TELL", "Note", "Told", "made", "notes", "stage", "timeline"]
TELL = {**case.TELL, **draws.TELL}


@dataclass(frozen=True)
class Told:
    """One step of a case: which entries it stands for, what happened; the entry and its kind, if it
    is one."""

    first: int
    last: int
    title: str
    sentence: str
    entry: str = ""
    kind: str = ""


def timeline(lines: Sequence[Line], start: int, stop: int) -> list[Told]:
    """Tell a case from index `start` until before `stop`, from its entries but the ballots: those
    are whatever stands in between, and all that is told of them is how many there are."""
    told: list[Told] = []
    for line in lines:
        told += _ballots(start, line.index)
        says = parse(line.entry)
        title, sentence = TELL[says["kind"]](says)
        told.append(
            Told(line.index, line.index, title, sentence, line.entry.decode(), says["kind"])
        )
        start = line.index + 1
    return told + _ballots(start, stop)


def _ballots(start: int, stop: int) -> list[Told]:
    if start >= stop:
        return []
    title = ngettext("%(num)s sealed ballot", "%(num)s sealed ballots", stop - start)
    sentence = _("They were put into the log in random order and without a time.")
    return [Told(start, stop - 1, title, sentence)]


def made(raw: bytes | None) -> datetime | date | None:
    """Return when an entry of the registry says that it was made: a moment, or only a day."""
    at = str(parse(raw).get("at", "")) if raw else ""
    return times.moment(at) or times.day(at)


def stage(kind: str, outcome: str | None = None) -> str:
    """Return where a case stands: by the kind of its last entry, and a verdict by its outcome."""
    if kind == "verdict" and outcome:
        return outcomes()[outcome]
    stages = {
        "case.opened": _("opened"),
        "key.split": _("opened"),
        "draw.committed": _("draw announced"),
        "draw.stratified": _("draw announced"),
        "draw.voided": _("draw voided"),
        "draw.beacon": _("draw announced"),
        "draw.ceremony": _("draw announced"),
        "draw.result": _("panel drawn"),
        "seat.replaced": _("panel forming"),
        "roll.committed": _("poll open"),
        "assembly.committed": _("poll open"),
        "case.halted": _("halted"),
        "case.resumed": _("going on"),
        "case.withdrawn": _("withdrawn"),
        "case.voided": _("voided"),
    }
    return str(stages.get(kind, _("being counted")))


def outcomes() -> dict[str, str]:
    """Return what a verdict may say, as the other ways in which a case stands are said."""
    return {
        "upheld": _("upheld"),
        "denied": _("denied"),
        "hung": _("hung"),
        "inquorate": _("too few votes"),
    }


def states() -> dict[str, str]:
    """Return how cases can stand, as they are looked for."""
    return {
        "running": _("not over yet"),
        "decided": _("decided, whatever the outcome"),
        **outcomes(),
        "withdrawn": _("withdrawn"),
        "voided": _("voided"),
    }
