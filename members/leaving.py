"""What other rooms have to say when a member leaves: why not yet, and what they keep of them.

The members' room knows no case and no claim. It declares the ports; `app.py` plugs the rooms in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kernel.errors import Sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernel.work import Work

# Asked with an account, and when: why it must stay for now; None where nothing keeps it.
Stays = Callable[["Session", str, datetime], Sentence | None]
# Part of erasing: gives up what only its room keeps of an account.
Forgets = Callable[["Work", str], None]

UNBORN = date(1, 1, 1)  # stands where the date of birth stood, and is nobody's


@dataclass(frozen=True)
class Ports:
    stays: tuple[Stays, ...]
    forgets: tuple[Forgets, ...]
