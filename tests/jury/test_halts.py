"""A case is halted and goes on: ballots on an older file are void, and their jurors vote again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from audit import keys
from audit.verify.__main__ import main as verify
from jury import actions
from jury.actions.halts import MOST
from jury.models import JuryCase, Seat
from jury.queries import case_for_juror, summons_ending
from jury.verdict import differences
from kernel.errors import Conflict, Malformed, Missing
from kernel.work import Work
from tests.audit.packing import bundle_of
from tests.jury.bench import REF, Bench, case_file, raw
from tests.jury.test_jobs import stage, tick

OTHER = replace(case_file(), summary="The same story, and no street in it.")


def report(bench: Bench, juror) -> None:
    with bench.work(juror) as w:
        actions.report_private_data(w, REF, "In the summary, a street.")


def resume(bench: Bench, file=None) -> None:
    with bench.work(bench.cast.olive) as w:
        actions.resume_case(w, REF, file)


def test_nobody_reads_or_votes_from_a_jurors_word_on(bench: Bench) -> None:
    first, second, *_others = bench.ready()
    bench.vote(second)
    with bench.work(first) as w, pytest.raises(Malformed):
        actions.report_private_data(w, REF, " ")
    report(bench, first)
    with pytest.raises(Conflict, match="halted"):
        bench.vote(first)
    with bench.work(first) as w, pytest.raises(Conflict, match="halted"):
        actions.pass_case_quiz(w, REF, [1, 0, 0])
    report(bench, second)  # said twice, it is halted once
    assert [entry["kind"] for entry in bench.log()].count("case.halted") == 1


def test_only_who_reads_the_file_can_say_so(bench: Bench) -> None:
    bench.ready()
    alternate = bench.jurors("alternate")[0]
    with bench.work(alternate) as w, pytest.raises(Conflict):
        actions.report_private_data(w, REF, "Here.")
    with bench.work(bench.cast.clara) as w, pytest.raises(Missing):
        actions.report_private_data(w, REF, "Here.")
    assert "case.halted" not in [entry["kind"] for entry in bench.log()]


def test_a_form_from_before_another_file_is_not_said_to_be_cast(bench: Bench) -> None:
    """The ballot that it was is void by now."""
    juror, other, *_others = bench.ready()
    bench.vote(juror, token="the-form-1")
    kept = bench.vote(other, token="the-form-1")
    report(bench, juror)
    resume(bench)
    assert bench.vote(other, token="the-form-1") == kept
    report(bench, juror)
    resume(bench, OTHER)
    bench.quiz(juror)
    with pytest.raises(Conflict, match="text has changed"):
        bench.vote(juror, token="the-form-1")
    assert bench.vote(juror, token="the-form-2")


def test_who_is_asked_has_their_full_time_to_answer_beside_a_halt(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    reader, *_others = bench.accept(9)
    asked = bench.jurors("summoned")
    with bench.work(writing=False) as w:
        before = {seat.account_id: seat.answer_by for seat in seats(w)}
    report(bench, reader)
    bench.clock.move(days=9)
    assert tick(bench)["jury.replace-silent-seats"] == 0
    with bench.work() as w:
        assert summons_ending(w.session, w.now - timedelta(days=9)) == []
    resume(bench)
    with bench.work(writing=False) as w:
        for seat in seats(w):
            told = before[seat.account_id]
            assert told is not None
            assert seat.answer_by == told + timedelta(days=9)
    assert tick(bench)["jury.replace-silent-seats"] == 0
    assert bench.accept() == asked


def seats(w: Work) -> Sequence[Seat]:
    found = sa.select(Seat).where(Seat.case_ref == REF, Seat.state == "summoned")
    return w.session.scalars(found).all()


def test_one_juror_does_not_stop_a_case_for_good(bench: Bench) -> None:
    first, second, *_others = bench.ready()
    for _time in range(MOST):
        report(bench, first)
        report(bench, first)  # said twice, it is halted once
        resume(bench)
    with pytest.raises(Conflict, match="3 times"):
        report(bench, first)
    report(bench, second)
    report(bench, first)  # it is halted already
    resume(bench)
    bench.vote(first)


def test_a_halted_poll_is_not_closed_and_ends_later_by_as_long(bench: Bench) -> None:
    juror, *_others = bench.ready()
    bench.clock.move(hours=71)
    report(bench, juror)
    bench.clock.move(hours=5)
    assert tick(bench)["jury.close-polls"] == 0
    resume(bench)
    assert stage(bench) == "open"
    bench.vote(juror)
    bench.clock.move(hours=1, seconds=1)
    assert tick(bench)["jury.close-polls"] == 1


def test_on_another_file_all_vote_again_and_the_older_ballots_are_void(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror, "deny")
    report(bench, jurors[0])
    resume(bench, OTHER)
    with bench.work(writing=False) as w:
        seen = case_for_juror(w.session, jurors[0].account, REF)
        assert (seen.voted, seen.quiz_passed, seen.file_digest) == (False, False, OTHER.digest())
    for juror in jurors[:10]:
        bench.quiz(juror)
        bench.vote(juror, "uphold")
    bench.close()
    found = bench.decide()
    assert found["file"] == OTHER.digest()
    assert (found["outcome"], found["numbers"]["uphold"]) == ("upheld", 10)
    assert found["numbers"]["void"] == 2
    assert differences(raw(bench.log())) == []
    with bench.work(writing=False) as w:
        bundle, key = bundle_of(w.session, REF), str(keys.verifier(w.settings))
    (tmp_path / "case.zip").write_bytes(bundle)
    assert verify([str(tmp_path / "case.zip"), "--key", key]) == 0, capsys.readouterr().out


def test_those_who_vote_again_have_a_day(bench: Bench) -> None:
    juror, *_others = bench.ready()
    bench.clock.move(hours=71)
    report(bench, juror)
    resume(bench, OTHER)
    bench.clock.move(hours=23)
    bench.quiz(juror)
    bench.vote(juror)


def test_a_halt_before_the_poll_stands_in_the_log_and_verifies(
    bench: Bench, tmp_path: Path
) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w:
        actions.halt_case(w, REF, "evidence", "A certificate came.")
    resume(bench, OTHER)
    bench.draw()
    jurors = bench.accept()
    with bench.work(bench.cast.oscar) as w:
        actions.halt_case(w, REF, "evidence", "Another one.")
    with pytest.raises(Conflict, match="halted"):
        bench.open()
    resume(bench)
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror)
    bench.close()
    bench.decide()
    with bench.work(writing=False) as w:
        bundle, key = bundle_of(w.session, REF), str(keys.verifier(w.settings))
    (tmp_path / "case.zip").write_bytes(bundle)
    assert verify([str(tmp_path / "case.zip"), "--key", key]) == 0


@pytest.mark.parametrize(
    "change", [{"question": "Another?"}, {"tiers": ()}, {"clauses": case_file().clauses[:1]}]
)
def test_only_texts_change(bench: Bench, change: dict) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w:
        actions.halt_case(w, REF, "evidence", "A certificate came.")
    with bench.work(bench.cast.olive) as w, pytest.raises(Malformed, match="keeps its question"):
        actions.resume_case(w, REF, replace(OTHER, **change))


def test_what_is_not_halted_does_not_go_on_and_what_is_over_is_not_halted(bench: Bench) -> None:
    juror, *_others = bench.ready()
    with pytest.raises(Conflict, match="not halted"):
        resume(bench)
    bench.clock.move(hours=72)
    with pytest.raises(Conflict, match="over"):
        report(bench, juror)


def test_a_halted_case_can_be_withdrawn_even_after_its_time(bench: Bench) -> None:
    juror, *_others = bench.ready()
    bench.vote(juror)
    report(bench, juror)
    bench.clock.move(hours=80)
    with bench.work() as w:
        actions.withdraw_case(w, REF)
        assert w.session.get_one(JuryCase, REF).stage == "withdrawn"


def test_a_case_that_ended_while_it_was_halted_is_not_halted_again(bench: Bench) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w:
        actions.halt_case(w, REF, "evidence", "A paper is missing.")
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="is over"):
        actions.halt_case(w, REF, "evidence", "Another paper is missing.")


def test_a_case_that_ended_while_it_was_halted_does_not_go_on(bench: Bench) -> None:
    juror, *_others = bench.ready()
    report(bench, juror)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    with pytest.raises(Conflict, match="is over"):
        resume(bench, OTHER)
    assert bench.log()[-1]["kind"] == "case.withdrawn"
