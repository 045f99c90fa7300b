"""What the rules did to the bank, and will do: item by item, with what changed and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kernel.errors import Missing
from quiz.drafting import Proposal, drafts, usual_topic
from quiz.item import ItemVersion
from quiz.models import DraftState
from quiz.queries.bank import Standing, bank_standing, live_items, reaffirmations
from quiz.queries.drafts import drafts as drafts_in
from quiz.reaffirming import Asked, asked_about, looked_at
from quiz.staleness import Effect, Reaffirmed, Why
from rules.clause import ClauseVersion
from rules.history import History, Step
from rules.queries import history
from rules.text.redline import Kind, redline
from rules.text.reference import printed


@dataclass(frozen=True)
class Piece:
    """A run of a redline. quoted: whether the item rests on these words."""

    kind: Kind
    text: str
    quoted: bool


@dataclass(frozen=True)
class Shown:
    """What an editor is asked, with the redline of the clause. drafts_of: the change from which
    questions can be drafted, if one can."""

    asked: Asked
    pieces: tuple[Piece, ...]
    drafts_of: ClauseVersion | None

    @property
    def clause(self) -> ClauseVersion | None:
        return self.asked.after or self.asked.before


@dataclass(frozen=True)
class Stale:
    """An item that waits to be held against the rules. draft_id: of a new wording, if there is."""

    standing: Standing
    effect: Effect
    shown: tuple[Shown, ...]
    draft_id: str

    @property
    def item(self) -> ItemVersion:
        return self.standing.item

    @property
    def says(self) -> str:
        return self.item.stimulus or self.item.parts[0].stem

    @property
    def clause_ids(self) -> tuple[str, ...]:
        return tuple(sorted({shown.clause.clause_id for shown in self.shown if shown.clause}))

    @property
    def one_click(self) -> bool:
        """Whether nothing has to be chosen to say that it is still right."""
        return self.may_stay and not any(one.asked.wants_words for one in self.shown)

    @property
    def may_stay(self) -> bool:
        """Whether there are words in force that it could rest on."""
        return all(one.asked.after is not None for one in self.shown)

    @property
    def seen(self) -> str:
        """What an editor has before them who looks at this."""
        return looked_at(self.item, (one.asked for one in self.shown))


@dataclass(frozen=True)
class Together:
    """Items that the same change hit."""

    items: tuple[Stale, ...]

    @property
    def at_once(self) -> tuple[Stale, ...]:
        """Those of several that one click can say right together."""
        simple = tuple(one for one in self.items if one.one_click)
        return simple if len(simple) > 1 else ()


@dataclass(frozen=True)
class OnDay:
    """What waits from a day on; of a day to come, what its changes add."""

    day: date
    items: tuple[Stale, ...]

    def of(self, effect: Effect) -> list[Stale]:
        return [one for one in self.items if one.effect is effect]

    def by_clauses(self, effect: Effect) -> list[Together]:
        """The items of this effect, those that the same change hit next to each other."""
        found: dict[tuple[str, ...], list[Stale]] = {}
        for one in self.of(effect):
            found.setdefault(one.clause_ids, []).append(one)
        return [Together(tuple(some)) for some in found.values()]


def stale_list(session: Session, today: date) -> list[OnDay]:
    """Return what waits now, and what each coming change of the rules adds, day by day."""
    book, said = history(session), reaffirmations(session)
    open_ones = drafts_in(session, DraftState.DRAFT, DraftState.IN_REVIEW)
    writing = {one.item: one.id for one in open_ones}
    found = []
    for day in (today, *book.changed_on(today)):
        entries = [
            _entry(one, said.get(one.item.ref, ()), book, day, writing)
            for one in bank_standing(session, day, book)
            if _is_news(one, day, first=day == today)
        ]
        if entries or day == today:
            entries.sort(key=lambda one: (-one.effect, one.item.item))
            found.append(OnDay(day, tuple(entries)))
    return found


def _is_news(one: Standing, day: date, *, first: bool) -> bool:
    if first:
        return any(each.why is not Why.NOT_YET for each in one.concerns)
    return any(each.since == day and each.why is not Why.NOT_IN_FORCE for each in one.concerns)


def _entry(
    one: Standing,
    said: Sequence[Reaffirmed],
    book: History,
    day: date,
    writing: Mapping[str, str],
) -> Stale:
    asked = asked_about(one.item, one.concerns, said, book, day)
    shown = tuple(Shown(each, pieces_of(each), _changed(each, book, day)) for each in asked)
    worst = max(each.effect for each in asked)
    return Stale(one, worst, shown, writing.get(one.item.item, ""))


def _changed(asked: Asked, book: History, day: date) -> ClauseVersion | None:
    """Return the last version of a clause by `day` that changed its substance."""
    if asked.before is None or asked.is_definition:
        return None
    steps = book.since(asked.before.clause_id, asked.before.version, day)
    return next((one.after for one in reversed(steps) if one.is_substance), None)


def pieces_of(asked: Asked) -> tuple[Piece, ...]:
    """Return what became of a clause, word by word, with the words marked that an item rests on."""
    before, after = asked.before, asked.after
    if before is None:
        return ()
    called = {**before.numbers, **(after.numbers if after else {})}
    start = before.text.find(asked.known) if asked.known else -1
    end = start + len(asked.known) if start >= 0 else start
    found: list[Piece] = []
    at = 0
    within = False
    for piece in redline(before.text, after.text if after else before.text):
        size = 0 if piece.kind == "inserted" else len(piece.text)
        if piece.kind == "inserted":
            found.append(Piece(piece.kind, printed(piece.text, called), within and at < end))
            continue
        for text, quoted in _parted(piece.text, start - at, end - at):
            found.append(Piece(piece.kind, printed(text, called), quoted))
        at += size
        within = start < at
    return tuple(found)


def _parted(text: str, start: int, end: int) -> Iterable[tuple[str, bool]]:
    """Cut a run of text where the quoted words begin and end."""
    first, last = max(0, min(start, len(text))), max(0, min(end, len(text)))
    parts = ((text[:first], False), (text[first:last], True), (text[last:], False))
    return [(part, quoted) for part, quoted in parts if part]


def step_to(session: Session, clause_id: str, version: int) -> Step:
    """Return what led to a version of a clause; raises Missing for a first one, and for none."""
    for one in history(session).steps.get(clause_id, ()):
        if one.after.version == version:
            return one
    raise Missing()


def drafted(
    session: Session, clause_id: str, version: int, item: ItemVersion | None = None
) -> tuple[Proposal, ...]:
    """Return what can be drafted of a version of a clause and the one before it; raises Missing.

    item: that it shall be a new wording of, if it is for one.
    """
    topic = usual_topic(live_items(session), clause_id)
    return drafts(step_to(session, clause_id, version), item, topic)
