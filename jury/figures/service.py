"""How jurors served: how many of how many came, took their seat, stayed away, were replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from jury.figures.decided import Decided
from kernel.share import Share


@dataclass(frozen=True)
class Service:
    """The service of a lot of cases.

    turnout: ballots cast, of the seats. no_shows: who held a seat at closing and cast no ballot, of
    those who held one. acceptance: who took their seat and kept it, of those who were asked.
    replacements: seats that went to another or stayed empty, of those who were asked.
    left_out: the cases of which no ballot is in turnout and no-shows (`shown.counted` says why).
    """

    turnout: Share
    no_shows: Share
    acceptance: Share
    replacements: Share
    left_out: int


def service(cases: Sequence[Decided], counted: Sequence[Decided]) -> Service:
    """Return the service in `cases`; ballots are taken from those of them that are `counted`."""
    cast, held = sum(case.cast for case in counted), sum(case.accepted for case in counted)
    asked = sum(case.asked for case in cases)
    return Service(
        turnout=Share(cast, sum(case.seats for case in counted)),
        no_shows=Share(held - cast, held),
        acceptance=Share(sum(case.accepted for case in cases), asked),
        replacements=Share(sum(case.replaced for case in cases), asked),
        left_out=len(cases) - len(counted),
    )
