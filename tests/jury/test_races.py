"""Sixteen at once: one ballot counts, and a closing second has two sides and no middle."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa

from jury import actions, queries
from jury.models import Ballot, Seat
from kernel.actor import Actor
from kernel.errors import Conflict, Refusal
from tests.jury.bench import REF, Bench, fields
from tests.jury.crowd import at_once, until_one_waits

THREADS = 16
LAST = timedelta(microseconds=1)


def cast(bench: Bench, juror: Actor, token: str, choice: str = "uphold") -> object:
    with bench.work(juror) as w:
        return actions.cast_ballot(w, REF, fields(choice), token)


def revs(bench: Bench) -> list[int]:
    with bench.work(writing=False) as w:
        return sorted(w.session.scalars(sa.select(Ballot.rev)))


def test_one_form_sent_sixteen_times_is_one_ballot(bench: Bench) -> None:
    juror = bench.ready()[0]
    given = at_once(*[lambda: cast(bench, juror, "one-form")] * THREADS)
    assert {type(one) for one in given} == {str}
    assert len(set(given)) == 1
    assert revs(bench) == [1]


def test_sixteen_forms_of_one_juror_make_one_ballot_that_counts(bench: Bench) -> None:
    juror = bench.ready()[0]
    jobs = [
        lambda n=number: cast(bench, juror, f"form-number-{n}", "deny" if n % 2 else "uphold")
        for number in range(THREADS)
    ]
    given = at_once(*jobs)  # type: ignore[arg-type]
    assert len({one for one in given if isinstance(one, str)}) == THREADS
    assert revs(bench) == list(range(1, THREADS + 1))
    bench.close()
    numbers = bench.decide()["numbers"]
    assert (numbers["cast"], numbers["replaced_ballots"]) == (1, THREADS - 1)


def test_one_form_with_two_choices_is_one_ballot(bench: Bench) -> None:
    juror = bench.ready()[0]
    jobs = [
        lambda n=number: cast(bench, juror, "one-form", "deny" if n % 2 else "uphold")
        for number in range(THREADS)
    ]
    given = at_once(*jobs)  # type: ignore[arg-type]
    assert sum(isinstance(one, Conflict) for one in given) == THREADS // 2
    assert len({one for one in given if isinstance(one, str)}) == 1
    assert revs(bench) == [1]


@pytest.mark.parametrize("round_number", range(5))
def test_close_and_cast_in_the_same_second(bench: Bench, round_number: int) -> None:
    """A receipt means that the ballot is in the log; a refusal means that it is not."""
    jurors = bench.ready()
    closes = bench.clock.move(hours=72)

    def close() -> object:
        with bench.work(now=closes) as w:
            return actions.close_poll(w, REF).stage

    def late(juror: Actor, token: str) -> object:
        # Half of them came in the last instant, half at the closing second itself.
        came = closes if int(token[-2:]) % 2 else closes - LAST
        with bench.work(juror, now=came) as w:
            return actions.cast_ballot(w, REF, fields(), token)

    jobs: list[Callable[[], object]] = [
        lambda j=juror, n=n: late(j, f"token-of-{n:02}")  # type: ignore[misc]
        for n, juror in enumerate(jurors)
    ]
    jobs.insert(round_number * 3, close)
    given = at_once(*jobs)
    assert given.pop(round_number * 3) == "closed"
    assert all(isinstance(one, str | Refusal) for one in given), given
    assert all(isinstance(one, Refusal) for one in given[1::2])
    log = bench.log()
    logged = sum(entry["kind"] == "ballot" for entry in log)
    assert logged == sum(isinstance(one, str) for one in given) == log[-1]["ballots"]


def test_a_seat_is_given_up_once(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    juror = bench.jurors("summoned")[0]

    def decline() -> object:
        with bench.work(juror) as w:
            return actions.decline_seat(w, REF).state

    assert at_once(*[decline] * 8) == ["declined"] * 8
    assert sum(entry["kind"] == "seat.replaced" for entry in bench.log()) == 1
    with bench.work(writing=False) as w:
        held = w.session.scalars(sa.select(Seat.number).where(Seat.state == "summoned")).all()
    assert sorted(number for number in held if number) == list(range(1, 13))


def test_two_rolls_at_once_are_two_epochs_or_one_refusal(bench: Bench) -> None:
    """The second starts when the first has written, and before it has committed."""
    written = Event()

    def first() -> object:
        with bench.work() as w:
            epoch = actions.build_roll(w).epoch
            written.set()
            until_one_waits(w.session)
            return epoch

    def second() -> object:
        written.wait(10)
        with bench.work() as w:
            return actions.build_roll(w).epoch

    one, other = at_once(first, second)
    assert one == 1
    assert other == 2 or isinstance(other, Conflict), other
    with bench.work() as w:
        assert actions.build_roll(w).epoch == (3 if other == 2 else 2)


def test_what_was_read_before_the_lock_does_not_count_after_it(bench: Bench) -> None:
    """A cast that came in time, looked, and waited for the lock while the poll was closed."""
    juror = bench.ready()[0]
    closes = bench.clock.move(hours=72)
    closing, looked = Event(), Event()

    def close() -> object:
        with bench.work(now=closes) as w:
            stage = actions.close_poll(w, REF).stage
            closing.set()
            looked.wait(1)  # on SQLite nobody can look meanwhile: the writer waits at BEGIN
            until_one_waits(w.session)
            return stage

    def late() -> object:
        closing.wait(10)
        with bench.work(juror, now=closes - LAST) as w:
            queries.case_for_juror(w.session, juror.account, REF)
            looked.set()
            return actions.cast_ballot(w, REF, fields(), "came-in-time")

    closed, refused = at_once(close, late)
    assert closed == "closed"
    assert isinstance(refused, Conflict), refused
    assert bench.log()[-1]["ballots"] == 0


def test_what_was_settled_while_a_ballot_waited_for_the_case_counts(bench: Bench) -> None:
    """A cast that waits for a case which is halted meanwhile: the halt is a row of its own."""
    juror = bench.ready()[0]
    halting = Event()

    def halt() -> object:
        with bench.work(bench.cast.olive) as w:
            actions.halt_case(w, REF, "evidence", "A paper came in.")
            halting.set()
            until_one_waits(w.session)
        return "halted"

    def late() -> object:
        halting.wait(10)
        return cast(bench, juror, "came-in-time")

    halted, refused = at_once(halt, late)
    assert halted == "halted"
    assert isinstance(refused, Conflict), refused
    assert revs(bench) == []
