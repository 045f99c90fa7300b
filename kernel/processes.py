"""Work that is shared out over processes, some at a time, and comes back in order."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Chunk = TypeVar("Chunk")
Part = TypeVar("Part")

AHEAD = 3  # chunks that wait for each process: no more of the work is held

_given: Any = None  # of this process, from its beginning on


def shared_out(
    work: Callable[[Any, Chunk], Part],
    given: Any,
    chunks: Iterable[Chunk],
    count: int | None = None,
) -> Iterator[Part]:
    """Call `work(given, chunk)` for each chunk in processes of their own, one a core unless told;
    yield what comes back, in the order of the chunks."""
    count = count or os.cpu_count() or 1
    # Not forked: whoever asks may have threads, and locks that other threads hold.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, fresh, _take, (given,)) as pool:
        waiting: deque[Future[Part]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_do, work, chunk))
                if len(waiting) >= count * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:  # nobody asks for these any more
                one.cancel()


def _take(given: Any) -> None:
    global _given  # how a process of a pool is given what all its tasks need
    _given = given


def _do(work: Callable[[Any, Chunk], Part], chunk: Chunk) -> Part:
    return work(_given, chunk)
