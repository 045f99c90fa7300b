"""Which clauses a case is likely to be about: those that were cited, then those its days touch.

An officer is offered the whole book. What the plan's decision cites, or the claimant's words
against it, stands first; nothing is left out, and nothing is decided here.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.datelines import date_lines
from claims.dates import KnownDates
from rules.clause import ClauseVersion
from rules.text.reference import references

_WORD = r"(?:clauses?|rules?|sections?|§{1,2}|第)"
_NUMBER = r"[1-9][0-9]?(?:\.[0-9]{1,2})+"
# "clause 2.3", "clauses 2.3, 3.1 and 6.10"; a number alone may be of centimetres.
_NUMBERED = re.compile(
    rf"{_WORD}\s*({_NUMBER}(?:\s*(?:,|;|and|or|&|、|和|与)+\s*{_NUMBER})*)", re.IGNORECASE
)
_QUOTES = "“”„\"'‘’「」《》"


class Why(StrEnum):
    """Why a clause stands first."""

    DECISION = "decision"  # the plan's decision cites it
    DISPUTE = "dispute"  # the claimant's words against it do


@dataclass(frozen=True)
class Shelf:
    """The clauses as they are offered, by their ids, each once.

    first: those that are cited or ticked; touched: those that the days touch, each with what they
    say; rest: the others that have the words asked for. left_out: how many have them not.
    """

    first: Sequence[str]
    touched: Mapping[str, Sequence[str]]
    rest: Sequence[str]
    left_out: int

    @property
    def others(self) -> int:
        """How many clauses stand in neither of the first two."""
        return len(self.rest) + self.left_out


def cited_in(text: str, book: Iterable[ClauseVersion]) -> frozenset[str]:
    """Return the ids of the clauses that a text cites: by number, by title, or as the house stores
    a reference, `[[medication]]`.

    A number counts after a word such as clause, and a title beside such a word or in quotation
    marks: "my hospital stay" cites nothing.
    """
    numbers = {one for found in _NUMBERED.findall(text) for one in re.findall(_NUMBER, found)}
    named = references(text)
    plain = " ".join(text.casefold().split())
    return frozenset(
        one.clause_id
        for one in book
        if one.number in numbers or one.clause_id in named or _titled(one.title, plain)
    )


def _titled(title: str, plain: str) -> bool:
    name = re.escape(" ".join(title.casefold().split()))
    quoted = rf"[{_QUOTES}]{name}[{_QUOTES}]"
    beside = rf"\b{name} (?:clause|rule)\b|\b(?:clause|rule)(?: on| about| of)?:? {name}\b"
    return re.search(f"{quoted}|{beside}", plain) is not None


def touched(known: KnownDates, governing: Mapping[str, ClauseVersion]) -> dict[str, list[str]]:
    """Return which clauses the days of a claim touch, each with what is computed by it.

    governing: clause id to the version that governs. The lines are those of a case file, in its
    language.
    """
    lengths = {"medication": known.medication_days, "hospital-stay": known.stay_days}
    asked = [clause_id for clause_id, days in lengths.items() if days is not None]
    found: dict[str, list[str]] = {}
    for line in date_lines(known, asked, governing):
        if line.rests_on:
            clause_id = line.rests_on.partition("/")[0]
            found.setdefault(clause_id, []).append(f"{line.label}: {line.value}")
    return found


def shelve(
    offered: Mapping[str, str],
    first: Collection[str],
    days: Mapping[str, Sequence[str]],
    words: str = "",
) -> Shelf:
    """Put clauses in the order in which they are offered.

    offered: clause id to all that words are looked for in, in the order of the book. first: those
    that are cited or ticked. days: as `touched` returns them. words: all of them have to stand in a
    clause of the rest; none leave all of it.
    """
    wanted = words.casefold().split()
    rest = [one for one in offered if one not in first and one not in days]
    fitting = [one for one in rest if all(word in offered[one].casefold() for word in wanted)]
    return Shelf(
        first=[one for one in offered if one in first],
        touched={one: days[one] for one in offered if one in days and one not in first},
        rest=fitting,
        left_out=len(rest) - len(fitting),
    )
