"""Questions of other people's files become drafts: all that could be read, or none."""

import hashlib
import json
from dataclasses import dataclass

from audit.actions import record
from kernel.errors import N_
from kernel.work import Work
from quiz.actions.drafts import begin_drafts
from quiz.draft import Draft, of_item, proposed_id, to_json
from quiz.events import QuestionsImported
from quiz.exchange.ours import draft_of
from quiz.exchange.question import Fate, Note, Question, Reading
from quiz.models import DraftState
from quiz.queries.bank import hold_bank, live_items
from quiz.queries.drafts import drafts, item_ids, value_of


@dataclass(frozen=True)
class Imported:
    """What became of a file: how many drafts were begun, and a note for each thing in it."""

    begun: int
    notes: tuple[Note, ...]


def import_questions(work: Work, reading: Reading, data: bytes) -> Imported:
    """Begin a draft for each question that was read; return what became of the file, by line.

    A question that is in the bank or among the drafts already, word by word, is left out: a file
    can be brought twice. data: the file, of which the log keeps the digest.
    """
    hold_bank(work.session)
    known = {_words(of_item(item)) for item in live_items(work.session)}
    open_ones = drafts(work.session, DraftState.DRAFT, DraftState.IN_REVIEW)
    known |= {_words(value_of(row)) for row in open_ones}
    taken = item_ids(work.session)
    notes = list(reading.notes)
    new: list[Draft] = []
    tried: dict[str, int] = {}
    for question in reading.questions:
        name = proposed_id(question.idnumber or question.name or question.stem, taken, tried)
        draft = draft_of(question, name)
        if _words(draft) in known:
            notes = _already(notes, question)
            continue
        known.add(_words(draft))
        taken.add(name)
        new.append(draft)
    begun = begin_drafts(work, new, "imported")
    if begun:
        digest = hashlib.sha256(data).hexdigest()
        record(work, QuestionsImported(drafts=begun, digest=digest))
    return Imported(begun, tuple(sorted(notes, key=lambda note: note.line)))


def _words(draft: Draft) -> str:
    """Return what a draft asks, whatever its id, its topic and its words of the rules."""
    parts = [
        [part["kind"], part["stem"], sorted(part["options"])] for part in to_json(draft)["parts"]
    ]
    return json.dumps(parts)


def _already(notes: list[Note], question: Question) -> list[Note]:
    """Return the notes with what was said of a question replaced: it is there already."""
    note = Note(
        question.line,
        Fate.LEFT_OUT,
        N_("The bank or its drafts have this question already."),
        question.name,
    )
    kept = [one for one in notes if not (one.fate is Fate.TAKEN and one.line == question.line)]
    return [*kept, note]
