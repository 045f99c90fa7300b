"""What the pages of the cut score room show: questions to judge, what judges came to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quiz.cut import (
    Phase,
    Recommendation,
    Seen,
    Spread,
    deviation,
    recommendation,
    spreads,
    to_talk_about,
)
from quiz.item import ItemVersion, Kind, Part
from quiz.itemaction import Key
from quiz.models import CutQuestion, CutStudy
from quiz.queries import cut as queries
from quiz.queries.bank import items_by_ref

PER_PAGE = 10


@dataclass(frozen=True)
class Judged:
    """A question as a judge reads it.

    story: of its case; told before the first of the case's questions. right: the right answers,
    for a look after they have answered for themself. own: their estimate as it stands by now;
    first: the one of the first round. spread, seen: how the judges lay apart in the first round,
    and how it went in fact; nothing before that round is closed.
    """

    place: int
    page: int
    key: Key
    part: Part
    story: str
    tells: bool
    own: int | None
    first: int | None
    spread: Spread | None
    seen: Seen | None

    @property
    def options(self) -> tuple[str, ...]:
        """The options; those of an ordering by the alphabet, as they are written in their order."""
        if self.part.kind is Kind.ORDERING:
            return tuple(sorted(self.part.options))
        return self.part.options

    @property
    def right(self) -> tuple[str, ...]:
        return tuple(self.part.options[place] for place in self.part.key)


def judged(session: Session, one: CutStudy, account_id: str) -> list[Judged]:
    """Return the questions of a study as one of its judges reads them, ten on a page or fewer."""
    found = queries.questions(session, one)
    items = _items(session, found)
    first = queries.figures(session, one, account_id, 1)
    now = {**first, **queries.figures(session, one, account_id, 2)}
    apart: Mapping[Key, Spread] = {}
    if queries.phase_of(one) is not Phase.FIRST:
        apart = spreads(queries.estimates(session, one, 1))
    went = queries.seen(found)
    pages = _pages(found)
    return [
        Judged(
            place=row.place,
            page=pages[row.place],
            key=row.value.key,
            part=items[_ref(row)].parts[row.part],
            story=items[_ref(row)].stimulus,
            tells=items[_ref(row)].is_case and row.part == 0,
            own=now.get(row.value.key),
            first=first.get(row.value.key),
            spread=apart.get(row.value.key),
            seen=went.get(row.value.key),
        )
        for row in found
    ]


def _ref(row: CutQuestion) -> str:
    return f"{row.item}/{row.version}"


def _items(session: Session, found: Sequence[CutQuestion]) -> dict[str, ItemVersion]:
    return items_by_ref(session, {_ref(row) for row in found})


def _pages(found: Sequence[CutQuestion]) -> dict[int, int]:
    """Return the page of each place: the questions of a case stay together."""
    together: dict[str, list[int]] = {}
    for row in found:
        together.setdefault(row.item, []).append(row.place)
    pages: dict[int, int] = {}
    page, on_page = 1, 0
    for places in together.values():
        if on_page and on_page + len(places) > PER_PAGE:
            page, on_page = page + 1, 0
        on_page += len(places)
        pages |= dict.fromkeys(places, page)
    return pages


@dataclass(frozen=True)
class Apart:
    """A question, and how far the judges lie apart on it by now and in the first round."""

    place: int
    stem: str
    spread: Spread
    before: Spread
    seen: Seen | None


@dataclass(frozen=True)
class Results:
    """What judges came to, as far as rounds are closed.

    talk: what they differ most on. deviations: between the judges' expected scores, round by
    round. found: the recommendation, once the second round is closed. reached: of the members who
    sat a first entry paper, how many reached each cut that is shown, by cut; of: how many sat.
    """

    questions: tuple[Apart, ...]
    talk: tuple[Apart, ...]
    deviations: tuple[float, ...]
    judges: int
    found: Recommendation | None
    reached: Mapping[int, int]
    of: int


def results(session: Session, one: CutStudy) -> Results:
    """Return what is known of a study whose first round is closed."""
    found = queries.questions(session, one)
    covered = [row.value for row in found]
    rounds = [1, 2] if queries.phase_of(one) is Phase.ENDED else [1]
    studies = [queries.result(session, one, covered, number) for number in rounds]
    first, last = spreads(studies[0].estimates), spreads(studies[-1].estimates)
    items, went = _items(session, found), queries.seen(found)
    apart = {
        row.value.key: Apart(
            place=row.place,
            stem=items[_ref(row)].parts[row.part].stem,
            spread=last[row.value.key],
            before=first[row.value.key],
            seen=went.get(row.value.key),
        )
        for row in found
    }
    recommended = recommendation(studies[1]) if len(rounds) == 2 else None
    scores = queries.first_scores(session, queries.specification_of(one).count)
    return Results(
        questions=tuple(apart.values()),
        talk=tuple(apart[spread.key] for spread in to_talk_about(last.values())),
        deviations=tuple(float(deviation(study.scores)) for study in studies),
        judges=len(studies[0].scores),
        found=recommended,
        reached=_reached(scores, recommended, queries.specification_of(one).cut),
        of=sum(scores.values()),
    )


def _reached(scores: Counter[int], found: Recommendation | None, cut: int) -> dict[int, int]:
    if found is None:
        return {}
    return {
        each: sum(members for score, members in scores.items() if score >= each)
        for each in sorted({*found.cuts, cut})
    }
