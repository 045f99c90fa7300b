"""Cases before the jury under the real actions, in any order, against a model of them.

The model knows who holds which seat and what each said last; it works out who comes next from the
stream, as docs/formats.md tells it, and never asks the house. There is a life of each kind: a panel
by lot or within quotas, a poll that ends early, an assembly, a panel beside one, a key that
trustees hold (tests/jury/lives.py). Some walks lead through what must come about; then anything
happens. With --log-cli-level=INFO it tells how often what came about.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from inspect import signature
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import settings as runs
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from jury import actions
from kernel.settings import Settings
from tests.clock import TestClock
from tests.jury import quotas
from tests.jury.bench import Bench, OpenWork, make_bench
from tests.jury.lives import LIVES, TIGHT, Life, given, in_small
from tests.jury.model import CHOICES, OVER
from tests.jury.played import Played
from tests.jury.trusted import make_trusted

log = logging.getLogger("tests.machine")
RUNS = {"sqlite": (8, 40), "postgresql": (2, 20)}  # random lives of a kind, and deeds in each
AFTER_THE_END = 4  # deeds that are still tried; all of them are refused


class Trial(RuleBasedStateMachine):
    """Deeds at random, of whoever sits; each refused exactly when the model says so."""

    def __init__(
        self, life: Life, bench: Bench, ref: str, folder: Path, seen: Counter[str]
    ) -> None:
        super().__init__()
        self.life, self.left = life, AFTER_THE_END
        self.case = Played(bench, ref, life, seen, folder)
        self.case.begins()

    def do(self, deed: str, panel: bool = False, **given: object) -> None:
        """Do a deed in the case, or in the panel that stands beside it, if there is one."""
        act = getattr(self.case.family[-1 if panel else 0], deed)
        act(**{name: given[name] for name in signature(act).parameters})

    def walk(self, deeds: str) -> None:
        for deed in deeds.split(";"):
            name, with_this = given(deed)
            self.do(name, **with_this)
            self.as_the_model_says()

    @initialize(
        begins=st.booleans(), steps=st.integers(0, 4), number=st.integers(0, 99), so=st.booleans()
    )
    def comes_so_far(self, begins: bool, steps: int, number: int, so: bool) -> None:
        """Begin anywhere on the straight way: at random few cases would come to a poll."""
        if begins and self.life.begins:
            self.walk(self.life.begins)
        for _step in range(steps):
            self.case.goes_on(CHOICES[0], False)
        if so:
            self.case.is_challenged(number, True)

    @rule(
        deed=st.integers(0, 999),
        number=st.integers(0, 99),
        choice=st.sampled_from(CHOICES),
        so=st.booleans(),
        last=st.booleans(),
        panel=st.booleans(),
    )
    def happens(self, deed: int, **more: object) -> None:
        over = all(one.model.stage in OVER for one in self.case.family)
        self.left -= over
        if self.left >= 0:
            self.do(self.life.deeds[deed % len(self.life.deeds)], **more)

    @invariant()
    def as_the_model_says(self) -> None:
        if self.left >= 0:
            for one in self.case.family:
                one.check()

    def teardown(self) -> None:
        self.ends()

    def ends(self) -> None:
        """Leave nobody with an open case: the cap would empty the next draw."""
        for one in self.case.family:
            if one.model.stage == "open" and not one.model.halted:
                one.is_closed_and_decided()
        for one in self.case.family:
            if one.model.before_its_end(one.now):
                with one.bench.work(one.bench.cast.clara) as w:
                    actions.withdraw_case(w, one.ref)
                break


@pytest.fixture(params=LIVES, ids=lambda life: life.name)
def life(request: pytest.FixtureRequest) -> Life:
    return request.param


@pytest.fixture
def settings(settings: Settings, life: Life) -> Settings:
    return replace(settings, trustees=(2, 3)) if life.trustees else settings


@pytest.fixture
def bench(life: Life, work: OpenWork, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> Bench:
    in_small(monkeypatch)
    found = (make_trusted if life.trustees else make_bench)(work, clock, life.jurors)
    if life.quotas:
        quotas.mix(found)
    return found


@pytest.fixture
def refs() -> Iterator[str]:
    return (f"C-2026-{number:04}" for number in count(1))


def test_a_life_of_each_kind(
    life: Life, bench: Bench, refs: Iterator[str], tmp_path: Path, database_kind: str
) -> None:
    walked, seen = Counter[str](), Counter[str]()
    for deeds in life.walks:
        trial = Trial(life, bench, next(refs), tmp_path, walked)
        trial.case.quotas = TIGHT
        trial.walk(deeds)
        trial.ends()
    assert life.wanted <= set(+walked), life.wanted - set(+walked)
    if not life.at_random:
        return
    examples, steps = RUNS[database_kind]
    run_state_machine_as_test(
        lambda: Trial(life, bench, next(refs), tmp_path, seen),
        settings=runs(
            max_examples=examples,
            stateful_step_count=steps,
            phases=(Phase.generate,),  # each step writes to a database: shrinking takes for ever
        ),
    )
    log.info("%s: %s", life.name, dict((walked + seen).most_common()))
    if database_kind == "sqlite":  # on the other, fewer lives are lived
        assert life.at_random <= set(+seen), life.at_random - set(+seen)
