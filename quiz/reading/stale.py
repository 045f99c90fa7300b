"""What the rules did to the bank, and will do: item by item, with what changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from quiz.drafting import proposals
from quiz.item import ItemVersion, Part
from quiz.queries.bank import Standing, bank_standing
from quiz.staleness import DEFINITION, Concern, Effect, Why
from rules.history import History
from rules.queries import history
from rules.text.redline import Piece, redline
from rules.text.reference import printed


@dataclass(frozen=True)
class Shown:
    """A concern with the redline of its clause. wants_words: an editor has to choose them."""

    concern: Concern
    pieces: tuple[Piece, ...]
    wants_words: bool

    @property
    def name(self) -> str:
        """The field in which the words are chosen."""
        return f"quote-{self.concern.part}-{self.concern.place}"

    @property
    def part(self) -> Part:
        return self.concern.item.parts[self.concern.part]


@dataclass(frozen=True)
class Stale:
    """An item that waits to be held against the rules. one_click: no words are wanted."""

    item: ItemVersion
    effect: Effect
    shown: tuple[Shown, ...]
    ended: bool

    @property
    def one_click(self) -> bool:
        return not self.ended and not any(one.wants_words for one in self.shown)


@dataclass(frozen=True)
class OnDay:
    """What waits from a day on; the first is today."""

    day: date
    items: tuple[Stale, ...]


def stale_list(session: Session, today: date) -> list[OnDay]:
    """Return what waits now, and what each coming change of the rules adds, day by day."""
    book = history(session)
    found, known = [], set()
    for day in (today, *book.changed_on(today)):
        items = []
        for standing in bank_standing(session, day, book):
            new = tuple(one for one in standing.concerns if _key(one) not in known)
            known |= {_key(one) for one in new}
            if new:
                items.append(_stale(standing, new))
        if items or day == today:
            found.append(OnDay(day, tuple(items)))
    return found


def _key(one: Concern) -> tuple[str, int, int, str, date]:
    return one.item.ref, one.part, one.place, one.before.clause_id, one.since


def _stale(standing: Standing, concerns: Sequence[Concern]) -> Stale:
    ended = any(one.after is None for one in concerns)
    heaviest = max(one.effect for one in concerns)
    return Stale(standing.item, heaviest, tuple(_shown(one) for one in concerns), ended)


def _shown(one: Concern) -> Shown:
    if one.after is None:
        return Shown(one, (), wants_words=False)
    called = {**one.before.numbers, **one.after.numbers}
    pieces = redline(printed(one.before.text, called), printed(one.after.text, called))
    wants = one.place != DEFINITION and (
        one.why in (Why.WORDS_CHANGED, Why.WORDS_TOUCHED) or not one.quote
    )
    return Shown(one, pieces, wants)


def drafted(session: Session, clause_id: str, version: int) -> tuple[Part, ...]:
    """Return what can be drafted of a version of a clause and the one before it."""
    book: History = history(session)
    topics = {
        standing.item.parts[0].basis.clause: standing.item.topic
        for standing in bank_standing(session, date.max, book)
    }
    for step in book.steps.get(clause_id, ()):
        if step.after.version == version and clause_id in topics:
            return proposals(step, topics[clause_id])
    return ()
