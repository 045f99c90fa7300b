"""The exam's room: its blueprint, and what its templates are lent."""

from flask import Blueprint

from quiz import wording

room = Blueprint("quiz", __name__)


@room.context_processor
def lent() -> dict[str, object]:
    """What every page of this room may say."""
    return {"wording": wording}
