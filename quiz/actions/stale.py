"""What is done with items after the rules changed: found still right, or written anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from audit.actions import record
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from quiz.actions.drafts import begin_draft
from quiz.draft import Draft, DraftPart, of_item, of_part, proposed_id
from quiz.drafting import Proposal, drafts, usual_topic
from quiz.events import ItemReaffirmed
from quiz.item import Anchor, ItemVersion
from quiz.models import ItemDraft, Reaffirmation
from quiz.queries import drafts as drafting
from quiz.queries.bank import hold_bank, live_item, live_items, reaffirmations, standing_of
from quiz.reaffirming import Asked, asked_about, looked_at, told_apart
from quiz.staleness import Reaffirmed, trace
from rules.history import History
from rules.queries import history

Place = tuple[int, int]
"""An anchor: the question it belongs to, and its place among those of that question."""


def reaffirm(
    work: Work,
    name: str,
    day: date,
    words: Mapping[Place, str] | None = None,
    seen: str | None = None,
) -> int:
    """Say that an item is still right by the rules of `day`; return of how many words it was said.

    day: today, or one to come. words: what an anchor rests on from then on, where an editor chose
    it. seen: what was looked at (`quiz.reaffirming.looked_at`). Raises Missing; Conflict when
    nothing is to be said, nothing in force says so, something else was looked at, or another editor
    was quicker; Malformed where words are wanted and there are none, or they are not in the clause.
    """
    day = max(day, work.now.date())
    standing = standing_of(work.session, name, day)
    item, book = standing.item, history(work.session)
    said = reaffirmations(work.session).get(item.ref, [])
    asked = asked_about(item, standing.concerns, said, book, day)
    if not asked:
        raise Conflict(N_("Nothing about this item waits for you."))
    if seen is not None and seen != looked_at(item, asked):
        raise Conflict(N_("The rules or the item have changed meanwhile. Look at it again."))
    settled = [_settled(one, words or {}) for one in asked]
    for one, anchor in zip(asked, settled, strict=True):
        _keep(work, item, one, anchor, book)
    for clause, number in sorted({(anchor.clause, anchor.version) for anchor in settled}):
        record(work, ItemReaffirmed(item.item, item.version, clause, number))
    work.session.flush()
    return len(asked)


def _settled(one: Asked, words: Mapping[Place, str]) -> Anchor:
    """Return what an anchor rests on from now on, in the clause as it reads then."""
    if one.after is None:
        raise Conflict(N_("Nothing in force says so any more. Write the item anew, or retire it."))
    given = words.get((one.part, one.place), "").strip()
    anchor = one.settled(given)
    if anchor is None and given:
        raise Malformed(
            N_("These words are not in the clause as it reads then: “%(words)s”"),
            words=given[:80],
        )
    if anchor is None:
        raise Malformed(N_("Its words have changed. Say which words it rests on from now on."))
    return anchor


def _keep(work: Work, item: ItemVersion, one: Asked, anchor: Anchor, book: History) -> None:
    clause = book.version(anchor.clause, anchor.version)
    if clause is None:
        raise LookupError(f"{anchor.clause}/{anchor.version} is in no book")
    row = Reaffirmation(
        id=new_id(),
        item=item.item,
        version=item.version,
        part=one.part,
        place=one.place,
        clause=anchor.clause,
        clause_version=anchor.version,
        clause_digest=clause.digest,
        quote=anchor.quote,
        by=work.actor.ref,
        at=work.now,
    )
    if not insert_once(work.session, row):
        raise Conflict(N_("Another editor has said so of this item already. Look at it again."))


def write_anew(work: Work, name: str, day: date) -> ItemDraft:
    """Begin a new wording of an item, with its anchors brought to the clauses of `day`.

    Where the words it rested on are gone, the quote is left for the editor. Raises Missing, and
    Conflict while somebody writes one already.
    """
    item = live_item(work.session, name)
    draft = _on_the_day(work, item, max(day, work.now.date()))
    return begin_draft(work, draft, item.version, "drafted")


def draft_proposal(
    work: Work, clause_id: str, version: int, key: str, name: str = "", part: int = 0
) -> ItemDraft:
    """Begin a draft from a question that was drafted of a change; `key` says which.

    name, part: the item that it shall be a new wording of, and the question of it; else it is a
    new item. Raises Missing for no such item, and Conflict where it cannot be drafted any more.
    """
    item = live_item(work.session, name) if name else None
    one = _proposal(work, clause_id, version, key, item)
    if item is None:
        hold_bank(work.session)
        new = proposed_id(one.part.stem, drafting.item_ids(work.session))
        return begin_draft(work, Draft(new, (of_part(one.part),), dated=one.dated), None, "drafted")
    draft = _on_the_day(work, item, work.now.date())
    if not 0 <= part < len(draft.parts):
        raise Conflict(N_("The item has no such question."))
    parts = [of_part(one.part) if at == part else old for at, old in enumerate(draft.parts)]
    dated = one.dated if not item.is_case else draft.dated
    draft = replace(draft, parts=tuple(parts), dated=dated)
    return begin_draft(work, draft, item.version, "drafted")


def _proposal(
    work: Work, clause_id: str, version: int, key: str, item: ItemVersion | None
) -> Proposal:
    topic = usual_topic(live_items(work.session), clause_id)
    for step in history(work.session).steps.get(clause_id, ()):
        if step.after.version == version:
            for one in drafts(step, item, topic):
                if one.key == key:
                    return one
    raise Conflict(N_("The rules or the item have changed meanwhile. Look at it again."))


def _on_the_day(work: Work, item: ItemVersion, day: date) -> Draft:
    """Return a draft that says what an item says, on the words of the clauses as of `day`."""
    book, said = history(work.session), reaffirmations(work.session).get(item.ref, [])
    draft = of_item(item)
    if item.dated:
        return draft
    parts = [
        _brought(part, item, number, said, book, day) for number, part in enumerate(draft.parts)
    ]
    return replace(draft, parts=tuple(parts))


def _brought(
    part: DraftPart,
    item: ItemVersion,
    number: int,
    said: Sequence[Reaffirmed],
    book: History,
    day: date,
) -> DraftPart:
    anchors = []
    for place, old in enumerate(part.anchors):
        traced = trace(item, number, place, said, book, day)
        clause = book.version(traced.anchor.clause, traced.anchor.version)
        quote = ""
        if clause is not None and traced.start is not None:
            quote = told_apart(clause.text, traced.start, traced.anchor.quote)
        anchors.append(Anchor(old.clause, traced.anchor.version, quote))
    return replace(part, anchors=tuple(anchors))
