"""The stage of the demo: what moment it is, who is there, and the worker that goes its rounds."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar

from flask import current_app

from kernel.actor import Actor
from kernel.jobs import jobs
from kernel.work import ground, unit_of_work
from members.queries import account_by_email, actor_of

MEMBERS = 300
JURORS = 124  # who know the rules
GUESSERS = 80  # who do not, and fail
FIRST = "Ada Ben Cleo Dana Emre Fay Gus Hana Ivo Jin Kai Lea Mei Nils Oya Pia Quinn Rosa Sami Tao"
LAST = "Ash Bay Cole Dorn Eker Frey Gao Holt Iyer Jung Kaya Lund Mori Novak Okoye"
DAY = timedelta(days=1)

Told = TypeVar("Told")
Scene = Generator[float, None, Told]  # before each step: how many days ago it is


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the house believe that it is `moment`. Of what is played there nobody gets mail."""
    now = ground()
    mute = replace(now.settings, smtp_url=None)
    current_app.extensions["venire"] = replace(now, settings=mute, clock=lambda: moment)
    try:
        yield
    finally:
        current_app.extensions["venire"] = now


@dataclass
class Stage:
    """`now` is the moment at which somebody opens the demo."""

    now: datetime
    say: Callable[[str], None]
    passwords: dict[str, str]

    def play_together(self, scenes: Iterable[Scene[Any]]) -> None:
        """Play scenes side by side, each step in its time: so the log runs forwards.

        Steps of one moment are played in the order of their scenes.
        """
        steps = [(-next(scene), place, scene) for place, scene in enumerate(scenes)]
        heapify(steps)
        while steps:
            ago, place, scene = heappop(steps)
            with at(self.now + ago * DAY):
                then = next(scene, None)
            if then is not None:
                if -then < ago:
                    raise ValueError(f"a scene of the demo goes back to {then} days ago")
                heappush(steps, (-then, place, scene))

    def who(self, email: str) -> Actor:
        with unit_of_work(writing=False) as work:
            found = account_by_email(work.session, email)
            if found is None:
                raise LookupError(email)
            return actor_of(work.session, found)

    @property
    def officer(self) -> Actor:
        return self.who("otto@demo.example")

    @property
    def second_officer(self) -> Actor:
        return self.who("olga@demo.example")

    def member(self, number: int) -> str:
        """Return the e-mail of one of the many; the last ones are no jurors."""
        return f"{self.name(MEMBERS - number).lower().replace(' ', '.')}@members.example"

    @staticmethod
    def name(number: int) -> str:
        return f"{FIRST.split()[number % 20]} {LAST.split()[number // 20]}"

    def tick(self) -> None:
        """Let the worker go its rounds until nothing is due: log, act, log again."""
        for _ in range(3):
            failed = [name for name, count in jobs().run_once().items() if count < 0]
            if failed:
                raise RuntimeError(f"the demo stopped at: {', '.join(failed)}")
