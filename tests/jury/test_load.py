"""What service asks of a juror, told to them; and who could not be drawn, told to everybody."""

import pytest

from jury.queries import load_of
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import Visit, cells, decided, signed_in, with_book


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def test_a_juror_sees_what_is_asked_of_them(bench: Bench, visit: Visit) -> None:
    bench.publish_roll()
    juror = bench.cast.jurors[0]
    page = signed_in(visit, juror).get("/jury/")
    assert "Open cases in which you sit 0 of at most 3" in cells(page)
    assert "The lot may fall on you for any case" in cells(page)
    assert "What is asked of you" not in signed_in(visit, bench.cast.clara).get("/jury/").text
    jurors = decided(bench, ["uphold"] * 7 + ["deny"] * 5)
    text = cells(signed_in(visit, jurors[0]).get("/jury/"))
    assert "Open cases in which you sit 0 of at most 3" in text
    assert "Decided with you in the last year 1" in text
    bench.publish_roll()
    assert "on the present roll you rest" in cells(signed_in(visit, jurors[0]).get("/jury/"))
    bench.clock.move(days=366)
    assert "Decided with you in the last year 0" in cells(signed_in(visit, jurors[0]).get("/jury/"))


def test_who_sits_in_as_many_cases_as_one_may_is_told_so(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    asked = signed_in(visit, bench.jurors("summoned")[0]).get(f"/jury/cases/{REF}")
    assert "you hold a seat in 1 of at most 3 open cases, and sat in 0" in asked.text
    [juror, *_others] = bench.accept()
    with bench.work(writing=False) as w:
        load = load_of(w.session, juror.account, 1, w.now)
    assert (load.open, load.full, load.served) == (1, True, 0)


def test_a_verdict_tells_who_could_not_be_drawn_in_counts(bench: Bench, visit: Visit) -> None:
    jurors = bench.cast.jurors
    near = {jurors[0].account: "household", jurors[1].account: "employer"}
    decided(bench, ["uphold"] * 7 + ["deny"] * 5, near)
    text = cells(visit().get(f"/verdicts/{REF}"))
    assert "They live in one household with the claimant. 1" in text
    assert "They have the same employer as the claimant. 1" in text
    assert "The lot came from a secret of the house" in text
