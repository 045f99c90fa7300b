"""A desk: what waits for a person, gathered from all rooms.

The members' room knows no case and no clause. It declares the port; `app.py` plugs the rooms in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, a line about it, where to do it, and how many there are."""

    title: str
    detail: str
    url: str
    count: int = 1


Provider = Callable[[Session, Actor, datetime], list[Waiting]]
