"""A panel beside an assembly: it estimates, decides nothing, and shares whatever happens to it."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from jury import actions, queries
from jury.casefile import CaseFile
from jury.jobs import decide_cases
from jury.models import CaseVoid, JuryCase, Withdrawal
from jury.queries import halt_of
from jury.reading.archive import Wanted, endings
from kernel.actor import Actor
from kernel.errors import Conflict
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.clock import TestClock
from tests.jury.assembled import convene, few_are_enough, opened, voted
from tests.jury.bench import REF, Bench, OpenWork, case_file, make_bench
from tests.jury.walk import Visit, signed_in, with_book

PANEL = "E-2026-0004"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    few_are_enough(monkeypatch)
    monkeypatch.setattr("jury.actions.beside.STANDARD", "twelve")


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Bench:
    return make_bench(work, clock)


@contextmanager
def on_panel(bench: Bench):
    """Let the bench speak of the panel."""
    bench.ref = PANEL
    yield
    bench.ref = REF


def beside(bench: Bench) -> None:
    with bench.work(bench.cast.olive) as w:
        assert actions.open_beside(w, REF).ref == PANEL


def drawn(bench: Bench) -> list[Actor]:
    """Draw the panel on the roll that is there, and let all of it take their seats."""
    with on_panel(bench):
        bench.draw(fresh_roll=False)
        return bench.accept()


def panel_voted(bench: Bench, deny: int = 7) -> None:
    jurors = drawn(bench)
    with on_panel(bench):
        bench.open()
        for at, juror in enumerate(jurors):
            bench.quiz(juror)
            bench.vote(juror, "deny" if at < deny else "uphold")


def stages(bench: Bench) -> list[str]:
    with bench.work(writing=False) as w:
        return [w.session.get_one(JuryCase, ref).stage for ref in (REF, PANEL)]


def counted(bench: Bench, app: Flask) -> int:
    """Count whatever can be counted; return how many cases were."""
    done = 0
    with app.app_context():
        while now := decide_cases():
            done += now
            bench.log()
    return done


def closed(bench: Bench, ref: str) -> None:
    with bench.work() as w:
        actions.close_poll(w, ref)
    bench.log()


def test_it_is_counted_after_the_assembly_and_decides_nothing(
    bench: Bench, app: Flask, tmp_path: Path
) -> None:
    convene(bench)
    beside(bench)
    voted(bench, ["uphold"] * 5 + ["deny"])
    panel_voted(bench)
    bench.clock.move(hours=72)
    closed(bench, PANEL)
    assert counted(bench, app) == 0
    with bench.work() as w, pytest.raises(Conflict, match="is counted first"):
        actions.decide_case(w, PANEL)
    closed(bench, REF)
    assert counted(bench, app) == 2
    assert stages(bench) == ["decided", "decided"]
    with bench.work(writing=False) as w:
        found = {ref: queries.verdict(w.session, ref).body for ref in (REF, PANEL)}
        assert [found[ref]["outcome"] for ref in (REF, PANEL)] == ["upheld", "hung"]
        assert [found[ref]["stands"] for ref in (REF, PANEL)] == ["verdict", "estimate"]
        assert found[REF]["numbers"]["cast"] == 6
        assert found[PANEL]["numbers"]["cast"] == 12
        for ref in (REF, PANEL):
            assert faults(bundle_of(w.session, ref), w.settings, tmp_path) == []
        listed, _more = endings(w.session, Wanted(), 1)
        assert {one.ref: one.estimates for one in listed} == {REF: False, PANEL: True}
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="not drawn twice"):
        actions.open_again(w, PANEL)


def test_there_is_one_and_only_beside_an_assembly(bench: Bench) -> None:
    bench.freeze()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="no assembly"):
        actions.open_beside(w, REF)


def test_it_is_opened_once_and_not_after_the_poll(bench: Bench) -> None:
    convene(bench)
    beside(bench)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="already"):
        actions.open_beside(w, REF)
    bench.close()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="has closed"):
        actions.open_beside(w, REF)


def test_who_may_not_judge_the_one_may_not_judge_the_other(bench: Bench) -> None:
    barred = bench.cast.jurors[0]
    convene(bench, {barred.account: "household"})
    beside(bench)
    assert len(drawn(bench)) == 12
    with on_panel(bench):
        assert barred not in bench.jurors()
    with bench.work(writing=False) as w:
        assert queries.has_conflict(w.session, PANEL, barred.account)


def test_both_are_withdrawn(bench: Bench) -> None:
    convene(bench)
    beside(bench)
    drawn(bench)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    assert stages(bench) == ["withdrawn", "withdrawn"]
    with bench.work(writing=False) as w:
        assert w.session.query(Withdrawal).count() == 2


def test_one_whose_poll_is_over_is_withdrawn_uncounted(bench: Bench, app: Flask) -> None:
    bench.freeze(None, "historic")
    beside(bench)
    bench.publish_roll()
    panel_voted(bench)
    bench.clock.move(hours=60)
    opened(bench)
    bench.clock.move(hours=12)
    closed(bench, PANEL)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    assert stages(bench) == ["withdrawn", "withdrawn"]
    assert counted(bench, app) == 0
    with on_panel(bench):
        assert [one["kind"] for one in bench.log()[-2:]] == ["case.closed", "case.withdrawn"]


def test_both_are_halted_by_a_juror_of_either_and_go_on_together(bench: Bench) -> None:
    convene(bench)
    beside(bench)
    juror = drawn(bench)[0]
    with bench.work(juror) as w:
        actions.report_private_data(w, PANEL, "In the summary, a street.")
    with bench.work(writing=False) as w:
        assert all(halt_of(w.session, ref) for ref in (REF, PANEL))
    changed = CaseFile.from_json({**case_file().as_json(), "summary": "Without the street."})
    with bench.work(bench.cast.olive) as w:
        actions.resume_case(w, REF, changed)
    with bench.work(writing=False) as w:
        assert not any(halt_of(w.session, ref) for ref in (REF, PANEL))
        for ref in (REF, PANEL):
            case = w.session.get_one(JuryCase, ref)
            assert case.file["summary"] == "Without the street."
            assert case.file["ref"] == ref


def test_both_are_void(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.freeze(None, "historic")
    beside(bench)
    few_are_enough(monkeypatch, 1_000)
    with bench.work() as w:
        w.session.get_one(JuryCase, REF).standard = {
            **w.session.get_one(JuryCase, REF).standard,
            "quorum": {"absolute": 1_000, "share": [0, 1]},
        }
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w:
        actions.propose_case_void(w, REF)
    with bench.work(bench.cast.oscar) as w:
        actions.void_case(w, REF)
    assert stages(bench) == ["void", "void"]
    with bench.work(writing=False) as w:
        rows = w.session.query(CaseVoid).all()
        assert {row.confirmed_by for row in rows} == {bench.cast.oscar.account}


def test_its_pages_say_what_it_is(
    work: OpenWork, clock: TestClock, app: Flask, visit: Visit
) -> None:
    bench = with_book(work, clock)
    convene(bench)
    desk = signed_in(visit, bench.cast.olive)
    page = desk.get(f"/jury/bench/{REF}").press("Open a panel beside it")
    assert "only estimates" in page.text
    assert PANEL in desk.get(f"/jury/bench/{REF}").text
    voted(bench, ["uphold"] * 5 + ["deny"])
    panel_voted(bench)
    bench.clock.move(hours=72)
    closed(bench, PANEL)
    closed(bench, REF)
    assert counted(bench, app) == 2
    assert "neither side would have the votes it needs" in visit().get(f"/verdicts/{PANEL}").text
    assert "This decides nothing" in visit().get(f"/verdicts/{PANEL}").text
    assert PANEL in visit().get(f"/verdicts/{REF}").text
    assert "an estimate beside an assembly" in visit().get("/verdicts/").text
