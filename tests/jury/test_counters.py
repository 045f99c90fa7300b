"""What the public log counts of cases and draws."""

from datetime import timedelta

import sqlalchemy as sa

from audit.promises import AFTER_CLOSING
from jury import actions
from jury.models import JuryCase
from jury.reading.counters import cases_by_stage, cases_that_owe, draws_by_kind
from tests.jury.bench import REF, Bench


def owing(bench: Bench) -> int:
    with bench.work(writing=False) as w:
        return cases_that_owe(w.session, w.now)


def test_a_case_owes_from_its_deadline_until_its_ballots_are_in_the_log(bench: Bench) -> None:
    jurors = bench.ready()
    with bench.work(writing=False) as w:
        closes = w.session.scalar(sa.select(JuryCase.closes_at))
        assert cases_by_stage(w.session) == {"open": 1}
        assert draws_by_kind(w.session, "drawn") == {"house": 1}
        assert draws_by_kind(w.session, "void") == {}
    bench.vote(jurors[0])
    bench.clock.set(closes + AFTER_CLOSING - timedelta(seconds=1))
    assert owing(bench) == 0
    bench.clock.move(seconds=1)
    assert owing(bench) == 1
    with bench.work() as w:
        actions.close_poll(w, REF)
    assert owing(bench) == 1  # handed to the log, and not there yet
    bench.log()
    assert owing(bench) == 0


def test_a_case_without_ballots_or_halted_owes_nothing(bench: Bench) -> None:
    jurors = bench.ready()
    bench.clock.move(days=9)
    assert owing(bench) == 0
    bench.clock.move(days=-9)
    bench.vote(jurors[0])
    with bench.work(bench.cast.oscar) as w:
        actions.halt_case(w, REF, "evidence", "A new paper came.")
    bench.clock.move(days=9)
    assert owing(bench) == 0
