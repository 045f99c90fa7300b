"""The room's blueprint, and what all its pages are given."""

from collections.abc import Sequence

from flask import Blueprint, request
from flask_babel import gettext as _

from claims import wording
from claims.contradiction import UNSAID, Contradiction
from jury.wording import standards
from kernel.forms import Form
from kernel.web import open_work
from members.actions import count_try
from members.queries import account

room = Blueprint("claims", __name__)


@room.context_processor
def lend_words() -> dict[str, object]:
    """Lend the room's words to its templates, and those of standards, which jurors read too."""
    return {"words": wording, "standard_words": standards}


def count_look_up() -> None:
    """Count that whoever is signed in looks another member up, before they learn whether there is
    one; raises TooMany."""
    with open_work() as work:
        mine = account(work.session, work.actor.account).email
        count_try(work, "adviser", mine, request.remote_addr or "")


def say_why(form: Form, contradicted: Sequence[Contradiction]) -> None:
    """Ask of a valid form why the decision stands, where the dates contradict it."""
    if contradicted and not form.despite.data:
        form.despite.errors = [_(UNSAID)]
