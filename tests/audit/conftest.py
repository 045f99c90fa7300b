"""A house on either database, and processes that work on it and can be killed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from kernel.settings import Settings
from tests.audit.killing import Processes, Zygote, tell_time
from tests.clock import TestClock


@pytest.fixture(scope="session")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    one = Zygote(tmp_path_factory.mktemp("zygote") / "said")
    yield one
    one.close()


@pytest.fixture
def processes(zygote: Zygote, settings: Settings, clock: TestClock) -> Iterator[Processes]:
    tell_time(settings, clock)
    some = Processes(zygote, settings)
    yield some
    some.close()


@pytest.fixture
def house(settings: Settings, clock: TestClock) -> Iterator[Flask]:
    from app import create_app

    app = create_app(settings, clock)
    yield app
    app.extensions["venire"].engine.dispose()
