"""A draft of an item: as far as it goes, and what stands in the way of sending it to a review.

A draft may be unsound while it is being written. An item version may not, so a draft becomes one
only through `to_item`.
"""

import re
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from kernel.errors import N_, Malformed, Sentences
from quiz.bank import is_item_id
from quiz.item import MOST_PARTS, Anchor, Fault, ItemVersion, Kind, Part, faults
from quiz.topic import Topic

Texts = Mapping[tuple[str, int], str]
"""The words of clause versions, by clause and number."""

A_CASE = "case"  # in place of a kind: several questions on a story
LONGEST_STEM, LONGEST_OPTION, LONGEST_STORY = 600, 300, 2_000  # characters


@dataclass(frozen=True)
class DraftPart:
    """A question of a draft. topic: empty while none is chosen. key: places of right options."""

    topic: str = ""
    kind: Kind = Kind.SINGLE
    stem: str = ""
    options: tuple[str, ...] = ()
    key: tuple[int, ...] = ()
    rationale: str = ""
    anchors: tuple[Anchor, ...] = ()
    in_order: bool = False


@dataclass(frozen=True)
class Draft:
    """An item that is being written. item: the id it has, or shall have."""

    item: str
    parts: tuple[DraftPart, ...] = (DraftPart(),)
    stimulus: str = ""
    is_case: bool = False
    dated: bool = False


@dataclass(frozen=True)
class Issue:
    """What stands in the way. part: of the draft, from 0; None where it is the item as a whole."""

    message: str
    part: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def to_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as its row keeps it."""
    return {
        "v": 1,
        "stimulus": draft.stimulus,
        "case": draft.is_case,
        "dated": draft.dated,
        "parts": [
            {
                "topic": part.topic,
                "kind": part.kind,
                "stem": part.stem,
                "options": list(part.options),
                "key": list(part.key),
                "rationale": part.rationale,
                "anchors": [[one.clause, one.version, one.quote] for one in part.anchors],
                "in_order": part.in_order,
            }
            for part in draft.parts
        ],
    }


def from_json(item: str, kept: Mapping[str, Any]) -> Draft:
    """Return the draft that a row keeps."""
    parts = tuple(
        DraftPart(
            topic=part["topic"],
            kind=Kind(part["kind"]),
            stem=part["stem"],
            options=tuple(part["options"]),
            key=tuple(part["key"]),
            rationale=part["rationale"],
            anchors=tuple(Anchor(*one) for one in part["anchors"]),
            in_order=part["in_order"],
        )
        for part in kept["parts"]
    )
    return Draft(item, parts, kept["stimulus"], kept["case"], kept["dated"])


def of_item(item: ItemVersion) -> Draft:
    """Return a draft that says what an item says: to write it anew."""
    parts = tuple(of_part(part) for part in item.parts)
    return Draft(item.item, parts, item.stimulus, item.is_case, item.dated)


def of_part(part: Part) -> DraftPart:
    """Return a question as a draft has it."""
    return DraftPart(
        str(part.topic),
        part.kind,
        part.stem,
        part.options,
        part.key,
        part.rationale,
        part.anchors,
        part.in_order,
    )


def proposed_id(
    text: str, taken: Collection[str], tried: MutableMapping[str, int] | None = None
) -> str:
    """Return an id for a new item out of the first words of its stem, and not one of `taken`.

    tried: words to the number that was given last to them, kept from call to call where many are
    named: else thousands that begin alike would each count from two on.
    """
    words = re.findall(r"[a-z0-9]+", text.casefold())
    base = "-".join(words[:5])[:34].strip("-") or "item"
    number = 1 if tried is None else tried.get(base, 1)
    found = base if number == 1 else f"{base}-{number}"
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    if tried is not None:
        tried[base] = number
    return found


def exact(text: str, quote: str) -> str | None:
    """Return the passage of `text` that `quote` means: itself, or the one that differs from it in
    white space and quotation marks alone; None where there is none."""
    if quote.strip() and quote in text:
        return quote
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(_loosely(word) for word in words), text)
    return found[0] if found else None


def _loosely(word: str) -> str:
    marks = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
    return "".join(marks.get(letter, re.escape(letter)) for letter in word)


def anchored(draft: Draft, texts: Texts) -> Draft:
    """Return the draft with each quote as it stands in its clause, where it can be found."""
    return replace(
        draft,
        parts=tuple(
            replace(part, anchors=tuple(_anchored(one, texts) for one in part.anchors))
            for part in draft.parts
        ),
    )


def _anchored(anchor: Anchor, texts: Texts) -> Anchor:
    found = exact(texts.get((anchor.clause, anchor.version), ""), anchor.quote)
    return replace(anchor, quote=found) if found else anchor


def to_item(draft: Draft, version: int) -> ItemVersion:
    """Return the item version that a draft makes; raises Malformed with all that is wrong."""
    if wrong := _build_issues(draft):
        told = Sentences(Fault(one.message, one.values, one.part).told for one in wrong)
        raise Malformed(N_("The draft is not whole. %(faults)s"), faults=told)
    return _item(draft, version)


def _item(draft: Draft, version: int) -> ItemVersion:
    parts = tuple(
        Part(
            Topic(part.topic),
            part.kind,
            part.stem.strip(),
            part.options,
            part.key,
            part.rationale.strip(),
            part.anchors,
            part.in_order or part.kind is Kind.TRUE_FALSE,
        )
        for part in draft.parts
    )
    return ItemVersion(
        draft.item, version, parts, draft.stimulus.strip() if draft.is_case else "", draft.dated
    )


def issues(
    draft: Draft, texts: Texts, usable: Mapping[str, Collection[int]], taken: Collection[str]
) -> list[Issue]:
    """Return what stands in the way of sending a draft to a review; empty when nothing does.

    texts: of the clause versions that its anchors name, as far as there are such.
    usable: clause id to the versions that it may rest on. taken: ids of other items.
    """
    found = _build_issues(draft)
    if draft.item in taken:
        found.append(Issue(N_("Another item has this id already.")))
    for number, part in enumerate(draft.parts):
        for anchor in part.anchors:
            text = texts.get((anchor.clause, anchor.version))
            if text is None:
                found.append(Issue(N_("There is no such version of the clause."), number))
            elif anchor.quote not in text:
                message = N_("These words are not in the clause: “%(quote)s”")
                found.append(Issue(message, number, {"quote": anchor.quote[:80]}))
            elif not draft.dated and anchor.version not in usable.get(anchor.clause, ()):
                message = N_(
                    "It rests on version %(version)s of a clause that reads otherwise now. Choose "
                    "the words in force, or say that the item names its day."
                )
                found.append(Issue(message, number, {"version": anchor.version}))
    return found


def _build_issues(draft: Draft) -> list[Issue]:
    found = []
    if not is_item_id(draft.item):
        message = N_("The id is made of small letters, digits and hyphens, 40 at most.")
        found.append(Issue(message))
    if draft.is_case and not draft.stimulus.strip():
        found.append(Issue(N_("A case needs its story.")))
    parts = []
    for number, part in enumerate(draft.parts):
        if part.topic not in set(Topic):
            found.append(Issue(N_("Choose a topic."), number))
            part = replace(part, topic=str(Topic.WHICH_VERSION))  # any, to see what else is wrong
        parts.append(part)
    built = _item(replace(draft, parts=tuple(parts)), 1)
    return found + [Issue(one.message, one.part, one.values) for one in faults(built)]


def with_part(draft: Draft) -> Draft:
    """Return the draft with one question more; it becomes a case."""
    if len(draft.parts) >= MOST_PARTS:
        return draft
    last = draft.parts[-1]
    more = DraftPart(
        topic=last.topic, anchors=tuple(replace(a, quote="") for a in last.anchors[:1])
    )
    return replace(draft, parts=(*draft.parts, more), is_case=True)


def without_part(draft: Draft) -> Draft:
    """Return the draft without its last question; with one left it is a plain item again."""
    parts = draft.parts[:-1] or draft.parts
    return replace(draft, parts=parts, is_case=draft.is_case and len(parts) > 1)
