"""Doors of the jury's room: a juror's own cases, the officers' bench, the public verdicts."""

from jury.views import ballots, bench, seats, verdicts
from jury.views.room import room

__all__ = ["ballots", "bench", "room", "seats", "verdicts"]
