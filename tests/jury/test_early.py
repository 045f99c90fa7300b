"""A poll ends before its time when all who sit have said their last word, and nobody ends it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from jury import actions, jobs, queries
from jury.actions.halts import halt_case
from jury.models import JuryCase
from jury.standard import PRESETS, Standard
from kernel.actor import Actor
from kernel.errors import Conflict, Malformed
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.clock import START
from tests.jury.bench import REF, Bench, case_file, fields
from tests.jury.test_jobs import tick

EARLY = replace(PRESETS["twelve"], name="early", early=True)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "early", EARLY)


@pytest.fixture
def jurors(bench: Bench) -> list[Actor]:
    return ready(bench)


def ready(bench: Bench, standard: str = "early") -> list[Actor]:
    bench.freeze(standard=standard)
    bench.draw()
    jurors = bench.accept()
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
    bench.clock.move(minutes=20)
    return jurors


def say(bench: Bench, juror: Actor, choice: str = "uphold", token: str = "", last: bool = True):
    with bench.work(juror) as w:
        key = token or bench.token()
        return actions.cast_ballot(w, REF, fields(choice), key, final=last)


def all_say(bench: Bench, jurors: Iterable[Actor]) -> None:
    for juror in jurors:
        say(bench, juror)


def the_case(bench: Bench) -> JuryCase:
    with bench.work(writing=False) as w:
        return w.session.get_one(JuryCase, REF)


def test_only_a_standard_that_says_so_may_end_early() -> None:
    early = [name for name, standard in PRESETS.items() if standard.early]
    assert early == ["early"]
    assert EARLY.as_json()["early"] is True
    assert "early" not in PRESETS["panel"].as_json()  # as in logs from before
    for standard in (EARLY, PRESETS["panel"]):
        assert Standard.from_json(standard.as_json()) == standard


def test_the_preset_is_the_usual_panel_but_for_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert PRESETS["early"] == replace(PRESETS["panel"], name="early", early=True)


def test_the_poll_ends_at_the_next_full_hour(
    bench: Bench, jurors: list[Actor], tmp_path: Path
) -> None:
    all_say(bench, jurors)
    quiet = tick(bench)
    assert sum(quiet.values()) == 0  # of what it found it says nothing
    assert the_case(bench).early_at is not None
    bench.clock.move(minutes=39, seconds=59)
    assert sum(tick(bench).values()) == 0
    bench.clock.move(seconds=1)
    tick(bench)
    case = the_case(bench)
    assert case.stage in {"closed", "decided"}
    assert case.closes_at is not None
    assert (case.closes_at.minute, case.closes_at.second) == (0, 0)
    assert START < case.closes_at <= bench.clock.now
    tick(bench)
    log = bench.log()
    assert next(one for one in log if one["kind"] == "case.closed")["ballots"] == 12
    assert log[-1]["outcome"] == "upheld"
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []


def test_until_then_everything_looks_as_if_it_went_on(bench: Bench, jurors: list[Actor]) -> None:
    before = the_case(bench).closes_at
    all_say(bench, jurors)
    log = bench.log()
    tick(bench)
    assert bench.log() == log
    with bench.work(jurors[0], writing=False) as w:
        assert queries.case_for_juror(w.session, jurors[0].account, REF).closes_at == before
        assert queries.officer_case(w.session, REF, bench.cast.olive.account).closes_at == before


def test_one_who_has_not_said_so_keeps_the_poll_open(bench: Bench, jurors: list[Actor]) -> None:
    *others, last = jurors
    all_say(bench, others)
    say(bench, last, last=False)
    tick(bench)
    bench.clock.move(hours=5)
    tick(bench)
    assert (the_case(bench).stage, the_case(bench).early_at) == ("open", None)
    say(bench, last, "deny")
    tick(bench)
    assert the_case(bench).early_at is not None


def test_whoever_is_asked_late_is_waited_for(bench: Bench, jurors: list[Actor]) -> None:
    *others, left = jurors
    all_say(bench, others)
    with bench.work(left) as w:
        actions.decline_seat(w, REF)
    tick(bench)
    assert the_case(bench).early_at is None
    [called] = bench.jurors("summoned")
    with bench.work(called) as w:
        actions.accept_seat(w, REF)
        actions.pass_case_quiz(w, REF, [1, 0, 0])
    say(bench, called)
    tick(bench)
    assert the_case(bench).early_at is not None


def test_a_last_word_stands(bench: Bench, jurors: list[Actor]) -> None:
    receipt = say(bench, jurors[0], token="the-form-1")
    assert say(bench, jurors[0], token="the-form-1") == receipt
    for last in (True, False):
        with pytest.raises(Conflict, match="last word"):
            say(bench, jurors[0], "deny", last=last)
    with pytest.raises(Conflict, match="sent before"):
        say(bench, jurors[0], token="the-form-1", last=False)
    with bench.work(jurors[0], writing=False) as w:
        assert queries.case_for_juror(w.session, jurors[0].account, REF).final
        assert not queries.case_for_juror(w.session, jurors[1].account, REF).final


def test_a_changed_file_asks_all_again(bench: Bench, jurors: list[Actor], tmp_path: Path) -> None:
    all_say(bench, jurors)
    tick(bench)
    olive = bench.cast.olive
    with bench.work(olive) as w:
        halt_case(w, REF, "evidence", "A new paper.")
    bench.clock.move(hours=3)
    tick(bench)  # halted, it does not end
    assert the_case(bench).stage == "open"
    with bench.work(olive) as w:
        actions.resume_case(w, REF, replace(case_file(), summary="Measured twice."))
    tick(bench)
    assert the_case(bench).early_at is None
    for juror in jurors:
        bench.quiz(juror)
        say(bench, juror, "deny")
    tick(bench)
    bench.clock.move(hours=1)
    tick(bench)
    tick(bench)
    numbers = bench.log()[-1]["numbers"]
    assert (numbers["deny"], numbers["void"], numbers["replaced_ballots"]) == (12, 0, 12)
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []


def test_a_word_on_a_file_that_comes_back_is_the_last_one_said(
    bench: Bench, jurors: list[Actor], tmp_path: Path
) -> None:
    """Whoever voted on the file in between has voted on another since, and votes again."""
    all_say(bench, jurors)
    for file in (replace(case_file(), summary="Measured twice."), case_file()):
        with bench.work(bench.cast.olive) as w:
            halt_case(w, REF, "evidence", "A new paper.")
            actions.resume_case(w, REF, file)
        bench.quiz(jurors[0])
        if file != case_file():
            say(bench, jurors[0])
    tick(bench)
    assert the_case(bench).early_at is None
    with bench.work(jurors[0], writing=False) as w:
        assert not queries.case_for_juror(w.session, jurors[0].account, REF).final
    bench.quiz(jurors[1])
    with pytest.raises(Conflict, match="last word"):
        say(bench, jurors[1])
    say(bench, jurors[0])
    tick(bench)
    bench.clock.move(hours=1)
    tick(bench)
    tick(bench)
    numbers = bench.log()[-1]["numbers"]
    assert (numbers["uphold"], numbers["void"], numbers["replaced_ballots"]) == (12, 0, 2)
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), w.settings, tmp_path) == []


def test_a_halt_on_the_same_file_keeps_every_word(bench: Bench, jurors: list[Actor]) -> None:
    all_say(bench, jurors)
    with bench.work(bench.cast.olive) as w:
        halt_case(w, REF, "evidence", "A new paper.")
        actions.resume_case(w, REF)
    tick(bench)
    assert the_case(bench).early_at is not None


def test_a_late_worker_changes_nothing(bench: Bench, jurors: list[Actor]) -> None:
    """Once the hour has come nothing is withdrawn or halted, whenever the poll is closed."""
    all_say(bench, jurors)
    tick(bench)
    bench.clock.move(minutes=40)
    with bench.work(bench.cast.clara) as w, pytest.raises(Conflict):
        actions.withdraw_case(w, REF)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict):
        halt_case(w, REF, "evidence", "A new paper.")
    bench.clock.move(hours=9)
    tick(bench)
    closes_at = the_case(bench).closes_at
    assert closes_at is not None
    assert (bench.clock.now - closes_at).total_seconds() == 9 * 3600


def test_near_its_end_a_poll_ends_when_it_said(bench: Bench, jurors: list[Actor]) -> None:
    bench.clock.move(hours=71, minutes=30)
    all_say(bench, jurors)
    tick(bench)
    assert the_case(bench).early_at is None


def test_without_early_there_is_no_last_word(bench: Bench) -> None:
    jurors = ready(bench, "twelve")
    with pytest.raises(Malformed, match="may be changed"):
        say(bench, jurors[0])
    for juror in jurors:
        bench.vote(juror)
    with bench.work() as w:
        assert not actions.end_early(w, REF)


def test_no_officer_can_end_it(bench: Bench, jurors: list[Actor]) -> None:
    all_say(bench, jurors[:-1])
    with bench.work(bench.cast.olive) as w:
        assert not actions.end_early(w, REF)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict):
        actions.close_poll(w, REF)


def test_the_job_asks_only_polls_that_may(bench: Bench, jurors: list[Actor]) -> None:
    with bench.work(writing=False):
        assert jobs.close_due_polls() == 0
    with bench.work(writing=False) as w:
        allowed: Any = JuryCase.standard["early"].as_boolean()
        assert w.session.scalars(sa.select(JuryCase.ref).where(allowed)).all() == [REF]
