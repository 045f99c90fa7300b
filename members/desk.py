"""A desk: what waits for a person, gathered from all rooms.

The members' room knows no case and no clause. It declares the port; `app.py` plugs the rooms in.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.actor import Actor
from kernel.desk import Waiting

__all__ = ["Provider", "Waiting"]

Provider = Callable[[Session, Actor, datetime], list[Waiting]]
