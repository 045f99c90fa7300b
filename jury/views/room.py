"""The jury's room: its blueprint, what its templates are lent, and how a reference is read."""

from flask import Blueprint

from jury import wording
from jury.example import needed
from jury.keys import REF
from kernel.db import is_id
from kernel.errors import Missing

room = Blueprint("jury", __name__)


@room.context_processor
def lent() -> dict[str, object]:
    """What every page of this room may say."""
    return {"words": wording, "needed": needed}


def known(ref: str) -> str:
    """Return `ref` if it is written as references are; raises Missing, as for an unknown one."""
    if not REF.fullmatch(ref):
        raise Missing()
    return ref


def known_reason(reason_id: str) -> str:
    """Return the id of a reason if it is written as ids are; raises Missing."""
    if not is_id(reason_id):
        raise Missing()
    return reason_id
