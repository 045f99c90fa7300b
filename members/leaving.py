"""What other rooms have to say when a member leaves: why not yet, and what they keep of them.

The members' room knows no case and no claim. It declares the ports; `app.py` plugs the rooms in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kernel.errors import Sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernel.work import Work


@dataclass(frozen=True)
class Stay:
    """Why an account must stay for now.

    theirs: as it is said to an admin; mine: to themselves, with what they can do; url: where they
    do it, "" for nowhere. given_back: it is given back when they leave by themselves: then it
    keeps nobody but an admin.
    """

    theirs: Sentence
    mine: Sentence
    url: str = ""
    given_back: bool = False


# Asked with an account, and when: all that keeps it for now.
Stays = Callable[["Session", str, datetime], Sequence[Stay]]
# Gives back what the actor, who leaves, holds and may give back.
GivesBack = Callable[["Work"], None]
# Part of erasing: gives up what only its room keeps of an account.
Forgets = Callable[["Work", str], None]

UNBORN = date(1, 1, 1)  # stands where the date of birth stood, and is nobody's


@dataclass(frozen=True)
class Ports:
    stays: tuple[Stays, ...]
    gives_back: tuple[GivesBack, ...]
    forgets: tuple[Forgets, ...]
