"""The unit of work: one transaction, one moment, one actor.

It is opened at the edge (a view, a command, a job), handed to every action as its first argument,
and committed here and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from kernel.actor import SYSTEM, Actor
from kernel.clock import Clock
from kernel.db import WRITING
from kernel.settings import Settings


@dataclass(frozen=True)
class Work:
    """What an action may know of the world: the rows, the moment, the actor, the settings."""

    session: Session
    now: datetime
    actor: Actor
    settings: Settings


@dataclass(frozen=True)
class Ground:
    """What a running app stands on; one a process, made by `create_app`."""

    settings: Settings
    engine: Engine
    clock: Clock


def ground() -> Ground:
    """Return the ground of the current app."""
    found: Ground = current_app.extensions["venire"]
    return found


@contextmanager
def unit_of_work(
    actor: Actor = SYSTEM, *, writing: bool = True, now: datetime | None = None
) -> Iterator[Work]:
    """Open a transaction; commit when the block ends, roll back when it raises.

    writing: take SQLite's write lock at once, so that two writers queue instead of failing.
    now: the moment of the work; the clock's, unless a caller already has one.
    """
    on = ground()
    session = Session(on.engine, expire_on_commit=False)
    try:
        session.connection(execution_options={WRITING: writing})
        yield Work(session, now or on.clock(), actor, on.settings)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
