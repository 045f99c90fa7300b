"""The demo: a small plan with three hundred members and cases in every stage.

Each step is the action that a person would take, in that person's name and at its own moment; the
jobs run in between, as the worker would run them. One thing is written past the rules: the lot
decides who sits, and one of those who do is given the name and the password of the demo's juror.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa

import claims.actions
import claims.queries
import jury.actions
import quiz.actions
import rules.actions
from claims.examples import examples
from home import examining
from home.cases import Cases
from home.filing import file_three
from home.people import PEOPLE, DemoPerson, keep, make_passwords
from home.revising import revise
from home.stage import DAY, GUESSERS, JURORS, MEMBERS, Scene, at
from home.voices import half_and_half
from kernel.actor import Actor
from kernel.jobs import worker_is_there
from kernel.work import Work, ground, unit_of_work
from members.actions import add_member, grant_role
from members.models import Account
from members.passwords import hash_password
from members.queries import account, actor_of
from quiz.bank import demo_bank


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    with unit_of_work(writing=False) as work:
        return work.session.scalar(sa.select(Account.id).limit(1)) is None


def has_worker() -> bool:
    """Whether a worker goes its rounds: it would close the demo's past polls by today's clock."""
    with unit_of_work(writing=False) as work:
        return worker_is_there(work)


def people_file() -> Path:
    """Return where this installation keeps the demo people's passwords."""
    return ground().settings.home / "demo-people.json"


def seed_demo(say: Callable[[str], None]) -> None:
    """Fill an empty database; `say` is told what is being done."""
    made = make_passwords()
    Demo(ground().clock(), say, made).play()
    keep(people_file(), made)


class Demo(Cases):
    """The play, its scenes side by side. chosen: who becomes the demo's juror."""

    chosen: Actor

    def play(self) -> None:
        self.say("Seeding the demo: rules, exam, members …")
        with at(self.now - 120 * DAY):
            self.found_the_plan()
        with at(self.now - 60 * DAY):
            with unit_of_work(self.officer) as work:
                jury.actions.build_roll(work)
            self.tick()
        self.say("… eight disputed claims, and four revisions of the rules.")
        first = MEMBERS - JURORS - GUESSERS + 1  # of those who sat the exam; they guess
        sat = [self.who(self.member(number)) for number in range(first, MEMBERS + 1)]
        noor, other, third = map(self.who, ("noor@demo.example", self.member(20), self.member(21)))
        self.play_together(
            [
                self.decided("C-04", "twelve", 26, half_and_half, within_quotas=True),
                self.withdrawn("C-01", 18),
                # A few days ago: one may be appealed, and the other is about to be paid.
                self.decided(
                    "C-06", "panel", 8, lambda seat: "uphold" if seat % 3 == 0 else "deny"
                ),
                self.decided(
                    "C-02", "panel", 5, lambda seat: "deny" if seat % 4 == 0 else "uphold"
                ),
                *self.two_that_run(),
                self.prepared("C-05", 0.2),
                self.entered("C-10", 0.1),
                *file_three(noor, other, third, self.officer),
                *revise(self.who),
                *examining.change_the_bank(self.who, sat),
            ]
        )
        with at(self.now):
            self.cast_the_juror(self.chosen)
            self.tick()

    def two_that_run(self) -> Iterator[Scene[None]]:
        """Two cases before the jury: of one the poll is open, of the other the jurors are asked."""
        refs: dict[str, str] = {}

        def kept(name: str, scene: Scene[str]) -> Scene[None]:
            refs[name] = yield from scene

        def votes() -> Scene[None]:
            yield 0.22
            self.chosen = self.drawn_for_both(refs["opened"], refs["drawn"])
            self.vote(refs["opened"], "C-03", half_and_half, up_to=16, spare=self.chosen.account)

        yield kept("opened", self.opened("C-03", "early", 1))
        yield kept("drawn", self.drawn("C-07", "panel", 0.25))
        yield votes()

    def entered(self, label: str, days_ago: float) -> Scene[None]:
        """An officer begins to enter a claim, and has not come far."""
        yield days_ago
        with unit_of_work(self.officer) as work:
            facts = replace(examples()[label].facts, quiz=(), standard=None)
            claims.actions.enter_claim(work, self.member(10), facts)

    # The people

    def found_the_plan(self) -> None:
        with unit_of_work() as work:
            rules.actions.load_book(work)
            quiz.actions.load_bank(work, demo_bank())
            sitting: list[Actor] = []
            for person in PEOPLE:
                if person.what != "juror":
                    self.bring(work, person, self.passwords[person.email])
            for number in range(MEMBERS):
                name = self.name(number)
                added = add_member(
                    work,
                    email=f"{name.lower().replace(' ', '.')}@members.example",
                    name=name,
                    born_on=date(1960 + number % 45, 1 + number % 12, 1 + number % 28),
                    joined_at=work.now - (40 + number) * DAY,
                    household=f"household {number // 2}" if number % 7 == 0 else None,
                )
                if number < JURORS + GUESSERS:
                    sitting.append(actor_of(work.session, added))
        self.appoint()
        examining.sit(sitting[:JURORS])
        examining.sit(sitting[JURORS:], knows=False)
        self.tick()

    def bring(self, work: Work, person: DemoPerson, password: str) -> None:
        added = add_member(
            work,
            email=person.email,
            name=person.name,
            born_on=date(1985, 5, 17),
            password_hash=hash_password(password, quick=work.settings.testing),
            joined_at=work.now - 300 * DAY,
        )
        for role in person.roles:
            grant_role(work, added.id, role)

    def drawn_for_both(self, opened: str, drawn: str) -> Actor:
        """Return one who sits on the first case and is summoned to the second, if there is one."""
        sitting = self.seated(opened)
        summoned = {actor.account_id for actor in self.seated(drawn)}
        return next((one for one in sitting if one.account_id in summoned), sitting[0])

    def cast_the_juror(self, chosen: Actor) -> None:
        """The lot chose who sits; one of those becomes the demo's juror."""
        juror = next(person for person in PEOPLE if person.what == "juror")
        with unit_of_work() as work:
            found = account(work.session, chosen.account)
            found.email, found.name = juror.email, juror.name
            found.password_hash = hash_password(
                self.passwords[juror.email], quick=work.settings.testing
            )
