"""The room's blueprint, and what all its pages are given."""

from flask import Blueprint

from claims import wording

room = Blueprint("claims", __name__)


@room.context_processor
def lend_words() -> dict[str, object]:
    """Lend the room's words to its templates."""
    return {"words": wording}
