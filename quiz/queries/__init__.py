"""Questions about the bank and about sittings."""

from quiz.queries.bank import (
    bank_on,
    bank_standing,
    enemies,
    items_by_ref,
    live_item,
    live_items,
    shelf,
    uncovered_on,
)
from quiz.queries.sittings import (
    expired,
    open_sitting,
    result_of,
    sitting,
    sittings_of,
    standing,
)

__all__ = [
    "bank_on",
    "bank_standing",
    "enemies",
    "expired",
    "items_by_ref",
    "live_item",
    "live_items",
    "open_sitting",
    "result_of",
    "shelf",
    "sitting",
    "sittings_of",
    "standing",
    "uncovered_on",
]
