"""Polls of every kind, open at once, of jurors none of whom sits in two of them."""

from dataclasses import dataclass, replace

from jury import actions
from kernel.actor import Actor
from kernel.settings import Settings
from rules.actions import load_book
from tests.clock import TestClock
from tests.databases import work_on
from tests.jury import assembled, quotas
from tests.jury.bench import Bench, OpenWork, make_bench
from tests.jury.lives import LOOSE
from tests.jury.trusted import NAMES, Trusted, appoint

JURORS = 110
COMERS = 12


@dataclass(frozen=True)
class Poll:
    """An open poll. jurors: who may cast their ballots now; trustee: one who holds a part of its
    key."""

    kind: str
    bench: Bench
    jurors: list[Actor]
    trustee: Actor | None = None

    @property
    def ref(self) -> str:
        return self.bench.ref

    @property
    def case(self) -> str:
        return f"/jury/cases/{self.ref}"


class Village:
    """Where polls are opened one after the other. Whoever was drawn for one is left out of the
    next."""

    def __init__(self, work: OpenWork, clock: TestClock, settings: Settings) -> None:
        self.bench, self.settings = make_bench(work, clock, JURORS), settings
        with work() as w:
            load_book(w)
        quotas.mix(self.bench)
        self.polls: list[Poll] = []
        self.drawn: dict[str, str] = {}

    def case(self, number: int) -> Bench:
        return replace(self.bench, ref=f"C-2026-{number:04}")

    def seats(self, kind: str, bench: Bench, trustee: Actor | None = None) -> None:
        """Let the panel that was drawn take its seats, and open the poll."""
        drawn = [one for one, _state in bench.seats()]
        self.drawn |= {one.account: "household" for one in drawn}
        jurors = bench.accept()
        bench.open()
        for one in jurors:
            bench.quiz(one)
        self.polls.append(Poll(kind, bench, jurors, trustee))

    def panel(self, number: int, kind: str, standard: str = "twelve") -> None:
        bench = self.case(number)
        bench.freeze(self.drawn, standard)
        bench.draw()
        self.seats(kind, bench)

    def within_quotas(self, number: int) -> None:
        bench = self.case(number)
        bench.freeze(self.drawn)
        quotas.draw_within(bench, LOOSE)
        self.seats("a panel within quotas", bench)

    def of_trustees(self, number: int) -> None:
        """Its case is frozen by a house whose keys trustees hold."""
        held = replace(self.settings, trustees=(2, 3))
        with work_on(held, self.bench.clock) as work:
            bench = Trusted(work, self.bench.clock, self.bench.cast, f"C-2026-{number:04}")
            appoint(bench, *NAMES)
            bench.freeze(self.drawn)
            for one in bench.holders():
                bench.keep(one)
        bench.work = self.bench.work
        bench.draw()
        self.seats("a panel with trustees", bench, bench.holders()[0])

    def assembly(self, number: int) -> None:
        """And a panel beside it."""
        bench = self.case(number)
        assembled.convene(bench, self.drawn)
        with bench.work(bench.cast.olive) as w:
            panel = replace(bench, ref=actions.open_beside(w, bench.ref).ref)
        panel.draw()
        self.seats("a panel beside it", panel)
        free = [one for one in bench.cast.jurors if one.account not in self.drawn][:COMERS]
        self.polls.append(Poll("an assembly", bench, assembled.come(bench, free)))


def polls_of_every_kind(work: OpenWork, clock: TestClock, settings: Settings) -> list[Poll]:
    """Open a poll of each kind; the standards are small (tests/jury/lives.py, `in_small`)."""
    village = Village(work, clock, settings)
    village.within_quotas(1)
    village.panel(4, "a panel")
    village.panel(5, "a panel that may end early", "early")
    village.of_trustees(6)
    village.assembly(7)
    return village.polls
