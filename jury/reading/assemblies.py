"""What members see of assemblies: those in which they may take a seat now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jury import queries
from jury.load import Load
from jury.queries import Joinable


@dataclass(frozen=True)
class AssembliesPage:
    """The assemblies that somebody may join. load: what they sit in already."""

    found: list[Joinable]
    load: Load


def assemblies_page(session: Session, account_id: str, most: int, now: datetime) -> AssembliesPage:
    """Return the assemblies that an account may join. most: open cases that one may sit in.

    How many have come to any of them, nobody is told while it is open.
    """
    load = queries.load_of(session, account_id, most, now)
    return AssembliesPage(queries.joinable(session, account_id, now), load)
