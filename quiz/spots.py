"""Where a clause changed in substance, and the sentences that its changed words stand in."""

from collections.abc import Iterable
from dataclasses import dataclass

from quiz.item import Part
from rules.history import Step, is_substance, words_of
from rules.text.passage import in_its_sentence
from rules.text.units import Unit


@dataclass(frozen=True)
class Spot:
    """A changed group of words in the newer text, and the sentence that it stands in."""

    unit: Unit
    start: int
    end: int
    sentence: str
    sentence_start: int


def spots_of(step: Step, parts: Iterable[Part] = ()) -> list[Spot]:
    """Return where the text changed in substance; first what hits the words of these parts."""
    ahead = len(words_of(step.after)) - len(step.after.text)
    hit = set()
    for part in parts:
        for anchor in part.anchors:
            start = step.before.text.find(anchor.quote)
            if anchor.clause == step.before.clause_id and start >= 0:
                hit |= {one.unit.key for one in step.touching(start, start + len(anchor.quote))}
    found = []
    for one in step.changes:
        start = one.unit.new_start - ahead
        if start >= 0 and is_substance(one.weight):
            found.append(_spot(step.after.text, one.unit, start))
    return sorted(found, key=lambda one: one.unit.key not in hit)


def _spot(text: str, unit: Unit, start: int) -> Spot:
    end = start + len(unit.new.rstrip())
    start = min(start + len(unit.new) - len(unit.new.lstrip()), end)
    sentence, begins = sentence_at(text, start, end)
    return Spot(unit, start, end, sentence, begins)


def sentence_at(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the sentence around a passage, and where it begins; past the last, the last one."""
    last = len(text.rstrip())
    start = max(0, min(start, last - 1))
    before, passage, after = in_its_sentence(text, start, max(start, min(end, last)))
    whole = before + passage + after
    begins = text.find(whole, max(0, start - len(before) - len(passage)))
    return whole.strip(), begins + len(whole) - len(whole.lstrip())
