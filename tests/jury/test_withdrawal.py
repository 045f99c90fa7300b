"""A withdrawal ends a case and never opens its box."""

import pytest
import sqlalchemy as sa

from jury import actions, queries
from jury.keyfiles import KeyGone
from jury.keys import case_keys
from jury.models import Draw, JuryCase, Reason, Verdict, Voted
from kernel.errors import Conflict, Missing
from tests.jury.bench import REF, Bench


def withdraw(bench: Bench) -> None:
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)


def test_the_box_stays_shut_for_good(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:4]:
        bench.vote(juror)
    withdraw(bench)
    log = bench.log()
    assert [entry["kind"] for entry in log[4:]] == ["ballot"] * 4 + ["case.withdrawn"]
    with bench.work(writing=False) as w:
        with pytest.raises(KeyGone):
            case_keys(w.settings, REF)
        for table in (Voted, Verdict, Reason):
            assert w.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        with pytest.raises(Missing):
            queries.verdict(w.session, REF)
        found = queries.case_for_juror(w.session, jurors[0].account, REF)
        assert (found.stage, found.voted) == ("withdrawn", False)
    for refused in (bench.vote, bench.quiz):
        with pytest.raises(Conflict):
            refused(jurors[0])
    bench.clock.move(hours=72)
    with bench.work() as w, pytest.raises(Conflict):
        actions.close_poll(w, REF)


def test_a_withdrawal_that_is_rolled_back_keeps_the_key(bench: Bench) -> None:
    bench.ready()

    def fail() -> None:
        with bench.work() as w:
            actions.withdraw_case(w, REF)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with bench.work(writing=False) as w:
        assert case_keys(w.settings, REF)
        assert w.session.get_one(JuryCase, REF).stage == "open"


def test_a_draw_that_waits_is_voided(bench: Bench) -> None:
    bench.freeze()
    bench.publish_roll()
    with bench.work() as w:
        actions.commit_draw(w, REF)
    withdraw(bench)
    with bench.work() as w, pytest.raises(Conflict):
        actions.draw_panel(w, REF)
    with bench.work(writing=False) as w:
        assert w.session.scalars(sa.select(Draw.state)).all() == ["void"]
    assert bench.log()[-1]["kind"] == "case.withdrawn"


def test_it_is_too_late_once_the_poll_has_closed(bench: Bench) -> None:
    bench.ready()
    bench.clock.move(hours=72)
    with pytest.raises(Conflict):
        withdraw(bench)
    bench.clock.move(seconds=-1)
    withdraw(bench)
    with pytest.raises(Conflict):
        withdraw(bench)


def test_the_claimant_does_not_sign_with_a_reference(bench: Bench) -> None:
    from audit.entry import parse
    from audit.queries import entries

    bench.freeze()
    withdraw(bench)
    bench.log()
    with bench.work(writing=False) as w:
        registry = [parse(raw) for raw in entries(w.session, "registry")]
    event = next(one for one in registry if one["kind"] == "jury_case.withdrawn")
    assert event["by"] == "claimant"
    juror_refs = {juror.ref for juror in bench.cast.jurors}
    about_jury = [one for one in registry if one["kind"].split(".")[0] == "seat"]
    assert not juror_refs & {one["by"] for one in about_jury}
