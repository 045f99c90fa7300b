"""Questions drafted from an old and a new wording of a clause.

They are drafts: an editor picks one, mends it and sends it to a review. The key is right by how the
question is built, from what can be computed of the clause or from the very words that changed;
where neither tells what is right, nothing is drafted. What nobody has to learn anew is not asked.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from audit.entry import canonical
from quiz.casewords import choices, look_back, recomputed, says, told
from quiz.draft import LONGEST_OPTION, LONGEST_STEM
from quiz.item import Anchor, ItemVersion, Kind, Part, faults
from quiz.nearmiss import included, near_misses
from quiz.spots import Spot, sentence_at, spots_of
from quiz.topic import Topic
from rules.clause import ClauseVersion
from rules.computed.criterion import Criterion, DayLimit, LookBack
from rules.computed.edges import edges_of
from rules.computed.outcome import CaseFacts, outcome
from rules.history import Step, words_of
from rules.text.reference import printed

MOST_WORDS = 8  # of a gap
LONGEST_GAP = 60  # letters, where words have no spaces between them
WHOLE, HEAD, TAIL = 14, 7, 5  # words of a passage that is told; longer ones are told by their ends
GAP = "_____"

# What drafts say, in the language of the book. Editors mend it where it reads badly.
STEMS = {
    "boundary": "{case} What does clause {number}, {title}, say?",
    "look_back": "How far does clause {number}, {title}, look back?",
    "included": "Clause {number}, {title}, says “{phrase}”. Which of these does that include?",
    "before_not_now": (
        "{case} The words of clause {number}, {title}, changed on {day}. What does the clause say "
        "by the words until then, and what by those since?"
    ),
    "then_and_since": "Until then: {old}. Since then: {new}.",
    "which_changed": "What changed in clause {number}, {title}, on {day}?",
    "became": "“{old}” became “{new}”.",
    "added": "“{new}” was added.",
    "taken_out": "“{old}” was taken out.",
    "gap": "Which words belong in the gap of clause {number}, {title}? “{sentence}”",
    "no_words": "None: no words are missing there",
    "rationale": "Clause {number}, {title}, version {version}: “{quote}”",
}


class How(StrEnum):
    """What a draft asks about."""

    BOUNDARY = "boundary"  # the number itself, one less, one more
    CHANGED = "changed"  # what was so before, and is not now
    CLOZE = "cloze"  # the changed words, in a gap


@dataclass(frozen=True)
class Proposal:
    """A question that may be asked about a change. dated: it names the day of the change."""

    how: How
    part: Part
    dated: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others of its change, the same again whenever it is made."""
        said = [self.how, self.part.stem, *self.part.options, *map(str, self.part.key)]
        return hashlib.sha256(canonical(said)).hexdigest()[:16]


def drafts(
    step: Step, item: ItemVersion | None, topic: Topic = Topic.WHICH_VERSION
) -> tuple[Proposal, ...]:
    """Return the questions that can be made of what a step changed in substance.

    item: that rested on the older words; its topic is taken, and what hits its quote comes first.
    topic: where there is no item. Each part is sound, and rests on a passage of the newer text.
    """
    mine = [one for one in item.parts if _rests(one, step)] if item else []
    filed = mine[0].topic if mine else topic
    found: dict[str, Proposal] = {}
    for one in _all(step, spots_of(step, mine), filed):
        if _is_sound(one.part, step):
            found.setdefault(one.part.stem, one)
    return tuple(found.values())


def usual_topic(items: Iterable[ItemVersion], clause_id: str) -> Topic:
    """Return the topic under which most questions on a clause are filed."""
    filed = Counter(
        part.topic for item in items for part in item.parts if part.basis.clause == clause_id
    )
    return filed.most_common(1)[0][0] if filed else Topic.WHICH_VERSION


def _all(step: Step, spots: list[Spot], topic: Topic) -> Iterator[Proposal]:
    for old, new in recomputed(step.before.criteria, step.after.criteria):
        yield from _by_criterion(step, spots, topic, old, new)
    for spot in spots:
        yield from _included(step, spot, topic)
        yield from _gap(step, spot, topic)
    if spots:
        yield from _which_changed(step, spots, topic)


def _rests(part: Part, step: Step) -> bool:
    return any(anchor.clause == step.before.clause_id for anchor in part.anchors)


def _is_sound(part: Part, step: Step) -> bool:
    short = len(part.stem) <= LONGEST_STEM and max(map(len, part.options)) <= LONGEST_OPTION
    texts = {one.version: one.text for one in (step.before, step.after)}
    exact = all(anchor.quote in texts[anchor.version] for anchor in part.anchors)
    return short and exact and not faults(ItemVersion("draft", 1, (part,)))


def _named(clause: ClauseVersion, **more: object) -> dict[str, object]:
    return {"number": clause.number, "title": clause.title, **more}


def _part(
    step: Step,
    topic: Topic,
    stem: str,
    options: Iterable[str],
    key: tuple[int, ...],
    quote: str,
    *,
    in_order: bool = False,
    older: str = "",
) -> Part:
    """Return a question that rests on words of the newer version; older: on the former ones too."""
    after, before = step.after, step.before
    anchors = [Anchor(after.clause_id, after.version, quote)]
    if older:
        anchors.append(Anchor(before.clause_id, before.version, older))
    said = printed(quote, after.numbers)
    rationale = STEMS["rationale"].format(**_named(after, version=after.version, quote=said))
    kind = Kind.MULTIPLE if len(key) > 1 else Kind.SINGLE
    return Part(topic, kind, stem, tuple(options), key, rationale, tuple(anchors), in_order)


def _by_criterion(
    step: Step, spots: list[Spot], topic: Topic, old: Criterion | None, new: Criterion
) -> Iterator[Proposal]:
    """What holds at the edges of a number; and where what held before does not hold now."""
    quote, older = _quote(step, spots, new), _older(step, spots)
    if not quote:
        return
    if isinstance(new, LookBack):
        options = look_back(old if isinstance(old, LookBack) else None, new)
        stem = STEMS["look_back"].format(**_named(step.after))
        yield Proposal(How.BOUNDARY, _part(step, topic, stem, options, (0,), quote))
        return
    for facts in edges_of(None, new):
        stem = STEMS["boundary"].format(**_named(step.after, case=told(new, facts)))
        options = choices(old, new, facts)
        key = (options.index(says(new, outcome(new, facts))),)
        yield Proposal(How.BOUNDARY, _part(step, topic, stem, options, key, quote, in_order=True))
    if old is not None:
        for facts in _turned(old, new):
            yield Proposal(
                How.CHANGED, _turned_part(step, topic, old, new, facts, quote, older), dated=True
            )


def _turned(old: Criterion, new: Criterion) -> list[CaseFacts]:
    """Return the first and the last of the edges where the two differ."""
    found = [one for one in edges_of(old, new) if outcome(old, one) != outcome(new, one)]
    return found[:1] + found[1:][-1:]


def _turned_part(
    step: Step,
    topic: Topic,
    old: Criterion,
    new: Criterion,
    facts: CaseFacts,
    quote: str,
    older: str,
) -> Part:
    one, other = says(old, outcome(old, facts)), says(new, outcome(new, facts))
    pairs = ((one, other), (other, one), (one, one), (other, other))
    options = [STEMS["then_and_since"].format(old=a, new=b) for a, b in pairs]
    day = step.after.in_force_from.isoformat()
    stem = STEMS["before_not_now"].format(**_named(step.after, case=told(new, facts), day=day))
    return _part(step, topic, stem, options, (0,), quote, older=older)


def _quote(step: Step, spots: list[Spot], new: Criterion) -> str:
    """Return the sentence that says what is computed: a changed one with its number, if any."""
    text = step.after.text
    number = str(new.days) if isinstance(new, DayLimit) else ""
    figure = re.compile(rf"(?<![\d.,]){number}(?![\d]|[.,]\d)")
    sentences = [one.sentence for one in spots if one.sentence]
    if number:
        sentences = [one for one in sentences if figure.search(one)] + sentences
        if found := figure.search(text):
            sentences.append(sentence_at(text, *found.span())[0])
    return next(iter(sentences), sentence_at(text, 0, 1)[0])


def _older(step: Step, spots: list[Spot]) -> str:
    """Return the sentence of the older text that gave way, if it stood there in words."""
    ahead = len(words_of(step.before)) - len(step.before.text)
    for spot in spots:
        start = spot.unit.old_start - ahead
        if start >= 0 and spot.unit.old.strip():
            return sentence_at(step.before.text, start + 1, start + len(spot.unit.old))[0]
    return ""


def _included(step: Step, spot: Spot, topic: Topic) -> Iterator[Proposal]:
    """The number and its neighbours: which of them does the range word include?"""
    text = spot.sentence
    start = spot.start - spot.sentence_start
    for one in included(text, start, start + spot.end - spot.start):
        stem = STEMS["included"].format(**_named(step.after, phrase=one.phrase))
        part = _part(step, topic, stem, one.options, one.key, text, in_order=True)
        yield Proposal(How.BOUNDARY, part)


def _gap(step: Step, spot: Spot, topic: Topic) -> Iterator[Proposal]:
    """The new words in a gap, among the old ones and near misses."""
    new, old = step.after.text[spot.start : spot.end], " ".join(spot.unit.old.split())
    alone = new.rstrip(".。") == spot.sentence.rstrip(".。")
    if alone or not _is_told(new) or (old and not _is_told(old)):
        return
    at = spot.start - spot.sentence_start
    gapped = spot.sentence[:at] + GAP + spot.sentence[at + len(new) :]
    others = [old if old else STEMS["no_words"], *near_misses(new)]
    called = step.after.numbers
    options: dict[str, str] = {}
    for one in (new, *others):
        if _is_told(one):
            options.setdefault(" ".join(one.casefold().split()), printed(one, called))
    stem = STEMS["gap"].format(**_named(step.after, sentence=printed(gapped, called)))
    part = _part(step, topic, stem, tuple(options.values())[:4], (0,), spot.sentence)
    yield Proposal(How.CLOZE, part)


def _is_told(words: str) -> bool:
    """Whether these are words, and few enough for an option."""
    few = len(words.split()) <= MOST_WORDS and len(words) <= LONGEST_GAP
    return few and any(letter.isalnum() for letter in words)


def _which_changed(step: Step, spots: list[Spot], topic: Topic) -> Iterator[Proposal]:
    """What changed, among what did not: the same turned round, and a sentence that stayed."""
    true = {_told(one.unit.old, one.unit.new, step) for one in step.changes}
    for spot in spots:
        right = _told(spot.unit.old, spot.unit.new, step)
        turned = _told(spot.unit.new, spot.unit.old, step)
        options = [right, *(one for one in (turned, _stayed(step)) if one and one not in true)]
        if right and spot.sentence and len(options) > 1:
            day = step.after.in_force_from.isoformat()
            stem = STEMS["which_changed"].format(**_named(step.after, day=day))
            part = _part(step, topic, stem, options, (0,), spot.sentence)
            yield Proposal(How.CHANGED, part, dated=True)
            return


def _told(old: str, new: str, step: Step) -> str:
    """Say what went and what came; empty where the difference is in no words."""
    one, other = _short(old, step), _short(new, step)
    if one == other:
        return ""
    which = "became" if one and other else "added" if other else "taken_out"
    return STEMS[which].format(old=one, new=other)


def _stayed(step: Step) -> str:
    """Say of a sentence that stayed that it was taken out."""
    text = step.after.text
    at = 0
    while at < len(text):
        sentence, begins = sentence_at(text, at, at + 1)
        once = step.before.text.count(sentence) == text.count(sentence) == 1
        if sentence and once:
            return STEMS["taken_out"].format(old=_short(sentence, step))
        at = max(begins + len(sentence), at) + 1
    return ""


def _short(words: str, step: Step) -> str:
    """Return words as they are printed; many of them by their first and their last."""
    said = printed(words, {**step.before.numbers, **step.after.numbers}).split()
    if len(said) > WHOLE:
        said = [*said[:HEAD], "…", *said[-TAIL:]]
    return " ".join(said)
