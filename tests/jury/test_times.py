"""How long jurors took, added up: whole months, enough ballots of enough cases, and no sooner."""

from datetime import UTC, date, datetime, timedelta
from threading import Event

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from jury import actions
from jury.figures.times import LEAST_BALLOTS, LEAST_CASES, Times, counts_as_a_case, told
from jury.minutes import KNOWN, Band, minute_of
from jury.models import Ballot, Reason, VotingTime
from kernel.actor import Actor
from tests.jury.bench import Bench, fields
from tests.jury.crowd import at_once, until_one_waits

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def month(number: int, known: int, cases: int, not_known: int = 0, year: int = 2026) -> Times:
    first = date(year, number, 1)
    ballots = {Band.UNDER_10: known - known // 3, Band.LONGER: known // 3}
    return Times(first, first, cases, {**ballots, Band.NOT_KNOWN: not_known})


def spans(*months: Times, now: datetime = LATER) -> list[tuple[int, int, int]]:
    return [(one.first.month, one.last.month, one.known) for one in told(months, now)]


def test_a_month_of_enough_ballots_and_cases_is_told_alone() -> None:
    assert spans(month(5, 30, 3)) == [(5, 5, 30)]
    assert spans(month(5, 29, 9)) == []
    assert spans(month(5, 999, 2)) == []
    assert spans(month(5, 29, 3, not_known=500)) == []
    assert spans() == []


def test_what_is_too_few_waits_for_the_next_months() -> None:
    few, more = month(5, 20, 2), month(7, 11, 1, not_known=4)
    assert spans(few, more) == [(5, 7, 31)]
    assert spans(few, more, month(8, 40, 4), month(9, 5, 1)) == [(8, 8, 40), (5, 7, 31)]
    [span] = told([few, more], LATER)
    assert span.ballots[Band.NOT_KNOWN] == 4
    assert span.ballots[Band.UNDER_5] == 0


def test_bands_of_few_are_put_together() -> None:
    def rows(*counts: int) -> list[tuple[list[int], int]]:
        ballots = dict(zip(KNOWN, counts, strict=True))
        day = date(2026, 5, 1)
        return [(list(map(int, bands)), n) for bands, n in Times(day, day, 3, ballots).together()]

    assert rows(9, 8, 7, 6, 5) == [([1], 9), ([2], 8), ([3], 7), ([4], 6), ([5], 5)]
    assert rows(1, 20, 4, 4, 1) == [([1, 2], 21), ([3, 4, 5], 9)]
    assert rows(30, 0, 0, 0, 0) == [([1, 2, 3, 4, 5], 30)]
    assert rows(0, 0, 0, 0, 30) == [([1, 2, 3, 4, 5], 30)]


def test_a_month_is_told_a_day_after_it_is_over() -> None:
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    december = month(12, 30, 3)
    for late, shown in ((-40, False), (-1, False), (0, False), (23, False), (24, True)):
        assert bool(told([december], new_year + timedelta(hours=late))) is shown


kept = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4)), max_size=24).map(
    lambda found: [
        month(1 + at % 12, known, cases, year=2026 + at // 12)
        for at, (known, cases) in enumerate(found)
    ]
)


@given(kept, st.integers(0, 24), st.integers(0, 40), st.integers(0, 28))
def test_what_was_told_once_is_told_for_good(
    months: list[Times], there: int, more: int, days: int
) -> None:
    """Whoever looks twice sees whole spans come to those they saw, and no sum that grew."""
    before, after = told(months[:there], LATER), told(months, LATER)
    assert after[len(after) - len(before) :] == before
    assert all(one.known >= LEAST_BALLOTS and one.cases >= LEAST_CASES for one in after)
    inside = [m for m in months if any(one.first <= m.first <= one.last for one in after)]
    assert sum(one.known for one in after) == sum(one.known for one in inside)
    assert sum(one.cases for one in after) == sum(one.cases for one in inside)
    # The month that is under way may hold whatever it does: nothing that is shown moves.
    now = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=days)
    grown = [
        one.then(month(6, more, 3)) if one.first == date(2026, 6, 1) else one for one in months
    ]
    assert told(grown, now) == told(months, now)


def test_a_case_of_a_few_known_ballots_hides_no_other() -> None:
    assert not counts_as_a_case({Band.NOT_KNOWN: 100, Band.UNDER_5: 4})
    assert counts_as_a_case({Band.UNDER_5: 2, Band.LONGER: 3})
    assert not counts_as_a_case({})


def vote(
    bench: Bench, juror: Actor, took: int | None, choice: str = "deny", text: str = ""
) -> None:
    """Cast a ballot; the browser says that the file was opened so many minutes ago."""
    opened = None if took is None else minute_of(bench.clock.now) - took
    with bench.work(juror) as w:
        values = fields(choice, reason=text)
        actions.cast_ballot(w, bench.ref, values, bench.token(), opened=opened)


def end(bench: Bench) -> None:
    bench.close()
    bench.decide()


def rows(bench: Bench) -> list[dict[str, object]]:
    """Return the months that are kept, without what is 0."""
    with bench.work(writing=False) as w:
        found = w.session.execute(sa.select(VotingTime.__table__).order_by(VotingTime.month))
        return [{name: n for name, n in row.items() if n != 0} for row in found.mappings()]


def test_the_ballots_that_count_are_added_up_by_month(bench: Bench) -> None:
    jurors = bench.ready()
    vote(bench, jurors[0], 2)
    vote(bench, jurors[0], 200, "uphold")  # the last one counts
    for juror, took in zip(jurors[1:], (0, 7, 12, 59, 60, 8, None, -3), strict=False):
        vote(bench, juror, took, text="So I see it." if took == 7 else "")
    end(bench)
    found = {"under_5": 1, "under_10": 2, "under_20": 1, "under_60": 1, "longer": 2}
    november = {"month": date(2026, 11, 1), "cases": 1, "not_known": 2, **found}
    assert rows(bench) == [november]
    # Another of the month comes to the same row, with too few known to count as a case.
    bench.ref = "C-2026-0005"
    for juror in bench.ready()[:4]:
        vote(bench, juror, 30)
    end(bench)
    assert rows(bench) == [{**november, "under_60": 5}]
    bench.clock.set(datetime(2026, 12, 1, tzinfo=UTC) - timedelta(hours=71))
    bench.ref = "C-2026-0006"
    for juror in bench.ready()[:5]:
        vote(bench, juror, 30)
    end(bench)
    december = {"month": date(2026, 12, 1), "cases": 1, "under_60": 5}
    assert rows(bench) == [{**november, "under_60": 5}, december]


def test_nothing_is_kept_of_a_case_before_it_is_counted_nor_of_one_that_never_is(
    bench: Bench,
) -> None:
    jurors = bench.ready()
    for juror in jurors[:6]:
        vote(bench, juror, 3)
    assert rows(bench) == []
    bench.close()
    assert rows(bench) == []
    bench.ref = "C-2026-0005"
    for juror in bench.ready()[:6]:
        vote(bench, juror, 3)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, bench.ref)
    assert rows(bench) == []


def test_a_case_that_nobody_voted_in_adds_nothing(bench: Bench) -> None:
    bench.ready()
    end(bench)
    assert rows(bench) == []


def test_what_was_opened_is_emptied(bench: Bench) -> None:
    """The key in the log opens it, and with it how long each ballot's juror took."""
    jurors = bench.ready()
    vote(bench, jurors[0], 3, text="Kept in words.")
    vote(bench, jurors[1], 3)
    bench.close()
    with bench.work(writing=False) as w:
        assert {len(one) for one in w.session.scalars(sa.select(Ballot.reason))} == {4_096 + 48}
    bench.decide()
    with bench.work(writing=False) as w:
        assert set(w.session.scalars(sa.select(Ballot.reason))) == {b""}
        assert w.session.scalars(sa.select(Reason.text)).all() == ["Kept in words."]


def test_two_cases_that_are_counted_at_once_are_both_in_the_sum(bench: Bench) -> None:
    """The second waits for the row of the month while the first has not committed."""
    refs = (bench.ref, "C-2026-0005")
    for bench.ref in refs:
        for juror in bench.ready()[:6]:
            vote(bench, juror, 3)
    bench.clock.move(hours=72)
    for ref in refs:
        with bench.work() as w:
            actions.close_poll(w, ref)
    bench.log()
    written = Event()

    def first() -> object:
        with bench.work() as w:
            actions.decide_case(w, refs[0])
            written.set()
            until_one_waits(w.session)
        return "decided"

    def second() -> object:
        written.wait(10)
        with bench.work() as w:
            actions.decide_case(w, refs[1])
        return "decided"

    assert at_once(first, second) == ["decided", "decided"]
    assert rows(bench) == [{"month": date(2026, 11, 1), "cases": 2, "under_5": 12}]
