"""A bench whose keys trustees hold: who they are, and what they do."""

from dataclasses import dataclass, field

from audit.entry import parse
from audit.queries import entries
from jury import actions
from jury.keys import destroy_words, entered_places
from jury.models import JuryCase
from kernel.actor import Actor
from kernel.settings import Settings
from kernel.work import ground
from members.queries import actor_of
from rules.actions import load_book
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, make_bench
from tests.village import person

NAMES = ("Tara", "Timo", "Tess", "Theo")


@dataclass
class Trusted(Bench):
    """A bench with trustees, in the order in which they were appointed; and the words on their
    papers, by account."""

    trustees: list[Actor] = field(default_factory=list)
    papers: dict[str, str] = field(default_factory=dict)

    def look(self, trustee: Actor) -> str:
        """Let a trustee look at their words: what the page does."""
        with self.work(trustee) as w:
            part, words = actions.show_words(w, self.ref)
            place = part.place
        destroy_words(w.settings, self.ref, place)
        self.papers[trustee.account] = words
        return words

    def keep(self, trustee: Actor) -> None:
        """Let a trustee put their words on paper."""
        self.look(trustee)
        with self.work(trustee) as w:
            actions.keep_words(w, self.ref)

    def enter(self, trustee: Actor, words: str | None = None) -> int:
        with self.work(trustee) as w:
            return actions.enter_share(w, self.ref, words or self.papers[trustee.account])

    def entered(self) -> set[int]:
        with self.work(writing=False):
            return entered_places(ground().settings, self.ref)

    def holders(self) -> list[Actor]:
        """Return who holds a part of this case's key, by place."""
        return self.trustees[:3]

    def ready(self, exclusions: dict[str, str] | None = None) -> list[Actor]:
        self.freeze(exclusions)
        for trustee in self.holders():
            self.keep(trustee)
        self.draw()
        jurors = self.accept()
        self.open()
        for juror in jurors:
            self.quiz(juror)
        return jurors


def appoint(bench: Trusted, *names: str) -> None:
    """Bring people and make them trustees, an hour after one another."""
    for name in names:
        with bench.work() as w:
            account = person(w, name)
            w.session.flush()
            bench.trustees.append(actor_of(w.session, account))
        with bench.work(bench.cast.agnes) as w:
            actions.appoint_trustee(w, bench.trustees[-1].ref)
        with bench.work(bench.trustees[-1]) as w:
            actions.accept_trust(w)
        bench.clock.move(hours=1)


def make_trusted(work: OpenWork, clock: TestClock, jurors: int = 24, book: bool = False) -> Trusted:
    """Return a bench with three trustees and one to spare."""
    plain = make_bench(work, clock, jurors)
    bench = Trusted(work, clock, plain.cast, REF)
    appoint(bench, *NAMES)
    if book:
        with work() as w:
            load_book(w)
    return bench


def stage(bench: Trusted, ref: str = REF) -> str:
    with bench.work(writing=False) as w:
        return w.session.get_one(JuryCase, ref).stage


def on(bench: Trusted) -> Settings:
    with bench.work(writing=False):
        return ground().settings


def registry(bench: Trusted, *kinds: str) -> list[tuple[str, str]]:
    """Return (kind, by) of what the registry holds of these kinds."""
    bench.log()
    with bench.work(writing=False) as w:
        found = [parse(raw) for raw in entries(w.session, "registry")]
    return [(one["kind"], one["by"]) for one in found if one["kind"] in kinds]
