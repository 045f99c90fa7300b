"""What is due is done one by one: what waits is no failure, and what fails stops no other."""

from threading import Event

import pytest

from kernel.errors import Conflict, Malformed, Missing
from kernel.jobs import Apart, Jobs, Rounds, Stuck, in_turn


def test_what_waits_is_tried_again_and_is_no_failure():
    def act(ref):
        if ref == "B":
            raise Conflict("not yet")
        return ref == "A"

    assert in_turn("ABC", act) == 1


@pytest.mark.parametrize("failure", [ZeroDivisionError(), Missing(), Malformed("No.")])
def test_what_fails_stops_no_other_and_is_told(failure):
    tried = []

    def act(ref):
        tried.append(ref)
        if ref in "AC":
            raise failure
        return True

    with pytest.raises(Stuck, match="A, C") as told:
        in_turn("ABC", act)
    assert tried == ["A", "B", "C"]
    assert told.value.exceptions == (failure, failure)
    assert "C is stuck" in failure.__notes__


def test_what_waits_for_others_holds_up_no_round_of_a_worker(app, caplog):
    answer, done, due = Event(), [], jobs_of(app)

    def ask():
        done.append("asked")
        assert answer.wait(60)
        raise OSError("no answer")

    due.add("ask", Apart(ask))
    due.add("ring", lambda: done.append("rung") or 1)
    rounds = Rounds(app)
    with app.app_context():
        rounds.go()
        rounds.go()
        answer.set()
        rounds.wait()
        assert sorted(done) == ["asked", "rung", "rung"]
        assert "the job ask failed" in caplog.text
        rounds.go()
        rounds.wait()
        assert sorted(done) == ["asked"] * 2 + ["rung"] * 3
        assert due.run_once() == {"ask": -1, "ring": 1}  # who runs it once waits for it


def jobs_of(app):
    """Have an app do nothing but what the test says."""
    app.extensions["venire-jobs"] = Jobs()
    return app.extensions["venire-jobs"]


def test_a_failure_that_stays_as_it_is_is_logged_once_and_again_each_hour(app, clock, caplog):
    broken = {"A": "no room"}
    rounds = Jobs()

    def ring(ref):
        if ref in broken:
            raise OSError(broken[ref])

    rounds.add("bell", lambda: in_turn("AB", ring))

    def logged(**later):
        clock.move(**later)
        caplog.clear()
        with app.app_context():
            rounds.run_once()
        return caplog.text

    first = logged()
    assert "A is stuck" in first
    assert "OSError: no room" in first
    assert "in ring" in first
    assert logged(seconds=1) == logged(minutes=58) == ""
    assert "no room" in logged(minutes=2)
    broken["B"] = "no room either"
    assert "B is stuck" in logged(seconds=1)
    assert logged(seconds=1) == ""
    broken.clear()
    assert "the job bell works again" in logged(seconds=1)
    assert logged(seconds=1) == ""
