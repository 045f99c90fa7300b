"""A bench to try cases on: a village of jurors, and the steps of a case, one method each."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from audit.entry import canonical, parse
from audit.queries import entries
from audit.sequencer import sequence
from jury import actions
from jury.casefile import CaseFile, CitedClause, DateLine, QuizQuestion
from jury.models import Roll, Seat
from jury.randomness import Kind
from kernel.actor import Actor
from kernel.work import Work, ground
from tests.clock import TestClock
from tests.village import Cast, settle

OpenWork = Callable[..., AbstractContextManager[Work]]
REF = "C-2026-0004"
TIERS = (5_000_000, 10_000_000)


def case_file(ref: str = REF, tiers: tuple[int, ...] = TIERS) -> CaseFile:
    return CaseFile(
        ref=ref,
        title="One millimetre of mercury",
        question="Is the claim to be paid?",
        summary="A lung disease; the clause asks for a value just below the one measured.",
        claimant_says="Measuring without the machine is dangerous.",
        respondent_says="The value lies above the limit.",
        clauses=(
            CitedClause("lung-disease", 1, "ab" * 32, "It sets the limit."),
            CitedClause("impossible-evidence", 1, "cd" * 32, "It says what then."),
        ),
        dates=(DateLine("Day of membership", "212", "counting-days/1"),),
        tiers=tiers,
        quiz=(
            QuizQuestion("How old is the claimant?", ("47", "57"), 1),
            QuizQuestion("What is measured?", ("Oxygen", "Sugar"), 0),
            QuizQuestion("Who disputes it?", ("The investigator", "Nobody"), 0),
        ),
    )


RIGHT = [1, 0, 0]


def raw(log: list[dict[str, Any]]) -> list[bytes]:
    """Return the entries of a log as they are stored."""
    return [canonical(one) for one in log]


def fields(choice: str = "uphold", **more: str) -> dict[str, str | None]:
    """Return a ballot's form as it is sent."""
    found: dict[str, str | None] = {
        "choice": choice,
        "issue-lung-disease": "unclear",
        "issue-impossible-evidence": "applies",
        "tier": str(TIERS[1]) if choice == "uphold" else None,
        "reason": f"I say {choice}.",
    }
    return {**found, **more}


@dataclass
class Bench:
    """One case under the standard `twelve`, and the people around it."""

    work: OpenWork
    clock: TestClock
    cast: Cast
    ref: str = REF
    tokens: int = field(default=0)

    def log(self) -> list[dict[str, Any]]:
        """Sequence what waits, and return the case's log."""
        with self.work(writing=False):
            on = ground()
        sequence(on.engine, on.settings)
        with self.work(writing=False) as w:
            return [parse(raw) for raw in entries(w.session, self.ref)]

    def freeze(
        self, exclusions: dict[str, str] | None = None, standard: str = "twelve", **more: Any
    ) -> None:
        with self.work(self.cast.olive) as w:
            actions.open_case(w, case_file(self.ref, **more), standard, exclusions or {})

    def publish_roll(self) -> Roll:
        """Publish a roll that may be drawn from: the log says so."""
        with self.work(self.cast.olive) as w:
            roll = actions.build_roll(w)
        self.log()
        return roll

    def announce(self, kind: Kind = Kind.HOUSE, source: str = "") -> None:
        """Publish a roll and commit to a draw from it; the announcement is in the log."""
        self.publish_roll()
        with self.work(self.cast.olive) as w:
            actions.commit_draw(w, self.ref, kind, source)
        self.log()

    def draw(self, fresh_roll: bool = True) -> None:
        if fresh_roll:
            self.publish_roll()
        self.log()
        with self.work(self.cast.olive) as w:
            actions.commit_draw(w, self.ref)
        self.log()
        with self.work(self.cast.oscar) as w:
            actions.draw_panel(w, self.ref)

    def seats(self, *states: str) -> list[tuple[Actor, str]]:
        """Return (juror, state) of all who were drawn, by seat number; only these states."""
        by_id = {juror.account_id: juror for juror in self.cast.jurors}
        with self.work(writing=False) as w:
            rows = w.session.query(Seat).filter(Seat.case_ref == self.ref).all()
        rows.sort(key=lambda row: (row.number is None, row.number or 0, row.ord))
        return [
            (by_id[row.account_id], row.state) for row in rows if not states or row.state in states
        ]

    def jurors(self, *states: str) -> list[Actor]:
        return [juror for juror, _state in self.seats(*states)]

    def accept(self, count: int = 99) -> list[Actor]:
        asked = self.jurors("summoned")[:count]
        for juror in asked:
            with self.work(juror) as w:
                actions.accept_seat(w, self.ref)
        return asked

    def open(self) -> None:
        with self.work(self.cast.olive) as w:
            actions.open_poll(w, self.ref)
        self.log()

    def quiz(self, juror: Actor) -> None:
        with self.work(juror) as w:
            assert actions.pass_case_quiz(w, self.ref, RIGHT)

    def token(self) -> str:
        self.tokens += 1
        return base64.b64encode(f"token-{self.tokens:06}".encode()).decode()

    def vote(self, juror: Actor, choice: str = "uphold", token: str | None = None) -> str:
        with self.work(juror) as w:
            return actions.cast_ballot(w, self.ref, fields(choice), token or self.token())

    def close(self) -> None:
        self.clock.move(hours=72)
        with self.work() as w:
            actions.close_poll(w, self.ref)
        self.log()

    def decide(self) -> dict[str, Any]:
        with self.work() as w:
            found = actions.decide_case(w, self.ref).body
        self.log()
        return found

    def ready(self, exclusions: dict[str, str] | None = None) -> list[Actor]:
        """Bring the case to an open poll with twelve jurors who may cast; return them."""
        self.freeze(exclusions)
        self.draw()
        jurors = self.accept()
        self.open()
        for juror in jurors:
            self.quiz(juror)
        return jurors


def make_bench(work: OpenWork, clock: TestClock, jurors: int = 24) -> Bench:
    with work() as w:
        cast = settle(w, jurors)
    return Bench(work, clock, cast)
