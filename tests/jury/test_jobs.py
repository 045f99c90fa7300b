"""A case that the worker carries, and what an outsider makes of it."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import current_app

from audit import keys
from audit.models import Leaf
from audit.verify.__main__ import main as verify
from jury import actions, cli, jobs
from jury.keys import make_case_keys
from jury.models import JuryCase
from kernel.jobs import Jobs
from kernel.work import Work
from tests.audit.logs import unfasten
from tests.audit.packing import bundle_of
from tests.jury.bench import REF, Bench, case_file


def tick(bench: Bench) -> dict[str, int]:
    """Run the log's and the jury's work once, as the worker does."""
    bench.log()
    with bench.work(writing=False):
        registry = Jobs()
        for name, job in jobs.JOBS.items():
            registry.add(name, job)
        return registry.run_once()


def stage(bench: Bench) -> str:
    with bench.work(writing=False) as w:
        return w.session.get_one(JuryCase, bench.ref).stage


def recount(bench: Bench, *options: str) -> Result:
    with bench.work(writing=False):
        return current_app.test_cli_runner().invoke(cli.jury, ["recount", bench.ref, *options])


def test_the_worker_carries_a_case_and_running_twice_changes_nothing(bench: Bench) -> None:
    bench.freeze()
    bench.publish_roll()
    with bench.work() as w:
        actions.commit_draw(w, REF)
    assert tick(bench)["jury.draw-panels"] == 1
    assert stage(bench) == "drawn"
    jurors = bench.accept(10)
    bench.clock.move(hours=24)
    assert tick(bench)["jury.replace-silent-seats"] == 1
    assert len(bench.jurors("silent")) == 2
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror)
    bench.clock.move(hours=72, seconds=-1)
    assert sum(tick(bench).values()) == 1  # the two who were called later were silent too
    assert stage(bench) == "open"
    bench.clock.move(seconds=1)
    assert tick(bench)["jury.close-polls"] == 1
    assert stage(bench) == "closed"
    assert tick(bench)["jury.decide-cases"] == 1
    assert stage(bench) == "decided"
    assert sum(tick(bench).values()) == 0
    done = recount(bench)
    assert done.exit_code == 0, done.output
    assert "uphold: 10" in done.output


def test_a_late_worker_does_all_at_once_and_comes_to_the_same(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror, "deny")
    bench.clock.move(hours=1_000)
    tick(bench)
    tick(bench)
    assert stage(bench) == "decided"
    bench.log()
    assert "outcome: denied" in recount(bench).output


def test_a_case_without_its_keys_does_not_stop_the_others(bench: Bench) -> None:
    bench.ready()
    with bench.work() as w:
        actions.open_case(w, case_file("C-2026-0005"), "twelve", {})
        actions.commit_draw(w, "C-2026-0005")
        settings = w.settings
    bench.clock.move(hours=72)
    tick(bench)
    (settings.keys / "cases" / f"{REF}.key").unlink()
    assert tick(bench)["jury.decide-cases"] == -1
    assert stage(bench) == "closed"
    bench.ref = "C-2026-0005"
    assert stage(bench) == "drawn"


def test_a_case_that_fails_stops_no_later_one_and_the_job_says_so(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refs = [f"C-2026-000{number}" for number in range(1, 4)]
    bench.publish_roll()
    with bench.work() as w:
        for ref in refs:
            actions.open_case(w, case_file(ref), "twelve", {})
            actions.commit_draw(w, ref)
    tried = []

    def draw_panel(work: Work, ref: str) -> object:
        tried.append(ref)
        if len(tried) == 1:
            raise RuntimeError("a bad row")
        return draw(work, ref)

    draw = actions.draw_panel
    monkeypatch.setattr(actions, "draw_panel", draw_panel)
    assert tick(bench)["jury.draw-panels"] == -1
    assert sorted(tried) == refs
    assert f"{tried[0]} is stuck" in caplog.text
    assert "a bad row" in caplog.text
    with bench.work(writing=False) as w:
        stages = [w.session.get_one(JuryCase, ref).stage for ref in tried]
    assert stages == ["committed", "drawn", "drawn"]


def test_a_key_that_cannot_be_destroyed_keeps_no_other(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = ["C-2026-0001", "C-2026-0002"]
    with bench.work() as w:
        for ref in refs:
            actions.open_case(w, case_file(ref), "twelve", {})
            actions.withdraw_case(w, ref)
    with bench.work(writing=False) as w:
        for ref in refs:
            make_case_keys(w.settings, ref)  # as if the process had died before it came to them
    tried = []

    def destroy(_settings: object, ref: str) -> bool:
        tried.append(ref)
        if len(tried) == 1:
            raise OSError
        return True

    monkeypatch.setattr(jobs, "destroy_case_keys", destroy)
    assert tick(bench)["jury.destroy-keys"] == -1
    assert sorted(tried) == refs


def test_keys_that_a_crash_left_behind_are_destroyed(bench: Bench) -> None:
    bench.freeze()
    with bench.work() as w:
        actions.withdraw_case(w, REF)
    with bench.work(writing=False) as w:
        make_case_keys(w.settings, REF)  # as if the process had died before it came to it
    assert tick(bench)["jury.destroy-keys"] == 1
    assert tick(bench)["jury.destroy-keys"] == 0


def test_a_recount_of_what_is_not_decided_fails_loudly(bench: Bench) -> None:
    bench.ready()
    failed = recount(bench)
    assert failed.exit_code == 1
    assert "cannot be counted" in failed.output


@pytest.mark.databases("sqlite")
def test_a_changed_verdict_fails_the_recount_loudly(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror, "deny")
    bench.close()
    bench.decide()
    change_entry(bench, -1, b'"outcome":"denied"', b'"outcome":"upheld"')
    failed = recount(bench)
    assert failed.exit_code == 1
    assert "DIFFERS" in failed.output
    assert "outcome" in failed.output


def change_entry(bench: Bench, at: int, old: bytes, new: bytes) -> None:
    """Change an entry as somebody who owns the database could, with its hash or without."""
    with bench.work() as w:
        unfasten(w)
        leaves = w.session.scalars(sa.select(Leaf).where(Leaf.log == REF).order_by(Leaf.index))
        leaf = leaves.all()[at]
        assert old in leaf.entry
        leaf.entry = leaf.entry.replace(old, new)


def test_a_log_that_is_not_what_was_signed_fails_the_recount_loudly(bench: Bench) -> None:
    """What was changed counts for nothing, so that the count comes to the same."""
    for juror in bench.ready():
        bench.vote(juror, "deny")
    bench.close()
    bench.decide()
    said = json.loads(recount(bench, "--json").output)
    assert said.pop("numbers")["deny"] == 12
    assert said == {"case": REF, "outcome": "denied", "differs": [], "broken": []}
    change_entry(bench, 1, b'"draw.committed"', b'"draw.committee"')
    failed = recount(bench)
    assert failed.exit_code == 1
    assert "entry 1 does not have its leaf hash" in failed.output
    assert "the checkpoint of size" in failed.output
    assert "IS NOT WHAT WAS SIGNED" in failed.output
    failed = recount(bench, "--json")
    assert failed.exit_code == 1
    assert json.loads(failed.output)["broken"]


def test_an_outsider_verifies_the_bundle_of_a_case_with_everything(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Conflicts, replacements before and during the poll, changed minds, one who cannot judge."""
    bench.freeze({bench.cast.jurors[0].account: "household"})
    bench.draw()
    for _ in range(6):
        with bench.work(bench.jurors("summoned")[0]) as w:
            actions.decline_seat(w, REF)
    jurors = bench.accept()
    bench.open()
    with bench.work(jurors.pop()) as w:
        actions.decline_seat(w, REF, recognised=True)
    for juror in jurors:
        bench.quiz(juror)
        receipt = bench.vote(juror)
    bench.vote(jurors[0], "cannot_judge")
    bench.close()
    bench.decide()
    with bench.work(writing=False) as w:
        bundle, key = bundle_of(w.session, REF), str(keys.verifier(w.settings))
    (tmp_path / "case.zip").write_bytes(bundle)
    (tmp_path / "mine.receipt").write_text(receipt)
    given = [str(tmp_path / "case.zip"), "--key", key, "--receipt", str(tmp_path / "mine.receipt")]
    status = verify(given)
    assert status == 0, capsys.readouterr().out
    flipped = bytearray(bundle)
    flipped[len(flipped) // 2] ^= 1
    (tmp_path / "case.zip").write_bytes(flipped)
    assert verify(given) == 1
