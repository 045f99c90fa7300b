import pytest

from tests.clock import TestClock
from tests.jury.bench import Bench, OpenWork, make_bench


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Bench:
    return make_bench(work, clock)
