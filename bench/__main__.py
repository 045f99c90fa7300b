"""Run the benchmarks: `bin/bench [NAME] [--json FILE]`.

A number of seconds says something about a machine; a ratio to the bare work says something about
our code. Work and yardstick take turns, and the best of their rounds counts. `growth` is the
exponent from the smallest to the largest size: 1 means that twice the work takes twice the time.
It ends with 1 where a ratio is below the one that is wanted.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import cases


@dataclass(frozen=True)
class Row:
    """One size of one benchmark: seconds of the work and of its yardstick, and their ratio.

    peak: the most bytes that a process of the work took, where the work tells it.
    """

    name: str
    size: int
    seconds: float
    yardstick: float
    ratio: float
    at_least: float
    peak: int | None = None

    @property
    def holds(self) -> bool:
        """Whether the ratio is what we promise."""
        return self.ratio >= self.at_least


def timed(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    told = work()
    return time.perf_counter() - begun, told


def measure(case: cases.Case) -> list[Row]:
    rows = []
    for size in case.sizes:
        with case.prepare(size) as (work, yardstick):
            done = [(timed(work), timed(yardstick)) for _ in range(case.rounds)]
        ours, bare = min(one[0] for one, _ in done), min(one[0] for _, one in done)
        peaks = [one[1] for one, _ in done if isinstance(one[1], int)]
        peak = max(peaks) if case.tells_peak else None
        rows.append(Row(case.name, size, ours, bare, bare / ours, case.at_least, peak))
    return rows


def growth(rows: list[Row]) -> float:
    """Return the exponent of the cost from the first size to the last."""
    first, last = rows[0], rows[-1]
    if first is last:
        return math.nan
    return math.log(last.seconds / first.seconds) / math.log(last.size / first.size)


def main() -> int:
    """Print the table; return 1 where a ratio is too small, else 0."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=[case.name for case in cases.ALL])
    parser.add_argument("--json", type=Path, metavar="FILE")
    wanted = parser.parse_args()
    print(
        f"{'work':<12}{'size':>10}{'seconds':>10}{'bare':>10}{'ratio':>8}{'wanted':>8}{'growth':>8}"
        f"{'peak MB':>9}"
    )
    told, failed = [], False
    for case in cases.ALL:
        if wanted.name == case.name or (wanted.name is None and not case.by_name):
            rows = measure(case)
            failed = failed or not all(row.holds for row in rows)
            for row in rows:
                exponent = f"{growth(rows):.2f}" if row is rows[-1] and len(rows) > 1 else ""
                print(
                    f"{row.name:<12}{row.size:>10,}{row.seconds:>10.3f}{row.yardstick:>10.3f}"
                    f"{row.ratio:>8.2f}{row.at_least:>8.2f}{exponent:>8}"
                    f"{'' if row.peak is None else row.peak // 1_000_000:>9}"
                )
            told.append({"growth": growth(rows), "rows": [asdict(row) for row in rows]})
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=2) + "\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
