"""The room's blueprint, and what all its pages are given."""

from flask import Blueprint, request

from claims import wording
from kernel.web import open_work
from members.actions import count_try
from members.queries import account

room = Blueprint("claims", __name__)


@room.context_processor
def lend_words() -> dict[str, object]:
    """Lend the room's words to its templates."""
    return {"words": wording}


def count_look_up() -> None:
    """Count that whoever is signed in looks another member up, before they learn whether there is
    one; raises TooMany."""
    with open_work() as work:
        mine = account(work.session, work.actor.account).email
        count_try(work, "adviser", mine, request.remote_addr or "")
