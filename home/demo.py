"""The demo: a small plan with three hundred members and cases in every stage.

Each step is the action that a person would take, in that person's name and at its own moment; the
jobs run in between, as the worker would run them. One thing is written past the rules: the lot
decides who sits, and one of those who do is given the name and the password of the demo's juror.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

import claims.actions
import jury.actions
import quiz.actions
import rules.actions
from claims.examples import examples
from claims.handover import hide_all
from home import examining
from home.people import PEOPLE, DemoPerson, keep, make_passwords
from home.revising import revise
from home.voices import REASONS, Saying, finding, half_and_half
from jury.models import SITTING, Seat
from jury.queries import file_of, reasons_waiting, the_case
from kernel.actor import Actor
from kernel.db import new_id
from kernel.jobs import jobs, worker_is_there
from kernel.work import Work, ground, unit_of_work
from members.actions import add_member, grant_role
from members.models import Account
from members.passwords import hash_password
from members.queries import account, account_by_email, actor_of
from quiz.bank import demo_bank

MEMBERS = 300
JURORS = 124  # who know the rules
GUESSERS = 80  # who do not, and fail
FIRST = "Ada Ben Cleo Dana Emre Fay Gus Hana Ivo Jin Kai Lea Mei Nils Oya Pia Quinn Rosa Sami Tao"
LAST = "Ash Bay Cole Dorn Eker Frey Gao Holt Iyer Jung Kaya Lund Mori Novak Okoye"
DAY = timedelta(days=1)


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


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the house believe that it is `moment`."""
    now = ground()
    current_app.extensions["venire"] = replace(now, clock=lambda: moment)
    try:
        yield
    finally:
        current_app.extensions["venire"] = now


@dataclass
class Demo:
    """The play, scene by scene. `now` is the moment at which somebody opens the demo."""

    now: datetime
    say: Callable[[str], None]
    passwords: dict[str, str]

    def play(self) -> None:
        self.say("Seeding the demo: rules, exam, members …")
        with at(self.now - 120 * DAY):
            self.found_the_plan()
        with at(self.now - 60 * DAY):
            with unit_of_work(self.officer) as work:
                jury.actions.build_roll(work)
            self.tick()
        self.say("… and eight disputed claims.")
        self.decided("C-02", "panel", 40, lambda seat: "deny" if seat % 4 == 0 else "uphold")
        self.decided("C-06", "panel", 33, lambda seat: "uphold" if seat % 3 == 0 else "deny")
        self.decided("C-04", "twelve", 26, half_and_half)
        self.withdrawn("C-01", 18)
        opened = self.opened("C-03", "panel", 1)
        drawn = self.drawn("C-07", "panel", 0.25)
        chosen = self.drawn_for_both(opened, drawn)
        self.vote(opened, 0.22, half_and_half, up_to=16, spare=chosen.account)
        self.prepared("C-05", 0.2)
        with at(self.now - 0.1 * DAY), unit_of_work(self.officer) as work:
            facts = replace(examples()["C-10"].facts, quiz=())
            claims.actions.enter_claim(work, self.member(10), facts)
        self.say("… and four revisions of the rules.")
        revise(self.who, self.at)
        guessers = [self.who(self.member(MEMBERS - JURORS - n)) for n in (1, 2)]
        examining.change_the_bank(self.who, guessers, self.at)
        with at(self.now):
            self.cast_the_juror(chosen)
            self.tick()

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

    def at(self, days_ago: float) -> AbstractContextManager[None]:
        """Let it be so many days ago."""
        return at(self.now - days_ago * DAY)

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

    # The cases

    def prepared(self, label: str, days_ago: float) -> str:
        """An officer enters a claim and sends it to a second one for review."""
        claimant = "clara@demo.example" if label == "C-03" else self.member(int(label[2:]))
        with at(self.now - days_ago * DAY), unit_of_work(self.officer) as work:
            claim = claims.actions.enter_claim(work, claimant, examples()[label].facts)
            claims.actions.send_for_review(work, claim.ref)
            return claim.ref

    def drawn(self, label: str, standard: str, days_ago: float) -> str:
        """A second officer signs the claim off, it is frozen, and its panel is drawn."""
        ref = self.prepared(label, days_ago + 2)
        with at(self.now - (days_ago + 1) * DAY), unit_of_work(self.second_officer) as work:
            claims.actions.approve_summary(work, ref, hide_all(examples()[label].facts))
        with at(self.now - days_ago * DAY):
            with unit_of_work(self.officer) as work:
                claims.actions.freeze(work, ref, standard)
            with unit_of_work(self.officer) as work:
                jury.actions.commit_draw(work, ref)
            self.tick()
        return ref

    def opened(self, label: str, standard: str, days_ago: float) -> str:
        """The jurors answer (one declines, one recognises the case), and the poll is opened."""
        ref = self.drawn(label, standard, days_ago + 0.6)
        with at(self.now - (days_ago + 0.3) * DAY):
            for turn, juror in enumerate(self.seated(ref)):
                with unit_of_work(juror) as work:
                    if turn in (3, 7):
                        jury.actions.decline_seat(work, ref, recognised=turn == 7)
                    else:
                        jury.actions.accept_seat(work, ref)
            for juror in self.seated(ref):
                with unit_of_work(juror) as work:
                    jury.actions.accept_seat(work, ref)
        with at(self.now - days_ago * DAY):
            with unit_of_work(self.officer) as work:
                jury.actions.open_poll(work, ref)
            self.tick()
        return ref

    def vote(
        self, ref: str, days_ago: float, said: Saying, up_to: int = 99, spare: str = ""
    ) -> None:
        """The jurors answer the questions about the file and vote; a few stay silent.

        spare: the account of one who has not voted yet.
        """
        with at(self.now - days_ago * DAY):
            for seat, juror in enumerate(self.seated(ref)[:up_to], start=1):
                if seat % 11 == 0 or juror.account == spare:
                    continue
                with unit_of_work(juror) as work:
                    file = file_of(the_case(work.session, ref))
                    jury.actions.pass_case_quiz(work, ref, [one.key for one in file.quiz])
                    values: dict[str, str | None] = {
                        f"issue-{clause}": finding(said(seat), seat) for clause in file.issues
                    }
                    choice = "cannot_judge" if seat % 13 == 0 else said(seat)
                    values |= {"choice": choice, "reason": REASONS[choice] if seat < 6 else ""}
                    if file.tiers and choice == "uphold":
                        values["tier"] = str(max(file.tiers))
                    jury.actions.cast_ballot(work, ref, values, new_id())

    def decided(self, label: str, standard: str, days_ago: float, said: Saying) -> None:
        """The poll closes by the clock, and the worker counts."""
        ref = self.opened(label, standard, days_ago)
        self.vote(ref, days_ago - 1, said)
        with at(self.now - (days_ago - 4) * DAY):
            self.tick()
            with unit_of_work(self.second_officer) as work:
                for reason in reasons_waiting(work.session, ref):
                    jury.actions.moderate_reason(work, ref, reason.id, publish=True)

    def withdrawn(self, label: str, days_ago: float) -> None:
        """The claimant withdraws during the poll: the box stays shut."""
        ref = self.opened(label, "panel", days_ago)
        self.vote(ref, days_ago - 1, lambda seat: "uphold" if seat % 3 else "deny", up_to=20)
        with at(self.now - (days_ago - 2) * DAY):
            with unit_of_work(self.who(self.member(int(label[2:])))) as work:
                claims.actions.withdraw(work, ref)
            self.tick()

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

    def seated(self, ref: str) -> list[Actor]:
        """Return who sits on a case now, by seat."""
        with unit_of_work(writing=False) as work:
            found = work.session.scalars(
                sa.select(Seat.account_id)
                .where(Seat.case_ref == ref, Seat.state.in_(SITTING))
                .order_by(Seat.number)
            )
            return [actor_of(work.session, account(work.session, one)) for one in found]

    def tick(self) -> None:
        """Let the worker go its rounds until nothing is due: log, act, log again."""
        for _ in range(3):
            failed = [name for name, count in jobs().run_once().items() if count < 0]
            if failed:
                raise RuntimeError(f"the demo stopped at: {', '.join(failed)}")
