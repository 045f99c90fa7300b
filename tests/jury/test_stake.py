"""Who has a stake in a case, or a seat, does not handle it; who handles it is not drawn."""

import pytest

from jury import actions, queries
from kernel.actor import Actor
from kernel.errors import Missing
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import Visit, decided, send, signed_in, with_book


def check_all_is_missing(bench: Bench, actor: Actor, reason_id: str = "x" * 22) -> None:
    """Try everything that an officer does in a case."""
    with bench.work(actor) as w:
        for action in (actions.commit_draw, actions.open_poll, actions.open_again):
            with pytest.raises(Missing):
                action(w, REF)
        with pytest.raises(Missing):
            actions.moderate_reason(w, REF, reason_id, publish=True)
        with pytest.raises(Missing):
            queries.officer_case(w.session, REF, actor.account_id)
        assert queries.officer_cases(w.session, actor.account_id) == []


@pytest.mark.parametrize("reason", ["claim", "household", "inviter", "employer"])
def test_an_officer_with_a_stake_finds_no_case(bench: Bench, reason: str) -> None:
    bench.freeze({bench.cast.olive.account: reason})
    bench.publish_roll()
    check_all_is_missing(bench, bench.cast.olive)
    with bench.work(bench.cast.oscar) as w:
        assert queries.officer_case(w.session, REF, bench.cast.oscar.account_id).ref == REF
        actions.commit_draw(w, REF)


def test_whoever_prepared_a_case_may_handle_it(bench: Bench) -> None:
    bench.freeze({bench.cast.olive.account: "took-part"})
    bench.draw()
    bench.accept()
    bench.open()
    with bench.work(bench.cast.olive) as w:
        assert len(queries.officer_cases(w.session, bench.cast.olive.account_id)) == 1


def test_a_stake_is_one_in_its_own_case(bench: Bench) -> None:
    bench.freeze({bench.cast.olive.account: "household"})
    bench.ref = "C-2026-0005"
    bench.freeze()
    bench.draw()
    with bench.work(bench.cast.olive) as w:
        found = queries.officer_cases(w.session, bench.cast.olive.account_id)
    assert [one.ref for one in found] == ["C-2026-0005"]


def test_a_juror_of_a_case_does_not_handle_it(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    for juror in (bench.jurors("summoned")[0], bench.jurors("alternate")[0]):
        check_all_is_missing(bench, juror)


def test_a_juror_reads_no_reasons_and_opens_no_new_case(bench: Bench) -> None:
    jurors = decided(bench, ["uphold"] * 6 + ["deny"] * 4)
    with bench.work() as w:
        reason = queries.reasons_waiting(w.session, REF)[0]
    check_all_is_missing(bench, jurors[0], reason.id)
    with bench.work(bench.cast.olive) as w:
        assert actions.moderate_reason(w, REF, reason.id, publish=True).state == "published"
        actions.open_again(w, REF)


def test_who_was_drawn_for_the_first_panel_does_not_handle_the_second_case(bench: Bench) -> None:
    jurors = decided(bench, ["uphold"] * 6 + ["deny"] * 4)
    with bench.work(bench.cast.olive) as w:
        again = actions.open_again(w, REF).ref
    bench.publish_roll()
    for judge in (jurors[0], bench.jurors("alternate")[0]):
        with bench.work(judge) as w:
            with pytest.raises(Missing):
                actions.commit_draw(w, again)
            with pytest.raises(Missing):
                queries.officer_case(w.session, again, judge.account_id)
            assert queries.officer_cases(w.session, judge.account_id) == []
    with bench.work(bench.cast.oscar) as w:
        assert queries.officer_case(w.session, again, bench.cast.oscar.account_id).again_of == REF


def test_whoever_orders_a_draw_is_left_out_of_it(bench: Bench) -> None:
    juror = bench.cast.jurors[5]
    bench.freeze({bench.cast.jurors[0].account: "household"})
    bench.publish_roll()
    with bench.work(juror) as w:
        actions.commit_draw(w, REF)
    bench.log()
    with bench.work() as w:
        actions.draw_panel(w, REF)
    assert bench.log()[1]["excluded"]["reasons"] == {"household": 1, "took-part": 1}
    assert juror not in bench.jurors()


def test_the_bench_of_an_officer_with_a_stake(
    work: OpenWork, clock: TestClock, visit: Visit
) -> None:
    bench = with_book(work, clock)
    bench.freeze({bench.cast.olive.account: "employer"})
    bench.publish_roll()
    client = signed_in(visit, bench.cast.olive)
    for path in ("/jury/bench/", "/desk/"):
        assert REF not in client.get(path).text
    client.get(f"/jury/bench/{REF}", status=404)
    for step in ("draw", "opening", "again"):
        assert send(client, f"/jury/bench/{REF}/{step}")[0] == 404
    reason = f"/jury/bench/{REF}/reasons/{'x' * 22}"
    assert send(client, reason, decision="publish")[0] == 404
    other = signed_in(visit, bench.cast.oscar)
    assert REF in other.get("/jury/bench/").text
    assert "Draw the panel" in other.get(f"/jury/bench/{REF}").text
