"""Questions drafted from an old and a new wording of a clause.

They are drafts: an editor takes one, mends it, and sends it to a review. Where the words do not
tell what is right, nothing is drafted: never a guess.
"""

import re
from collections.abc import Iterator

from quiz.item import TRUE_FALSE, Anchor, ItemVersion, Kind, Part, faults
from quiz.topic import Topic
from rules.clause import ClauseVersion
from rules.history import Step, words_of
from rules.text.units import Unit

LONGEST = 60  # words of a sentence that is asked about
NEAR = 12  # letters after a changed range word in which its number stands
NUMBER = re.compile(r"\d+")
# What a range word says of the number after it: whether n - 1, n and n + 1 are meant.
RANGES: tuple[tuple[str, tuple[bool, bool, bool]], ...] = (
    ("more than", (False, False, True)),
    ("less than", (True, False, False)),
    ("fewer than", (True, False, False)),
    ("at least", (False, True, True)),
    ("at most", (True, True, False)),
    ("up to and including", (True, True, False)),
)
SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?。！？]+(?=\s|$|[^\d\s])|\n|$)")

IN_RANGE = "Clause {number} says “{phrase}”. Which of these does that include?"
HOLDS_STILL = "Since {day}, the rules say: “{sentence}”"
CLOZE = "Which words belong in the gap of clause {number}? “{sentence}”"
BY_VERSION = "By version {version} of clause {number}, {title}: “{sentence}”"


def proposals(step: Step, topic: Topic) -> tuple[Part, ...]:
    """Return the questions that can be made of what a step changed, under `topic`.

    Each is sound as an item goes, and rests on an exact passage of the newer text.
    """
    found: dict[str, Part] = {}
    for change in step.changes:
        for part in (
            *_ranges(step.after, change.unit, topic),
            *_still(step, change.unit, topic),
            *_cloze(step.after, change.unit, topic),
        ):
            if not faults(ItemVersion("draft", 1, (part,))):
                found.setdefault(part.stem, part)
    return tuple(found.values())


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of `text` that holds a passage whole; empty where none does."""
    for one in SENTENCE.finditer(text):
        if one.start() <= start and end <= one.end():
            found = one[0].strip()
            return found if len(found.split()) <= LONGEST else ""
    return ""


def _offset(version: ClauseVersion) -> int:
    """Return where the text begins in title and text together."""
    return len(words_of(version)) - len(version.text)


def _new(version: ClauseVersion, unit: Unit) -> tuple[int, int, str]:
    """Return where the new words stand in the text, and their sentence; empty in the title."""
    start = unit.new_start - _offset(version)
    end = start + len(unit.new)
    return start, end, _sentence(version.text, start, end) if start >= 0 else ""


def _anchored(version: ClauseVersion, sentence: str) -> tuple[tuple[Anchor, ...], str]:
    rationale = BY_VERSION.format(
        version=version.version, number=version.number, title=version.title, sentence=sentence
    )
    return (Anchor(version.clause_id, version.version, sentence),), rationale


def _ranges(version: ClauseVersion, unit: Unit, topic: Topic) -> Iterator[Part]:
    """The number and its neighbours: which of them does the range word include?"""
    start, end, sentence = _new(version, unit)
    if not sentence:
        return
    for found in NUMBER.finditer(version.text, start, end + NEAR):
        n = int(found[0])
        at = found.start()
        before = version.text[max(0, at - 40) : at].casefold()
        read = next((r for words, r in RANGES if before.rstrip().endswith(words)), None)
        after = re.match(r"\s*(\w+)", version.text[at + len(found[0]) :])
        if read is None or after is None or n < 1 or n > 10**9:
            continue
        words = next(words for words, r in RANGES if r == read and before.rstrip().endswith(words))
        phrase = f"{words} {n} {after[1]}"
        if phrase not in sentence.casefold():
            continue
        options = tuple(f"{value} {after[1]}" for value in (n - 1, n, n + 1))
        key = tuple(place for place, meant in enumerate(read) if meant)
        anchors, rationale = _anchored(version, sentence)
        yield Part(
            topic,
            Kind.MULTIPLE if len(key) > 1 else Kind.SINGLE,
            IN_RANGE.format(number=version.number, phrase=phrase),
            options,
            key,
            rationale,
            anchors,
            in_order=True,
        )


def _still(step: Step, unit: Unit, topic: Topic) -> Iterator[Part]:
    """What was so before, and is not now."""
    start = unit.old_start - _offset(step.before)
    if start < 0 or not unit.old.strip():
        return
    old = _sentence(step.before.text, start, start + len(unit.old))
    _start, _end, new = _new(step.after, unit)
    if not old or not new or old in step.after.text:
        return
    anchors, rationale = _anchored(step.after, new)
    day = step.after.in_force_from.isoformat()
    stem = HOLDS_STILL.format(day=day, sentence=old)
    yield Part(topic, Kind.TRUE_FALSE, stem, TRUE_FALSE, (1,), rationale, anchors, in_order=True)


def _cloze(version: ClauseVersion, unit: Unit, topic: Topic) -> Iterator[Part]:
    """The new words in a gap, among the old ones and near misses."""
    start, end, sentence = _new(version, unit)
    new, old = unit.new.strip(), unit.old.strip()
    if not sentence or not new or len(new.split()) > 8 or version.text[start:end].strip() != new:
        return
    at = sentence.find(new)
    if at < 0 or sentence.count(new) != 1:
        return
    options = [new, *([old] if old and len(old.split()) <= 8 else [])]
    for found in NUMBER.finditer(new):
        near = (str(int(found[0]) + by) for by in (-1, 1))
        options += [new[: found.start()] + value + new[found.end() :] for value in near]
        break
    options = list(dict.fromkeys(options))[:4]
    if len(options) < 2:
        return
    anchors, rationale = _anchored(version, sentence)
    gapped = sentence[:at] + "_____" + sentence[at + len(new) :]
    stem = CLOZE.format(number=version.number, sentence=gapped)
    yield Part(topic, Kind.SINGLE, stem, tuple(options), (0,), rationale, anchors)
