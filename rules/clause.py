"""A clause in its versions, and which of them governs.

A clause keeps its id for life. Title and words belong to a version; its number and section are a
place in the book, which may change without a new version. A version is in force on the half-open
range of days `in_force_from <= day < in_force_until`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audit.entry import canonical
from kernel.errors import N_, Conflict
from rules.computed.criterion import Criterion, to_json
from rules.text.reference import Term

NUMBER = re.compile(r"[1-9]\d*(\.[1-9]\d*)*")
CLAUSE_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*")
LONGEST_ID = 40


def is_clause_id(text: str) -> bool:
    """Whether `text` could name a clause at all."""
    return len(text) <= LONGEST_ID and CLAUSE_ID.fullmatch(text) is not None


class GovernsBy(StrEnum):
    """The day that decides which version of a clause governs a claim."""

    JOINING = "joining"
    EVENT = "event"
    FILING = "filing"
    PERIOD = "period"
    FAVOURABLE = "favourable"  # of the versions of joining and of the event


@dataclass(frozen=True)
class ClauseVersion:
    """One wording of a clause, and the days on which it is in force.

    number, section: its place on the day that was asked about; where none was, on its first day.
    in_force_until: the first day on which it is no longer in force; None while no end is set.
    criteria: what of it can be computed. numbers, terms: what references in the text are printed
    as, and the words that are defined elsewhere; lent by the book, no part of the version.
    Raises ValueError for a version that cannot be.
    """

    clause_id: str
    version: int
    number: str
    section: str
    title: str
    text: str
    in_force_from: date
    in_force_until: date | None
    governs_by: GovernsBy
    criteria: tuple[Criterion, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    terms: tuple[Term, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not is_clause_id(self.clause_id) or self.version < 1:
            raise ValueError(f"{self.ref} is no name of a clause version")
        if not NUMBER.fullmatch(self.number):
            raise ValueError(f"{self.ref}: {self.number!r} is no number of a clause")
        if self.in_force_until is not None and self.in_force_until <= self.in_force_from:
            raise ValueError(f"{self.ref} would end before it begins")

    @property
    def ref(self) -> str:
        """The name of this version, such as `medication/2`."""
        return f"{self.clause_id}/{self.version}"

    @property
    def place(self) -> tuple[int, ...]:
        """The number as integers, to sort by: 6.10 comes after 6.9."""
        return tuple(int(part) for part in self.number.split("."))

    @property
    def digest(self) -> str:
        """SHA-256, in hex, over the canonical JSON of all that the version says.

        Its days and its place in the book are left out: they may be set anew long after it has
        been cited, and change none of its words.
        """
        said = {
            "criteria": [to_json(one) for one in self.criteria],
            "governs_by": self.governs_by.value,
            "id": self.clause_id,
            "text": self.text,
            "title": self.title,
            "version": self.version,
        }
        return hashlib.sha256(canonical(said)).hexdigest()

    def in_force_on(self, day: date) -> bool:
        """Whether this is the wording of `day`."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day < self.in_force_until
        )


@dataclass(frozen=True)
class Dates:
    """The days of a claim; None where nobody knows the day.

    event: of the first diagnosis, or of the accident. period: the first day of the period in
    which it is shared.
    """

    joined: date | None = None
    event: date | None = None
    filed: date | None = None
    period: date | None = None


@dataclass(frozen=True)
class Governing:
    """Which version of a clause governs a claim, and why; no version means: the panel decides.

    anchor: the kind of day that decides. date: that day, where it is known. reason: a sentence
    (a msgid) for the case file. candidates: what the panel chooses from.
    """

    clause_id: str
    version: ClauseVersion | None
    anchor: GovernsBy
    date: date | None
    reason: str
    candidates: tuple[ClauseVersion, ...] = ()


BY_JOINING = N_("It governs because it was in force on the day of joining.")
BY_EVENT = N_("It governs because it was in force on the day of the diagnosis or the accident.")
BY_FILING = N_("It governs because it was in force on the day on which the claim was filed.")
BY_PERIOD = N_("It governs because it was in force on the first day of the period.")
BY_BOTH = N_(
    "It governs because it was in force both on the day of joining and on that of the event."
)
UNKNOWN_DAY = N_("The day that decides is not known. It goes to the panel.")
NOT_IN_FORCE = N_("On the day that decides, no version was in force. It goes to the panel.")
WHICH_FAVOURS = N_("The panel says which of two versions is the more favourable. That one governs.")


def in_force(versions: Iterable[ClauseVersion], day: date) -> ClauseVersion | None:
    """Return the one of a clause's `versions` that is in force on `day`, or None."""
    return next((version for version in versions if version.in_force_on(day)), None)


def resolve(versions: Sequence[ClauseVersion], dates: Dates) -> Governing:
    """Say which of one clause's `versions` governs a claim with these `dates`.

    Where a day is not known there is no version, and a reason: it goes to the panel, never by a
    guess. Raises ValueError unless the versions are of one clause and name one kind of day.
    """
    clauses = {version.clause_id for version in versions}
    anchors = {version.governs_by for version in versions}
    if len(clauses) != 1 or len(anchors) != 1:
        raise ValueError("resolve takes the versions of one clause, which share one kind of day")
    clause_id, anchor = clauses.pop(), anchors.pop()
    if anchor is GovernsBy.FAVOURABLE:
        return _more_favourable(clause_id, versions, dates)
    day, reason = {
        GovernsBy.JOINING: (dates.joined, BY_JOINING),
        GovernsBy.EVENT: (dates.event, BY_EVENT),
        GovernsBy.FILING: (dates.filed, BY_FILING),
        GovernsBy.PERIOD: (dates.period, BY_PERIOD),
    }[anchor]
    if day is None:
        return Governing(clause_id, None, anchor, None, UNKNOWN_DAY, tuple(versions))
    found = in_force(versions, day)
    if found is None:
        return Governing(clause_id, None, anchor, day, NOT_IN_FORCE, tuple(versions))
    return Governing(clause_id, found, anchor, day, reason, (found,))


def _more_favourable(clause_id: str, versions: Sequence[ClauseVersion], dates: Dates) -> Governing:
    """Two days decide. Only where both lead to one wording is there nothing to weigh."""
    anchor = GovernsBy.FAVOURABLE
    if dates.joined is None or dates.event is None:
        return Governing(clause_id, None, anchor, None, UNKNOWN_DAY, tuple(versions))
    first, second = in_force(versions, dates.joined), in_force(versions, dates.event)
    if first is None or second is None:
        return Governing(clause_id, None, anchor, None, NOT_IN_FORCE, tuple(versions))
    if first == second:
        return Governing(clause_id, first, anchor, dates.event, BY_BOTH, (first,))
    return Governing(clause_id, None, anchor, None, WHICH_FAVOURS, (first, second))


def check_next(version: ClauseVersion, published: Sequence[ClauseVersion], given: int = 0) -> None:
    """Raise Conflict unless `version` may follow the `published` versions of its clause.

    given: the last number that was given, to a version that was withdrawn again too.
    A version without an end is taken to end where the next one begins.
    """
    following = max([given, *(earlier.version for earlier in published)]) + 1
    if version.version != following:
        raise Conflict(N_("The next version of this clause is number %(count)s."), count=following)
    for earlier in published:
        if earlier.governs_by is not version.governs_by:
            raise Conflict(N_("The day that decides cannot change. Write a new clause instead."))
        ends = earlier.in_force_until or version.in_force_from
        if version.in_force_from <= earlier.in_force_from or version.in_force_from < ends:
            raise Conflict(
                N_("%(ref)s is in force on some of these days. Two versions never are at once."),
                ref=earlier.ref,
            )
