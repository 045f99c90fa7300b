"""Work on all cores: shared out in chunks over processes, and back in order."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Chunk = TypeVar("Chunk")
Part = TypeVar("Part")

AHEAD = 3  # chunks that wait for each process

_given: Any = None  # of this process, from its beginning on


def spread(
    work: Callable[[Any, Chunk], Part], given: Any, chunks: Iterable[Chunk], many: bool
) -> Iterator[Part]:
    """Yield `work(given, chunk)` for each chunk in order; on all cores where there are many."""
    cores = os.cpu_count() or 1
    if not many or cores == 1:
        for chunk in chunks:
            yield work(given, chunk)
        return
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _take, (given,)) as pool:
        waiting: deque[Future[Part]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_do, work, chunk))
                if len(waiting) >= cores * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()


def _take(given: Any) -> None:
    global _given
    _given = given


def _do(work: Callable[[Any, Chunk], Part], chunk: Chunk) -> Part:
    return work(_given, chunk)
