"""Doors of the jury's room: a juror's cases, the roll, the officers' bench, the verdicts."""

from jury.views import (
    archive,
    assemblies,
    ballots,
    bench,
    blackening,
    challenges,
    draws,
    keys,
    practice,
    quotas,
    rolls,
    seats,
    times,
    trustees,
    verdicts,
)
from jury.views.room import room

__all__ = [
    "archive",
    "assemblies",
    "ballots",
    "bench",
    "blackening",
    "challenges",
    "draws",
    "keys",
    "practice",
    "quotas",
    "rolls",
    "room",
    "seats",
    "times",
    "trustees",
    "verdicts",
]
