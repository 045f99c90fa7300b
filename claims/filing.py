"""What a member files: which benefit, for whom, on which days, and who treated them.

Hospitals, doctors and whoever else stands in the papers are fields of their own, so that they are
declared parties from the first day on: what is declared is replaced in every text that jurors read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from claims.claim import Issue, days_ahead
from claims.dates import KnownDates, facts_of
from claims.redaction import Party
from kernel.errors import N_, Conflict, Sentence
from rules.clause import ClauseVersion
from rules.computed.criterion import AgeBands, Criterion, TierFrom
from rules.computed.outcome import Kind, outcome

LONGEST_STORY = 5_000  # characters
# Claims that one member writes at once. Nobody else sees them, and each has a number and room for
# papers, so without a limit one member could fill the disk. A family has few claims at a time.
MOST_DRAFTS = 5
AMOUNT_RESTS_ON = ("age-bands", "light-tier")
ONCE_ASKED = ("joined", "born", "event", "diagnosed")  # some, by what is claimed and for whom
LETTERS = "ABCDEFGHIJKLMNOPQRST"


class Benefit(StrEnum):
    """What is claimed."""

    ILLNESS = "illness"
    LIGHT = "light"
    ACCIDENT = "accident"


class Whom(StrEnum):
    """Who is covered."""

    MYSELF = "myself"
    CHILD = "child"


class PartyKind(StrEnum):
    """Who or what stands in the papers; its role is this and a letter."""

    HOSPITAL = "hospital"
    DOCTOR = "doctor"
    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True)
class Named:
    """A name in the papers."""

    name: str
    kind: PartyKind


@dataclass(frozen=True)
class Filing:
    """What a member says of their claim. The days of `dates` that are not known yet are None.

    aside: days that were typed and that nobody asks of what is claimed now, by their names. They
    are kept until it is handed in: who changes what is claimed back finds them as they were.
    """

    benefit: Benefit = Benefit.ILLNESS
    whom: Whom = Whom.MYSELF
    story: str = ""
    named: tuple[Named, ...] = ()
    dates: KnownDates = field(default_factory=KnownDates)
    aside: Mapping[str, date] = field(default_factory=dict)


def unasked(benefit: Benefit, whom: Whom) -> frozenset[str]:
    """Return the names of the days that nobody asks of such a claim: of an accident when an illness
    was diagnosed, of an illness when an accident happened, and of a member what the house knows."""
    other = "diagnosed" if benefit is Benefit.ACCIDENT else "event"
    return frozenset({other, *(("joined", "born") if whom is Whom.MYSELF else ())})


def as_asked(filing: Filing) -> Filing:
    """Return a filing with what nobody asks of it put aside, and with what was and is asked now."""
    names = unasked(filing.benefit, filing.whom)
    days = {name: getattr(filing.dates, name) or filing.aside.get(name) for name in ONCE_ASKED}
    asked: dict[str, Any] = {name: None if name in names else days[name] for name in ONCE_ASKED}
    return replace(
        filing,
        dates=replace(filing.dates, **asked),
        aside={name: day for name, day in days.items() if name in names and day is not None},
    )


def missing_in(filing: Filing, now: datetime) -> list[Issue]:
    """Return what has to be said before a claim can be handed in, each with its field."""
    known = filing.dates
    if known.accident:
        deciding = N_("Say on which day the accident happened.")
    else:
        deciding = N_("Say on which day the illness was first diagnosed.")
    needed = [
        (known.joined, N_("Say on which day the person covered joined."), "joined"),
        (known.born, N_("Say when the person covered was born."), "born"),
        (known.deciding, deciding, "event" if known.accident else "diagnosed"),
        (filing.story.strip(), N_("Say in your own words what happened."), "story"),
        (filing.named, N_("Name the hospital and the doctor."), "named_1_name"),
    ]
    found = [Issue(message, name) for value, message, name in needed if not value]
    return found + days_ahead(known, now)


def doubts_on(known: KnownDates) -> list[Issue]:
    """Return what may be a slip in the days, each with its field. A claim can be handed in with it:
    an officer looks into it."""
    joined, day, name = known.joined, known.deciding, "event" if known.accident else "diagnosed"
    found = []
    if joined and day and day < joined:
        words = N_("This day lies before joining, when nothing was covered yet. Is it right?")
        found.append(Issue(words, name))
    if joined and known.born and joined < known.born:
        words = N_("The day of joining lies before the day of birth. Are both right?")
        found.append(Issue(words, "joined"))
    return found


def check_whole(filing: Filing, now: datetime) -> None:
    """Raise Conflict while something has to be said before a claim can be handed in."""
    if wrong := missing_in(filing, now):
        first = Sentence(wrong[0].message)
        raise Conflict(N_("It is not handed in yet: %(first)s"), first=first)


def check_drafts(written: int) -> None:
    """Raise Conflict unless one more claim may be begun beside those that are being written."""
    if written >= MOST_DRAFTS:
        raise Conflict(
            N_("You are writing %(most)s claims already. Hand one of them in, or withdraw it."),
            most=MOST_DRAFTS,
        )


def parties_named(named: Iterable[Named]) -> tuple[Party, ...]:
    """Return who was named as parties, each with a role of its own: hospital A, hospital B."""
    return tuple(_with_letters(list(dict.fromkeys(named))))


def _with_letters(named: list[Named]) -> Iterator[Party]:
    count = dict.fromkeys(PartyKind, 0)
    for one in named:
        letter = LETTERS[count[one.kind] % len(LETTERS)]
        count[one.kind] += 1
        yield Party(one.name, f"{one.kind.value} {letter}")


def benefit_in_fen(filing: Filing, governing: Iterable[ClauseVersion]) -> int | None:
    """Return what the plan pays for such a claim, in fen; None where nothing is said of it.

    governing: the versions that govern the clauses of `AMOUNT_RESTS_ON`.
    """
    facts = facts_of(filing.dates, light=filing.benefit is Benefit.LIGHT)
    for criterion in _paying(filing, governing):
        if (found := outcome(criterion, facts)).kind is Kind.AMOUNT:
            return found.fen or None
    return None


def lower_in_fen(filing: Filing, governing: Iterable[ClauseVersion]) -> int | None:
    """Return what comes into question beside the full benefit of an illness, in fen: what the light
    tier pays on that day; None where none pays less then, and for what has no light tier.

    governing: as in `benefit_in_fen`.
    """
    if filing.benefit is not Benefit.ILLNESS:
        return None
    governing = tuple(governing)
    full = benefit_in_fen(filing, governing)
    light = benefit_in_fen(replace(filing, benefit=Benefit.LIGHT), governing)
    return light if full and light and light < full else None


def most_in_fen(
    filing: Filing, governing: Iterable[ClauseVersion], written: Iterable[ClauseVersion]
) -> int | None:
    """Return the most that can be at stake in such a claim, in fen: what the plan pays for it or,
    where the days do not tell that, the highest benefit of its kind; None where the rules name no
    benefit at all.

    governing: as in `benefit_in_fen`. written: all versions of those clauses.
    """
    named = (fen for one in _paying(filing, written) for fen in _benefits(one))
    return benefit_in_fen(filing, governing) or max(named, default=None)


def _paying(filing: Filing, versions: Iterable[ClauseVersion]) -> Iterator[Criterion]:
    """Yield the criteria that say what is paid for what is claimed."""
    wanted = "light-tier" if filing.benefit is Benefit.LIGHT else "age-bands"
    for version in versions:
        if version.clause_id == wanted:
            yield from version.criteria


def _benefits(criterion: Criterion) -> Iterator[int]:
    match criterion:
        case AgeBands():
            yield from (band.fen for band in criterion.bands)
        case TierFrom():
            yield criterion.fen
