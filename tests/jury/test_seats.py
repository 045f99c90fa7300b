"""Seats taken, given up, let pass; who is told of a case."""

import pytest

from audit.queries import entries
from jury import actions, queries
from kernel.errors import Conflict, Missing
from tests.jury.bench import REF, Bench


def replaced(bench: Bench) -> list[dict[str, object]]:
    return [entry for entry in bench.log() if entry["kind"] == "seat.replaced"]


def test_a_declined_seat_goes_to_the_first_alternate(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    first, next_one = bench.jurors("summoned")[0], bench.jurors("alternate")
    stream = bench.log()[2]["stream"]
    alternates = [row[1] for row in stream if row[2] == "alternate"]
    with bench.work(first) as w:
        assert actions.decline_seat(w, REF).state == "declined"
        assert actions.decline_seat(w, REF).state == "declined"
    assert [(one["seat"], one["why"], one["stream"], one["ord"]) for one in replaced(bench)] == [
        (1, "declined", [], alternates[0])
    ]
    assert bench.jurors("summoned")[0] in next_one
    assert len(bench.jurors("alternate")) == 3


def test_before_the_poll_the_stream_goes_on_past_the_alternates(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    for _ in range(6):
        with bench.work(bench.jurors("summoned")[0]) as w:
            actions.decline_seat(w, REF)
    entries = replaced(bench)
    assert [bool(one["stream"]) for one in entries] == [False] * 4 + [True] * 2
    result = bench.log()[2]["stream"]
    more = [row for one in entries for row in one["stream"]]  # type: ignore[attr-defined]
    assert more[0][0] > result[-1][0]
    assert [row[0] for row in more] == sorted({row[0] for row in more})
    assert [one["ord"] for one in entries[4:]] == [row[1] for row in more if row[2] == "seated"]
    assert len(bench.jurors("summoned")) == 12


def test_when_everybody_was_asked_a_seat_stays_empty(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    for _ in range(13):
        with bench.work(bench.jurors("summoned")[0]) as w:
            actions.decline_seat(w, REF)
    entries = replaced(bench)
    assert [one["ord"] is None for one in entries] == [False] * 12 + [True]
    assert len(bench.jurors("summoned")) == 11
    with bench.work(writing=False) as w:
        assert (
            list(
                queries.officer_case(w.session, REF, bench.cast.olive.account_id).seats.values()
            ).count("empty")
            == 1
        )


def test_during_the_poll_only_alternates_step_in(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:5]:
        with bench.work(juror) as w:
            assert actions.decline_seat(w, REF).state == "stepped_down"
    entries = replaced(bench)
    assert [(one["stream"], one["ord"] is None) for one in entries] == [
        *([([], False)] * 4),
        ([], True),
    ]
    late = bench.accept()
    assert len(late) == 4
    bench.quiz(late[0])
    bench.vote(late[0])
    committed = next(one for one in bench.log() if one["kind"] == "roll.committed")
    bench.close()
    ballot = next(one for one in bench.log() if one["kind"] == "ballot")
    assert ballot["pid"] in committed["pids"]


def test_whoever_has_voted_keeps_the_seat(bench: Bench) -> None:
    juror = bench.ready()[0]
    bench.vote(juror)
    with bench.work(juror) as w, pytest.raises(Conflict, match="in the box"):
        actions.decline_seat(w, REF)


def test_recognising_a_case_is_stepping_down_at_any_time(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    with bench.work(bench.jurors("summoned")[0]) as w:
        assert actions.decline_seat(w, REF, recognised=True).state == "stepped_down"
    assert replaced(bench)[0]["why"] == "stepped_down"


def test_silence_is_counted_from_the_second_itself(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    quick = bench.accept(5)
    slow = bench.jurors("summoned")[0]
    bench.clock.move(hours=24, seconds=-1)
    with bench.work() as w:
        assert actions.replace_silent(w, REF) == 0
    bench.clock.move(seconds=1)
    with bench.work(slow) as w, pytest.raises(Conflict):
        actions.accept_seat(w, REF)
    with bench.work() as w:
        assert actions.replace_silent(w, REF) == 7
        assert actions.replace_silent(w, REF) == 0
    assert set(bench.jurors("accepted")) == set(quick)
    assert slow in bench.jurors("silent")
    assert len(bench.jurors("summoned")) == 7


def test_opening_hands_silent_seats_on_first(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    bench.accept(9)
    bench.clock.move(hours=25)
    bench.open()
    assert len(bench.jurors("silent")) == 3
    assert len(bench.jurors("alternate")) == 1
    committed = bench.log()[-1]
    assert committed["kind"] == "roll.committed"
    assert len(committed["pids"]) == 13


def test_a_poll_opens_only_with_a_quorum_of_seats_taken(bench: Bench) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="not been drawn"):
        actions.open_poll(w, REF)
    bench.draw()
    bench.accept(8)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="at least 9"):
        actions.open_poll(w, REF)
    bench.accept(1)
    bench.open()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict):
        actions.open_poll(w, REF)


def test_a_case_of_others_is_missing_like_none(bench: Bench) -> None:
    jurors = bench.ready()
    drawn = {juror.account for juror in bench.jurors()}
    outsider = next(one for one in bench.cast.jurors if one.account not in drawn)
    with bench.work(outsider, writing=False) as w:
        assert queries.my_cases(w.session, outsider.account) == []
        said = []
        for ref in (REF, "C-2026-9999"):
            with pytest.raises(Missing) as missing:
                queries.case_for_juror(w.session, outsider.account, ref)
            said.append(str(missing.value))
        assert said[0] == said[1]
    for act in (
        lambda w, ref: actions.accept_seat(w, ref),
        lambda w, ref: actions.decline_seat(w, ref),
        lambda w, ref: actions.pass_case_quiz(w, ref, [1, 0, 0]),
        lambda w, ref: actions.cast_ballot(w, ref, {}, "12345678"),
    ):
        for ref in (REF, "C-2026-9999"):
            with bench.work(outsider) as w, pytest.raises(Missing):
                act(w, ref)
    with bench.work(jurors[0], writing=False) as w:
        found = queries.case_for_juror(w.session, jurors[0].account, REF)
        assert (found.seat_state, found.quiz_passed, found.voted) == ("accepted", True, False)
        assert [one.ref for one in queries.my_cases(w.session, jurors[0].account)] == [REF]


def test_the_case_quiz_wants_all_answers_right(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    juror = bench.jurors("summoned")[0]
    with bench.work(juror) as w, pytest.raises(Conflict):
        actions.pass_case_quiz(w, REF, [1, 0, 0])
    bench.accept()
    with bench.work(juror) as w:
        for wrong in ([1, 0, 1], [1, 0], [], [0, 0, 0]):
            assert not actions.pass_case_quiz(w, REF, wrong)
        assert not queries.case_for_juror(w.session, juror.account, REF).quiz_passed
        assert actions.pass_case_quiz(w, REF, [1, 0, 0])
        assert actions.pass_case_quiz(w, REF, [1, 0, 0])
        assert queries.case_for_juror(w.session, juror.account, REF).quiz_passed


def test_no_log_says_who_is_ready_to_vote(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    jurors = bench.accept()
    bench.open()

    def logged() -> list[bytes]:
        case = [str(one).encode() for one in bench.log()]
        with bench.work(writing=False) as w:
            return case + entries(w.session, "registry")

    before = logged()
    for juror in jurors:
        bench.quiz(juror)
    assert logged() == before
