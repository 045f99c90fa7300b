"""The benchmarks as a program: what they open is closed, what they find is told by their end."""

import time
from contextlib import contextmanager

import pytest

from bench import __main__ as bench
from bench.cases import Case


def case_of(wanted, kept):
    @contextmanager
    def prepare(size):
        kept.append(("opened", size))
        yield lambda: time.process_time(), lambda: time.process_time()
        kept.append(("closed", size))

    return Case("made-up", (1, 2), wanted, prepare)


@pytest.mark.parametrize(("wanted", "ends"), [(0.0, 0), (float("inf"), 1)])
def test_a_ratio_that_is_too_small_ends_it_with_1(monkeypatch, capsys, wanted, ends):
    kept = []
    monkeypatch.setattr(bench.cases, "ALL", (case_of(wanted, kept),))
    monkeypatch.setattr("sys.argv", ["bench"])
    assert bench.main() == ends
    assert kept == [("opened", 1), ("closed", 1), ("opened", 2), ("closed", 2)]
    assert "made-up" in capsys.readouterr().out
