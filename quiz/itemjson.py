"""An item version as it is kept in a row."""

from typing import Any

from quiz.item import Anchor, ItemVersion, Kind, Part
from quiz.topic import Topic


def item_to_json(item: ItemVersion) -> dict[str, Any]:
    """Return all of an item version but its name and number."""
    return {
        "v": 1,
        "stimulus": item.stimulus,
        "dated": item.dated,
        "parts": [_part_to_json(part) for part in item.parts],
    }


def item_from_json(item: str, version: int, kept: dict[str, Any]) -> ItemVersion:
    """Return the item version that `item_to_json` kept."""
    return ItemVersion(
        item=item,
        version=version,
        parts=tuple(_part_from_json(part) for part in kept["parts"]),
        stimulus=kept["stimulus"],
        dated=kept["dated"],
    )


def _part_to_json(part: Part) -> dict[str, Any]:
    return {
        "topic": part.topic,
        "kind": part.kind,
        "stem": part.stem,
        "options": list(part.options),
        "key": list(part.key),
        "rationale": part.rationale,
        "anchors": [[one.clause, one.version, one.quote] for one in part.anchors],
        "in_order": part.in_order,
    }


def _part_from_json(kept: dict[str, Any]) -> Part:
    return Part(
        topic=Topic(kept["topic"]),
        kind=Kind(kept["kind"]),
        stem=kept["stem"],
        options=tuple(kept["options"]),
        key=tuple(kept["key"]),
        rationale=kept["rationale"],
        anchors=tuple(Anchor(clause, version, quote) for clause, version, quote in kept["anchors"]),
        in_order=kept["in_order"],
    )
