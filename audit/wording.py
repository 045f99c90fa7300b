"""What entries say, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from audit import event
from audit.entry import BadEntry, parse
from audit.queries import Line

Says = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One step of a case: which entries it stands for, what happened, the entries themselves."""

    first: int
    last: int
    title: str
    sentence: str
    entries: tuple[str, ...]


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


def _opened(says: Says) -> tuple[str, str]:
    standard = says["standard"]
    return _("The case was opened"), _(
        "“%(question)s” %(clauses)s clauses are in dispute; %(seats)s seats, the poll is open for "
        "%(hours)s hours. From here on the case file cannot change: its digest begins %(file)s.",
        question=says["question"],
        clauses=len(says["clauses"]),
        seats=standard["seats"],
        hours=standard["hours"],
        file=says["file"][:16],
    )


def _committed(says: Says) -> tuple[str, str]:
    return _("The draw was announced"), _(
        "Before anybody knew the result: a roll of %(size)s jurors, %(count)s of them excluded, "
        "and the promise of a secret that would decide.",
        size=says["roll"]["size"],
        count=says["excluded"]["count"],
    )


def _drawn(says: Says) -> tuple[str, str]:
    kinds = [row[2] for row in says["stream"]]
    return _("The panel was drawn"), _(
        "The secret was shown. The draw looked at %(rows)s numbers, filled %(seats)s seats and "
        "named %(alternates)s alternates; the others were skipped for the reasons listed.",
        rows=len(kinds),
        seats=kinds.count("seated"),
        alternates=kinds.count("alternate"),
    )


def _replaced(says: Says) -> tuple[str, str]:
    why = {
        "declined": _("The juror in seat %(seat)s declined.", seat=says["seat"]),
        "silent": _("The juror in seat %(seat)s did not answer in time.", seat=says["seat"]),
        "stepped_down": _("The juror in seat %(seat)s stepped down.", seat=says["seat"]),
    }[says["why"]]
    then = _("Nobody was left: the seat stays empty.")
    if says["ord"] is not None:
        then = _("Number %(ord)s of the roll, the next in line, took it.", ord=says["ord"])
    return _("A seat changed hands"), f"{why} {then}"


def _roll(says: Says) -> tuple[str, str]:
    return _("The poll was opened"), _(
        "%(count)s pseudonyms may vote (those who sit and the alternates), from %(opens)s until "
        "before %(closes)s. An alternate votes only when a seat has fallen to them.",
        count=len(says["pids"]),
        opens=_when(says["opens_at"]),
        closes=_when(says["closes_at"]),
    )


def _halted(says: Says) -> tuple[str, str]:
    why = {
        "evidence": _("There was new evidence."),
        "private_data": _("A juror said that the file shows private data."),
    }[says["why"]]
    return _("The case was halted"), _(
        "%(why)s Nobody can read the file or vote until it goes on.", why=why
    )


def _resumed(says: Says) -> tuple[str, str]:
    told = _("The case file from now on begins %(file)s.", file=says["file"][:16])
    if says["closes_at"] is not None:
        told += " " + _("The poll is open until before %(end)s.", end=_when(says["closes_at"]))
    void = _("Ballots that were cast on another file do not count; their jurors are asked again.")
    return _("The case went on"), f"{told} {void}"


def _closed(says: Says) -> tuple[str, str]:
    return _("The poll was closed"), ngettext(
        "%(num)s ballot had been cast. Until now nobody could read it.",
        "%(num)s ballots had been cast. Until now nobody could read one.",
        says["ballots"],
    )


def _withdrawn(_says: Says) -> tuple[str, str]:
    return _("The claim was withdrawn"), _(
        "The box stays shut: the key was destroyed and nothing was counted."
    )


def _revealed(_says: Says) -> tuple[str, str]:
    return _("The key was shown"), _("With it, anybody can open every ballot and count again.")


def _verdict(says: Says) -> tuple[str, str]:
    numbers = says["numbers"]
    return _("The verdict"), _(
        "%(outcome)s: %(uphold)s to uphold, %(deny)s to deny, %(cannot)s could not judge, "
        "%(void)s void; %(cast)s of %(seats)s seats cast a ballot.",
        outcome=OUTCOMES[says["outcome"]](),
        uphold=numbers["uphold"],
        deny=numbers["deny"],
        cannot=numbers["cannot_judge"],
        void=numbers["void"],
        cast=numbers["cast"],
        seats=numbers["seats"],
    )


OUTCOMES: dict[str, Callable[[], str]] = {
    "upheld": lambda: _("Upheld"),
    "denied": lambda: _("Denied"),
    "hung": lambda: _("Hung"),
    "inquorate": lambda: _("Too few votes"),
}
TELL: dict[str, Callable[[Says], tuple[str, str]]] = {
    "case.opened": _opened,
    "draw.committed": _committed,
    "draw.result": _drawn,
    "seat.replaced": _replaced,
    "roll.committed": _roll,
    "case.closed": _closed,
    "case.halted": _halted,
    "case.resumed": _resumed,
    "case.withdrawn": _withdrawn,
    "key.revealed": _revealed,
    "verdict": _verdict,
}


def timeline(entries: Sequence[bytes]) -> list[Told]:
    """Tell a case from its entries, all of them; ballots in a row are told together."""
    told: list[Told] = []
    ballots: list[tuple[int, str]] = []
    for index, raw in enumerate(entries):
        says, text = parse(raw), raw.decode()
        if says["kind"] == "ballot":
            ballots.append((index, text))
            continue
        if ballots:
            told.append(_ballots(ballots))
            ballots = []
        title, sentence = TELL[says["kind"]](says)
        told.append(Told(index, index, title, sentence, (text,)))
    return [*told, _ballots(ballots)] if ballots else told


def _ballots(found: list[tuple[int, str]]) -> Told:
    title = ngettext("%(num)s sealed ballot", "%(num)s sealed ballots", len(found))
    sentence = _("They were put into the log at closing, in random order and without a time.")
    return Told(found[0][0], found[-1][0], title, sentence, tuple(text for _at, text in found))


def stage(last: bytes) -> str:
    """Return where a case stands, from its last entry."""
    kind = str(parse(last)["kind"])
    if kind == "verdict":
        return OUTCOMES[parse(last)["outcome"]]()
    stages = {
        "case.opened": _("opened"),
        "draw.committed": _("draw announced"),
        "draw.result": _("panel drawn"),
        "seat.replaced": _("panel forming"),
        "roll.committed": _("poll open"),
        "case.halted": _("halted"),
        "case.resumed": _("going on"),
        "case.withdrawn": _("withdrawn"),
    }
    return str(stages.get(kind, _("being counted")))


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
        meaning = _("The log of a case grew to this head.")
    facts = {name: fact for name, fact in says.items() if name not in {"v", "kind", "at", "by"}}
    shown = tuple((name, _short(fact)) for name, fact in sorted(facts.items()))
    by = str(says.get("by", ""))
    return Note(line.index, kind, meaning, _moment(at), _day(at), by, shown)


def _short(fact: Any) -> str:
    if isinstance(fact, dict):
        return ", ".join(f"{name} {_short(inner)}" for name, inner in fact.items())
    if isinstance(fact, list):
        return ", ".join(_short(inner) for inner in fact)
    text = "–" if fact is None else str(fact)
    return text if len(text) <= 40 else f"{text[:16]}…"


def _when(text: str) -> str:
    moment = _moment(text)
    return str(format_datetime(moment, _("d MMMM y, HH:mm z"))) if moment else text


def _day(text: str) -> date | None:
    """Read the time of an event that tells only its day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
