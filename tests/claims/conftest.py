"""A village with the rule book of the demo, and a claim on its way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest

from claims.actions import (
    agree_to_text,
    approve_summary,
    decide_claim,
    dispute_decision,
    enter_claim,
    file_claim,
    freeze,
    hand_in_claim,
    send_for_review,
)
from claims.examples import examples
from claims.handover import hide_all
from claims.models import Claim
from kernel.actor import Actor, Role
from kernel.errors import Refusal
from kernel.work import Work
from members.queries import actor_of
from rules.actions import load_book
from rules.book import demo_book
from tests.claims.filed import FILED, REFUSED
from tests.claims.settling import decide, seat
from tests.village import PASSWORD, Cast, person, settle


@dataclass(frozen=True)
class Claimants(Cast):
    """The village, and three officers more, who had a part in no claim: they answer objections."""

    orla: Actor
    odile: Actor
    otis: Actor


def the_claimants(work: Work, jurors: int = 2) -> Claimants:
    load_book(work, demo_book())
    for name in ("Henry", "Hedda"):
        person(work, name, household="Mill Lane 3")
    village = settle(work, jurors)
    more = [person(work, name, Role.OFFICER) for name in ("Orla", "Odile", "Otis")]
    work.session.flush()
    return Claimants(
        **vars(village), **{one.name.lower(): actor_of(work.session, one) for one in more}
    )


@pytest.fixture
def scene():
    return the_claimants


@pytest.fixture
def cast(came_of_it) -> Claimants:
    return came_of_it


@pytest.fixture
def facts():
    return examples()["C-01"].facts


@pytest.fixture
def entered(work, cast, facts) -> str:
    """The ref of a claim of Clara's that Olive entered."""
    with work(cast.olive) as w:
        return enter_claim(w, "Clara@village.example", facts).ref


@pytest.fixture
def in_review(work, cast, entered) -> str:
    with work(cast.olive) as w:
        send_for_review(w, entered)
    return entered


@pytest.fixture
def signed_off(work, cast, in_review, facts) -> str:
    with work(cast.oscar) as w:
        approve_summary(w, in_review, hide_all(facts), 1)
    return in_review


@pytest.fixture
def agreed(work, cast, signed_off) -> str:
    with work(cast.clara) as w:
        agree_to_text(w, signed_off, 1)
    return signed_off


@pytest.fixture
def frozen(work, cast, agreed) -> str:
    """The ref of a claim before a jury, on whose panel the first juror sits."""
    with work(cast.olive) as w:
        freeze(w, agreed)
    seat(work, agreed, cast.jurors[0].account)
    return agreed


@pytest.fixture
def upheld(work, frozen) -> str:
    decide(work, frozen)
    return frozen


@pytest.fixture
def do(work) -> Callable[..., Claim]:
    """Run one action in a unit of work of its own: `do(olive, send_for_review, ref)`."""

    def run(actor: Actor, action: Callable[..., Claim], *values: object) -> Claim:
        with work(actor) as w:
            return action(w, *values)

    return run


@pytest.fixture
def at_once(work) -> Callable[..., list[object]]:
    """Run actions in the same moment, each in a unit of work and a thread of its own.

    Each is an actor, an action and its values; what they return, or are refused by, comes back.
    """

    def run(*acts: tuple[Any, ...]) -> list[object]:
        gate = Barrier(len(acts))

        def one(actor: Actor, action: Callable[..., object], *values: object) -> object:
            gate.wait()
            try:
                with work(actor) as w:
                    return action(w, *values)
            except Refusal as refusal:
                return refusal

        with ThreadPoolExecutor(len(acts)) as pool:
            started = [pool.submit(one, *each) for each in acts]
            return [each.result() for each in started]

    return run


@pytest.fixture
def filed(do, cast) -> str:
    """The ref of a claim that Clara writes for a child."""
    return do(cast.clara, file_claim, FILED).ref


@pytest.fixture
def handed_in(do, cast, filed) -> str:
    do(cast.clara, hand_in_claim, filed)
    return filed


@pytest.fixture
def decided(do, cast, handed_in) -> str:
    do(cast.olive, decide_claim, handed_in, REFUSED, 2)
    return handed_in


@pytest.fixture
def disputed(do, cast, decided) -> str:
    do(cast.clara, dispute_decision, decided, "It was not so.")
    return decided


@pytest.fixture
def as_(visit):
    def sign_in(name):
        person = visit()
        person.sign_in(f"{name}@village.example", PASSWORD)
        return person

    return sign_in
