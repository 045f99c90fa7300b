"""The jury's room: its blueprint, what its templates are lent, and how a reference is read."""

from flask import Blueprint

from jury import wording
from jury.example import needed
from jury.keys import REF
from jury.wording import challenges, endings, lots, seals, standards, strata
from kernel.db import is_id
from kernel.errors import Missing

room = Blueprint("jury", __name__)


@room.context_processor
def lent() -> dict[str, object]:
    """What every page of this room may say."""
    return {
        "words": wording,
        "standard_words": standards,
        "lot_words": lots,
        "challenge_words": challenges,
        "ending_words": endings,
        "seal_words": seals,
        "strata_words": strata,
        "needed": needed,
    }


def known(ref: str) -> str:
    """Return `ref` if it is written as references are; raises Missing, as for an unknown one."""
    if not REF.fullmatch(ref):
        raise Missing()
    return ref


def known_id(text: str) -> str:
    """Return the id of a row if it is written as ids are; raises Missing."""
    if not is_id(text):
        raise Missing()
    return text
