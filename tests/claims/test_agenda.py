"""What comes next with a claim, whose it is to do, and the deadline that runs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.agenda import ALARMS, Deadline, Known, Next, Rule, Task, days_left, order, tasks
from claims.life import State
from claims.settlement import Result, Settled, Settlement
from claims.timetable import Exchange, Round, Side
from jury.step import OfficerStep

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = NOW - 300 * DAY
OURS, THEIRS = (Side.RESPONDENT, Round.STATEMENT), (Side.CLAIMANT, Round.STATEMENT)
PAID = Settlement(NOW - DAY, Settled(Result.FULL, 30_000_000), by_jury=True)


def dispute(**more):
    return Exchange(NOW - DAY, **more)


def at_jury(step, until=None, **more):
    return Known(State.FROZEN, bench=step, until=until, **more)


TABLE = [
    (Known(State.INVESTIGATED), [("investigate", True, None)]),
    (Known(State.DECIDED, answer_by=NOW + DAY), [("answer", False, (NOW + DAY, Rule.ANSWER))]),
    (Known(State.DECIDED, answer_by=NOW), [("over", False, None)]),
    (
        Known(State.DISPUTED, exchange=dispute()),
        [("statement", True, (NOW + 9 * DAY, Rule.STATEMENT))],
    ),
    (
        Known(State.DISPUTED, exchange=dispute(more={OURS: 3})),
        [("statement", True, (NOW + 12 * DAY, Rule.STATEMENT))],
    ),
    (
        Known(State.DISPUTED, exchange=dispute(handed_in={OURS: NOW})),
        [("their_text", False, (NOW + 9 * DAY, Rule.STATEMENT))],
    ),
    (
        Known(State.DISPUTED, exchange=dispute(handed_in={OURS: NOW, THEIRS: NOW})),
        [("reply", True, (NOW + 2 * DAY, Rule.REPLY))],
    ),
    (Known(State.DISPUTED, exchange=Exchange(LONG_AGO)), [("their_text", False, None)]),
    (Known(State.PREPARED), [("prepare", True, None)]),
    (Known(State.PREPARED, refused=True), [("refused", True, None)]),
    (Known(State.IN_REVIEW), [("review", True, None)]),
    (Known(State.IN_REVIEW, mine=True), [("review", False, None)]),
    (Known(State.SIGNED_OFF), [("agreement", False, None)]),
    (Known(State.AGREED), [("freeze", True, None)]),
    (at_jury(OfficerStep.DRAW), [("case", True, None)]),
    (at_jury(OfficerStep.POLL, NOW + DAY), [("case", False, (NOW + DAY, Rule.POLL))]),
    (at_jury(OfficerStep.ANSWERS, NOW + DAY), [("case", False, (NOW + DAY, Rule.SEATS))]),
    (at_jury(OfficerStep.SHARES, NOW + DAY), [("case", False, (NOW + DAY, Rule.TRUSTEES))]),
    (at_jury(OfficerStep.POLL, NOW + DAY, halted=True), [("look_again", True, None)]),
    (at_jury(OfficerStep.NEW_PANEL), [("case", True, None)]),
    (
        at_jury(OfficerStep.REASONS, settlement=PAID),
        [("case", True, None), ("settling", False, (NOW + 2 * DAY, Rule.OBJECTION))],
    ),
    (
        at_jury(OfficerStep.DONE, settlement=replace(PAID, since=NOW - 4 * DAY)),
        [("settling", False, (NOW + 6 * DAY, Rule.APPEAL))],
    ),
    (at_jury(OfficerStep.DONE, settlement=replace(PAID, since=LONG_AGO)), [("over", False, None)]),
    (
        at_jury(None, settlement=PAID, objections=1, may_answer=True),
        [("objection", True, None), ("settling", False, (NOW + 2 * DAY, Rule.OBJECTION))],
    ),
    (
        Known(State.PREPARED, objections=1),
        [("objection", False, None), ("prepare", True, None)],
    ),
    (
        at_jury(None, settlement=replace(PAID, appealed=True, unheard=True), unheard=True),
        [("open_appeal", True, None)],
    ),
    (
        Known(State.ACCEPTED, settlement=replace(PAID, by_jury=False)),
        [("settling", False, (NOW + 2 * DAY, Rule.OBJECTION))],
    ),
    (
        Known(State.ACCEPTED, settlement=Settlement(NOW, Settled(Result.REFUSED, 0), False)),
        [("over", False, None)],
    ),
    (Known(State.FROZEN), [("over", False, None)]),
    (Known(State.WITHDRAWN), [("over", False, None)]),
]


@pytest.mark.parametrize(("known", "found"), TABLE)
def test_what_comes_next_for_whom_and_until_when(known, found):
    said = [
        (one.next, one.yours, one.deadline and (one.deadline.at, one.deadline.rule))
        for one in tasks(known, NOW)
    ]
    assert said == found


def test_the_table_leaves_nothing_out():
    assert {name for _known, found in TABLE for name, *_rest in found} == set(Next)
    rules = {until[1] for _known, found in TABLE for *_rest, until in found if until}
    assert rules == set(Rule)


def test_what_holds_up_jurors_or_a_payment_presses_and_so_does_the_end_of_a_time():
    for next_ in Next:
        assert Task(next_, yours=True).presses(NOW) is (next_ in ALARMS)
        assert not Task(next_, deadline=Deadline(NOW, Rule.REPLY)).presses(NOW), "another's"
    until = Deadline(NOW + 2 * DAY, Rule.REPLY)
    assert Task(Next.REPLY, yours=True, deadline=until).presses(NOW)
    assert not Task(Next.REPLY, yours=True, deadline=until).presses(NOW - timedelta(seconds=1))
    [again] = tasks(Known(State.PREPARED, halted=True), NOW)
    assert again.presses(NOW), "jurors wait for the text"


def test_days_left_are_whole_ones():
    assert [days_left(NOW + n * DAY / 2, NOW) for n in (-1, 0, 1, 2, 3, 4)] == [-1, 0, 0, 1, 1, 2]


ANY = st.builds(
    Task,
    st.sampled_from(Next),
    st.booleans(),
    st.none() | st.builds(Deadline, st.datetimes().map(lambda one: one.replace(tzinfo=UTC)),
                          st.sampled_from(Rule)),
    st.booleans(),
)  # fmt: skip


@given(st.lists(st.tuples(ANY, st.dates(), st.text("0123", min_size=1)), min_size=2))
def test_what_presses_is_first_then_the_oldest_deadline_then_the_longest_wait(claims):
    listed = sorted(claims, key=lambda one: order((one[0],), one[1], one[2], NOW))
    pressing = [task.presses(NOW) for task, _day, _ref in listed]
    assert pressing == sorted(pressing, reverse=True)
    for group in (True, False):
        of_it = [one for one in listed if one[0].presses(NOW) is group]
        dated = [task.deadline is not None for task, _day, _ref in of_it]
        assert dated == sorted(dated, reverse=True)
        ends = [task.deadline.at for task, _day, _ref in of_it if task.deadline]
        assert ends == sorted(ends)
        waits = [day for task, day, _ref in of_it if not task.deadline]
        assert waits == sorted(waits)


def test_a_claim_of_an_older_day_waits_for_longer():
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    task = (Task(Next.PREPARE, yours=True),)
    assert order(task, first, "C-2026-0009", NOW) < order(task, second, "C-2026-0001", NOW)
