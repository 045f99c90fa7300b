"""What the pages of the bank show: the list, an item with its words, a draft beside its clauses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from quiz.draft import A_CASE, Draft, DraftPart, Issue, proposed_id, to_item
from quiz.drafting import usual_topic
from quiz.item import Anchor, ItemVersion, Kind, Part
from quiz.lint import Finding, findings
from quiz.models import DraftState, DraftStep, ItemDraft, ItemRow, Pull, Report, Retirement
from quiz.queries.bank import (
    Standing,
    bank_standing,
    enemies_of,
    flawed,
    live_items,
    pulls,
    retirements,
    versions_of_item,
)
from quiz.queries.drafts import (
    authors_of,
    drafts,
    issues_of,
    item_ids,
    steps_of,
    value_of,
)
from quiz.queries.reports import open_reports
from quiz.staleness import Effect, Why
from rules.clause import ClauseVersion
from rules.queries import clauses_at, versions_by_number
from rules.text.redline import Piece, redline
from rules.text.reference import printed


class State(StrEnum):
    """Where an item of the list stands."""

    ASKED = "asked"
    REVIEW = "review"
    PULLED = "pulled"


@dataclass(frozen=True)
class Listed:
    """An item in the list of the bank."""

    standing: Standing
    state: State

    @property
    def item(self) -> ItemVersion:
        return self.standing.item

    @property
    def says(self) -> str:
        return self.item.stimulus or self.item.parts[0].stem


STATES = {Effect.CARRIED: State.ASKED, Effect.REVIEW: State.REVIEW, Effect.PULLED: State.PULLED}


def bank_list(
    session: Session, day: date, words: str = "", topic: str = "", state: str = ""
) -> list[Listed]:
    """Return the live items that fit, by topic and id. words: in stem, options, id or clause."""
    wanted = words.casefold().split()
    found = [
        Listed(one, STATES[one.effect])
        for one in bank_standing(session, day)
        if not topic or topic in {str(part.topic) for part in one.item.parts}
    ]
    return [
        one
        for one in found
        if (not state or one.state == state) and all(word in _told(one.item) for word in wanted)
    ]


def _told(item: ItemVersion) -> str:
    clauses = [anchor.clause for anchor in item.anchors]
    stems = [text for part in item.parts for text in (part.stem, *part.options)]
    return " ".join([item.item, item.stimulus, *stems, *clauses]).casefold()


@dataclass(frozen=True)
class Quoted:
    """An anchor with the clause version that it quotes, in three parts: before, words, after.

    The words are empty where they are not in the clause (yet).
    """

    clause: ClauseVersion | None
    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class ItemPage:
    """An item with all that is known of it.

    row: of the version that is shown: the live one, or the last. asked_from: the day on which
    the words come into force that it rests on, while they are not. flawed: whether a question of
    that version was dropped or credited to everybody. changed: what became of the
    stem since the version before.
    """

    row: ItemRow
    item: ItemVersion
    is_live: bool
    asked_from: date | None
    quoted: tuple[tuple[Quoted, ...], ...]
    versions: Sequence[ItemRow]
    changed: tuple[Piece, ...]
    enemies: list[str]
    pull: Pull | None
    flawed: bool
    retirement: Retirement | None
    reports: list[Report]
    open_draft: ItemDraft | None


def item_page(session: Session, name: str, number: int | None, day: date) -> ItemPage:
    """Return an item, in version `number` or the last; raises Missing."""
    rows = versions_of_item(session, name)
    row = next((one for one in rows if number in (None, one.version)), rows[0])
    item = row.value
    before = next((one for one in rows if one.version == row.version - 1), None)
    live = {one.item.ref: one for one in bank_standing(session, day)}
    texts = versions_by_number(session)
    states = (DraftState.DRAFT, DraftState.IN_REVIEW)
    mine = [one for one in drafts(session, *states) if one.item == name]
    return ItemPage(
        row=row,
        item=item,
        is_live=item.ref in live,
        asked_from=_asked_from(live[item.ref]) if item.ref in live else None,
        quoted=tuple(quotes(part, texts) for part in item.parts),
        versions=rows,
        changed=redline(_says(before.value), _says(item)) if before else (),
        enemies=enemies_of(session, name),
        pull=pulls(session).get(name),
        flawed=(item.item, item.version) in flawed(session),
        retirement=retirements(session).get(name),
        reports=open_reports(session, "item", name),
        open_draft=mine[0] if mine else None,
    )


def _asked_from(standing: Standing) -> date | None:
    days = [one.since for one in standing.concerns if one.why is Why.NOT_YET]
    return max(days, default=None)


def _says(item: ItemVersion) -> str:
    """Return an item as one text, to hold two versions against each other."""
    lines = [item.stimulus] if item.stimulus else []
    for part in item.parts:
        lines.append(part.stem)
        lines += [
            f"{'*' if place in part.key else '-'} {text}" for place, text in enumerate(part.options)
        ]
        lines.append(part.rationale)
    return "\n".join(lines)


def quotes(
    part: Part | object, texts: Mapping[tuple[str, int], ClauseVersion]
) -> tuple[Quoted, ...]:
    """Return the words that a question, or the draft of one, rests on."""
    found = []
    for anchor in getattr(part, "anchors", ()):
        clause = texts.get((anchor.clause, anchor.version))
        before, quote, after = (
            clause.text.partition(anchor.quote)
            if clause and anchor.quote
            else (clause.text if clause else "", "", "")
        )
        if clause:
            before, quote, after = (
                printed(text, clause.numbers) for text in (before, quote, after)
            )
        found.append(Quoted(clause, before, quote, after))
    return tuple(found)


@dataclass(frozen=True)
class DraftPage:
    """A draft beside the clauses that it rests on.

    sides: the clause versions to read, once each. lint: what the rules of writing ask; empty while
    the draft is not whole.
    """

    row: ItemDraft
    draft: Draft
    sides: list[ClauseVersion]
    issues: list[Issue]
    lint: tuple[Finding, ...]
    steps: list[DraftStep]
    authors: set[str]


def draft_page(session: Session, row: ItemDraft, draft: Draft | None = None) -> DraftPage:
    """Return a draft as it is kept, or as it is typed."""
    shown = draft or value_of(row)
    texts = versions_by_number(session)
    refs = dict.fromkeys(
        (anchor.clause, anchor.version) for part in shown.parts for anchor in part.anchors
    )
    found = issues_of(session, row, shown)
    return DraftPage(
        row=row,
        draft=shown,
        sides=[texts[ref] for ref in refs if ref in texts],
        issues=found,
        lint=findings(to_item(shown, 1)) if not found else (),
        steps=steps_of(session, row.id),
        authors=authors_of(session, row.id),
    )


def new_item(session: Session, day: date, *, clause: str, topic: str, kind: str) -> Draft:
    """Return the beginning of a new item, on the words of a clause as it is in force on `day`.

    clause: its id, or nothing yet. topic: nothing for the one under which most questions on the
    clause are filed. kind: of its question, or `A_CASE`.
    """
    anchors = tuple(
        Anchor(one.clause_id, one.version, "")
        for one in clauses_at(session, day)
        if one.clause_id == clause
    )
    if anchors and not topic:
        topic = str(usual_topic(live_items(session), clause))
    is_case = kind == A_CASE
    part = DraftPart(topic, Kind.SINGLE if is_case else Kind(kind), anchors=anchors)
    new = proposed_id(clause.replace("-", " ") or "question", item_ids(session))
    return Draft(new, (part, part) if is_case else (part,), is_case=is_case)


def clause_choices(session: Session, day: date, drafted: Draft) -> dict[str, str]:
    """Return the clause versions that an anchor may name: those in force, and those it names."""
    known = {one.ref: one for one in clauses_at(session, day)}
    every = versions_by_number(session)
    for part in drafted.parts:
        for anchor in part.anchors:
            if (one := every.get((anchor.clause, anchor.version))) is not None:
                known[one.ref] = one
    ordered: Iterable[ClauseVersion] = sorted(known.values(), key=lambda one: one.place)
    return {one.ref: f"{one.number} {one.title} ({one.version})" for one in ordered}
