"""Opening a large box on all cores. What is opened, and how it is counted, is `jury.box`."""

from collections.abc import Iterable, Iterator

from jury.box import Opener, Pair, Part, Sheet, in_turn, open_some
from kernel.processes import shared_out

SMALL = 2_000  # ballots; to open so few takes no longer than to start a process


def opener_for(ballots: int) -> Opener:
    """Return how to open so many ballots."""
    return in_turn if ballots <= SMALL else in_processes


def in_processes(
    sheet: Sheet, private_key: bytes, chunks: Iterable[list[Pair]], count: int | None = None
) -> Iterator[Part]:
    """Open chunks of ballots in processes of their own, one a core unless told; yield what comes
    out, in the order of the chunks."""
    return shared_out(_open, (sheet, private_key), chunks, count)


def _open(given: tuple[Sheet, bytes], chunk: list[Pair]) -> Part:
    return open_some(*given, chunk)
