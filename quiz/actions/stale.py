"""What is done with items after the rules changed: found still right, or written anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from audit.actions import record
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from quiz.actions.drafts import begin_draft
from quiz.draft import Draft, exact, of_item
from quiz.events import ItemReaffirmed
from quiz.models import ItemDraft, Reaffirmation
from quiz.queries.bank import standing_of
from quiz.staleness import DEFINITION, Concern, Why

Place = tuple[int, int]
"""An anchor: the question it belongs to, and its place among those of that question."""


def reaffirm(work: Work, name: str, day: date, words: Mapping[Place, str] | None = None) -> int:
    """Say that an item is still right by the rules of `day`; return how many concerns it settles.

    words: what an anchor rests on from now on, where an editor chose it; else the words that stand
    in place of the quoted ones. Raises Missing, Conflict when nothing is to be said or the clause
    has ended, and Malformed where words are wanted and there are none, or they are not there.
    """
    standing = standing_of(work.session, name, day)
    latest = _latest(standing.concerns)
    if not latest:
        raise Conflict(N_("Nothing about this item waits for you."))
    for concern in latest:
        if concern.after is None:
            raise Conflict(N_("The clause has ended. Retire the item, or write it anew."))
        quote = _words(concern, words or {})
        row = Reaffirmation(
            item=name,
            version=concern.item.version,
            part=concern.part,
            place=concern.place,
            clause=concern.after.clause_id,
            clause_version=concern.after.version,
            clause_digest=concern.after.digest,
            quote=quote,
            by=work.actor.ref,
            at=work.now,
        )
        work.session.add(row)
        record(
            work,
            ItemReaffirmed(
                item=name,
                version=row.version,
                clause=row.clause,
                clause_version=row.clause_version,
            ),
        )
    work.session.flush()
    return len(latest)


def _latest(concerns: tuple[Concern, ...]) -> list[Concern]:
    """Return the last concern of each anchor: who finds it right then, finds it right since."""
    found: dict[tuple[int, int, str], Concern] = {}
    for one in sorted(concerns, key=lambda one: one.since):
        found[one.part, one.place, one.before.clause_id] = one
    return list(found.values())


def _words(concern: Concern, words: Mapping[Place, str]) -> str:
    """Return the words that the anchor rests on from now on."""
    if concern.place == DEFINITION or concern.after is None:
        return ""
    given = words.get((concern.part, concern.place), "").strip()
    if not given and concern.why is Why.WORDS_CHANGED:
        raise Malformed(
            N_("Its words changed in substance. Say which words it rests on from now on.")
        )
    found = exact(concern.after.text, given or concern.quote)
    if found is None:
        raise Malformed(N_("These words are not in the clause as it reads then."))
    return found


def write_anew(work: Work, name: str, day: date) -> ItemDraft:
    """Begin a new wording of an item, with its anchors brought to the clauses of `day`.

    Where the words it rested on are gone, the quote is left for the editor.
    """
    standing = standing_of(work.session, name, day)
    latest = {(one.part, one.place): one for one in _latest(standing.concerns)}
    draft = of_item(standing.item)
    parts = list(draft.parts)
    for (number, place), concern in latest.items():
        if place == DEFINITION or concern.after is None:
            continue
        anchors = list(parts[number].anchors)
        quote = exact(concern.after.text, concern.quote) or ""
        anchors[place] = replace(anchors[place], version=concern.after.version, quote=quote)
        parts[number] = replace(parts[number], anchors=tuple(anchors))
    return begin_draft(
        work, replace(draft, parts=tuple(parts)), standing.item.version, origin="drafted"
    )


def draft_proposal(work: Work, draft: Draft) -> ItemDraft:
    """Begin a new item from what was drafted of an old and a new wording."""
    return begin_draft(work, draft, origin="drafted")
