"""Opening the ballots of a large vote log on all cores. What they say is read by `audit.vote`."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from audit.vote import Opener, Sealed, Sheet, Vote, in_turn, open_some
from kernel.processes import shared_out

Part = TypeVar("Part")

SMALL = 2_000  # ballots; to open so few takes no longer than to start a process


def each(
    work: Callable[[Sheet, list[Sealed]], Part],
    sheet: Sheet,
    chunks: Iterable[list[Sealed]],
    ballots: int,
) -> Iterator[Part]:
    """Yield what work makes of chunks of ballots, in their order; so many are they in all."""
    if ballots <= SMALL:
        return (work(sheet, some) for some in chunks)
    return shared_out(work, sheet, chunks)


def opener_for(ballots: int) -> Opener:
    """Return how to open so many ballots."""
    return in_turn if ballots <= SMALL else in_processes


def in_processes(
    sheet: Sheet, chunks: Iterable[list[Sealed]], count: int | None = None
) -> Iterator[list[Vote]]:
    """Open chunks of ballots in processes of their own, one a core unless told; yield their votes
    in the order of the chunks."""
    return shared_out(open_some, sheet, chunks, count)
