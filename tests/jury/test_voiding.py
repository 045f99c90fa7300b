"""A case that can come to no count is voided by two, and its question goes to another panel."""

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.queries import entries
from jury import actions, queries
from jury.archive import Wanted
from jury.hopeless import BEFORE_THE_COUNT, KEY_LOST, NO_PANEL, Finding, Prospects, find
from jury.jobs import destroy_keys
from jury.keyfiles import KeyGone
from jury.keys import case_keys, destroy_case_keys, has_keys, make_case_keys
from jury.models import CaseVoid, Draw, Exclusion, JuryCase
from jury.queries import EARLIER_CASE
from jury.reading.archive import endings
from jury.reading.ended import ended_case, told
from kernel.actor import Actor
from kernel.errors import Conflict, Missing
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, make_bench

AGAIN = f"{REF}-2"


@pytest.mark.parametrize(
    ("stage", "can_sit", "everybody", "has_key", "unkept", "finding"),
    [
        ("drawn", 8, True, True, False, Finding.NOBODY_LEFT),
        ("drawn", 9, True, True, False, None),
        ("drawn", 8, False, True, False, None),
        ("open", 8, True, True, False, None),
        ("drawn", 8, True, False, False, Finding.KEY_GONE),
        ("drawn", 9, False, True, True, Finding.NOT_KEPT),
        ("frozen", 0, False, True, True, Finding.NOT_KEPT),
        ("open", 9, False, True, True, None),
        *((one, 9, False, False, False, Finding.KEY_GONE) for one in sorted(BEFORE_THE_COUNT)),
        *((one, 0, True, False, True, None) for one in ("decided", "withdrawn", "void")),
    ],
)
def test_when_there_can_be_no_count(
    stage: str, can_sit: int, everybody: bool, has_key: bool, unkept: bool, finding: Finding | None
) -> None:
    found = find(Prospects(stage, can_sit, 9, everybody=everybody, has_key=has_key, unkept=unkept))
    assert found is finding


@pytest.mark.parametrize(
    ("roll", "finding"), [(0, None), (8, Finding.TOO_FEW), (9, None), (24, None)]
)
def test_a_roll_may_be_too_small_for_a_case(roll: int, finding: Finding | None) -> None:
    assert find(Prospects("frozen", quorum=9, roll=roll)) is finding
    assert find(Prospects("committed", quorum=9, roll=roll)) is None


def test_an_assembly_that_nobody_can_open_is_given_up_by_two(
    work: OpenWork, clock: TestClock
) -> None:
    bench = make_bench(work, clock)
    bench.freeze(None, "historic")
    with pytest.raises(Conflict, match="can still be decided"):
        propose(bench)
    bench.publish_roll()
    propose(bench)
    agree(bench)
    assert stage(bench) == "void"


def test_what_the_log_says_of_it() -> None:
    assert [one.why for one in Finding] == [NO_PANEL, NO_PANEL, KEY_LOST, KEY_LOST]


@pytest.fixture
def few(work: OpenWork, clock: TestClock) -> Bench:
    """A case for which 8 of 9 are left, and nobody else can be asked."""
    bench = make_bench(work, clock, jurors=14)
    bench.freeze({bench.cast.clara.account: "claim", bench.cast.oscar.account: "took-part"})
    bench.draw()
    for juror in bench.jurors("summoned")[:5]:
        decline(bench, juror)
    return bench


def decline(bench: Bench, juror: Actor) -> None:
    with bench.work(juror) as w:
        actions.decline_seat(w, REF)


def propose(bench: Bench, by: Actor | None = None) -> None:
    with bench.work(by or bench.cast.olive) as w:
        actions.propose_case_void(w, REF)


def agree(bench: Bench, by: Actor | None = None) -> None:
    with bench.work(by or bench.cast.oscar) as w:
        actions.void_case(w, REF)


def stage(bench: Bench, ref: str = REF) -> str:
    with bench.work(writing=False) as w:
        return w.session.get_one(JuryCase, ref).stage


def test_a_panel_that_can_still_be_had_is_not_given_up(few: Bench) -> None:
    with pytest.raises(Conflict, match="can still be decided"):
        propose(few)  # nine are left, and the quorum is nine
    few.accept()
    with pytest.raises(Conflict, match="can still be decided"):
        agree(few)
    assert stage(few) == "drawn"


def test_two_officers_void_a_case_for_which_nobody_is_left(few: Bench) -> None:
    drawn = {juror.account for juror in few.jurors()}
    decline(few, few.jurors("summoned")[0])
    with pytest.raises(Conflict, match="Nobody proposed"):
        agree(few)
    for _ in range(2):
        propose(few)
    with pytest.raises(Conflict, match="another officer must agree"):
        agree(few, few.cast.olive)
    agree(few)
    assert few.log()[-1] == {"v": 1, "kind": "case.voided", "case": REF, "why": NO_PANEL}
    with pytest.raises(Conflict, match="it is over"):
        agree(few)
    with few.work(writing=False) as w:
        with pytest.raises(KeyGone):
            case_keys(w.settings, REF)
        ended = ended_case(w.session, REF)
        assert ended is not None
        assert (ended.outcome, ended.why, ended.again_in) == ("void", NO_PANEL, None)
        assert told(ended) == {
            "case": REF,
            "outcome": "void",
            "voided_at": "2026-11-23T12:00:00Z",
            "why": NO_PANEL,
        }
        [listed], _more = endings(w.session, Wanted(outcome="void"))
        assert (listed.ref, listed.title) == (REF, "")
        registry = [parse(raw) for raw in entries(w.session, "registry")]
        found = [one for one in registry if one["kind"].startswith("jury_case.void")]
        assert [(one["kind"], one["why"], one["by"]) for one in found] == [
            ("jury_case.void_proposed", NO_PANEL, few.cast.olive.ref),
            ("jury_case.voided", NO_PANEL, few.cast.oscar.ref),
        ]
    with few.work(few.cast.olive) as w:
        again = actions.open_again(w, REF)
        assert (again.ref, again.again_of, again.stage) == (AGAIN, REF, "frozen")
    with few.work(few.cast.olive) as w, pytest.raises(Conflict, match="already"):
        actions.open_again(w, REF)
    with few.work(writing=False) as w:
        rows = w.session.scalars(sa.select(Exclusion).where(Exclusion.case_ref == AGAIN))
        barred = {row.account_id: row.reason for row in rows}
        assert barred == {
            **dict.fromkeys(drawn, EARLIER_CASE),
            few.cast.clara.account: "claim",
            few.cast.oscar.account: "took-part",
        }
    few.ref = AGAIN
    [opened] = few.log()
    assert (opened["again_of"], opened["appeal"]) == (REF, False)


def test_a_case_with_a_verdict_that_holds_is_not_opened_again(few: Bench) -> None:
    with few.work(few.cast.olive) as w, pytest.raises(Conflict, match="does not ask"):
        actions.open_again(w, REF)


def test_in_place_of_an_appeal_it_is_one_again(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors:
        bench.vote(juror)
    bench.close()
    bench.decide()
    with bench.work(bench.cast.olive) as w:
        actions.open_on_appeal(w, REF, {})
        destroy_case_keys(w.settings, AGAIN)
    with bench.work(bench.cast.olive) as w:
        actions.propose_case_void(w, AGAIN)
    with bench.work(bench.cast.oscar) as w:
        actions.void_case(w, AGAIN)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="not in the log yet"):
        actions.open_again(w, AGAIN)
    bench.log()
    with bench.work(bench.cast.olive) as w:
        assert actions.open_again(w, AGAIN).ref == f"{REF}-3"
    bench.ref = f"{REF}-3"
    [opened] = bench.log()
    assert (opened["again_of"], opened["appeal"]) == (AGAIN, True)


def test_a_case_whose_key_file_is_lost_after_closing(bench: Bench) -> None:
    jurors = bench.ready()
    for juror in jurors[:3]:
        bench.vote(juror)
    bench.close()
    with pytest.raises(Conflict, match="can still be decided"):
        propose(bench)
    with bench.work() as w:
        destroy_case_keys(w.settings, REF)
    with bench.work() as w, pytest.raises(KeyGone):
        actions.decide_case(w, REF)
    propose(bench)
    agree(bench)
    kinds = [entry["kind"] for entry in bench.log()]
    assert kinds[-2:] == ["case.closed", "case.voided"]
    assert kinds.count("ballot") == 3
    with bench.work(writing=False) as w:
        found = queries.case_for_juror(w.session, jurors[0].account, REF)
        assert (found.stage, found.voted) == ("void", False)


def test_a_box_without_a_key_is_void_while_its_poll_is_open(bench: Bench) -> None:
    """Nobody can vote any more; the receipts that were given are kept all the same."""
    jurors = bench.ready()
    bench.vote(jurors[0])
    with bench.work() as w:
        destroy_case_keys(w.settings, REF)
    propose(bench)
    agree(bench)
    assert [entry["kind"] for entry in bench.log()[-2:]] == ["ballot", "case.voided"]


def test_a_proposal_holds_for_its_reason_alone(few: Bench) -> None:
    decline(few, few.jurors("summoned")[0])
    propose(few)
    with few.work() as w:
        destroy_case_keys(w.settings, REF)
    with pytest.raises(Conflict, match="Nobody proposed"):
        agree(few)
    propose(few, few.cast.oscar)
    agree(few, few.cast.olive)
    with few.work(writing=False) as w:
        row = w.session.get_one(CaseVoid, REF)
        assert (row.why, row.proposed_by) == (KEY_LOST, few.cast.oscar.account)


def test_a_halted_case_goes_on_first(bench: Bench) -> None:
    bench.ready()
    with bench.work(bench.cast.oscar) as w:
        actions.halt_case(w, REF, "evidence", "A new paper.")
        destroy_case_keys(w.settings, REF)
    with pytest.raises(Conflict, match="halted"):
        propose(bench)


def test_a_draw_that_waits_is_void_with_its_case(bench: Bench) -> None:
    bench.freeze()
    bench.announce()
    with bench.work() as w:
        destroy_case_keys(w.settings, REF)
    propose(bench)
    agree(bench)
    with bench.work(writing=False) as w:
        [order] = w.session.scalars(sa.select(Draw))
        assert (order.state, order.why_void) == ("void", "void")


def test_who_has_a_stake_or_a_seat_does_not_void_it(few: Bench) -> None:
    decline(few, few.jurors("summoned")[0])
    for nobody in (few.cast.clara, few.jurors("summoned")[0]):
        for act in (propose, agree):
            with pytest.raises(Missing):
                act(few, nobody)


def test_a_void_that_is_rolled_back_keeps_the_key_and_a_crash_does_not(few: Bench) -> None:
    decline(few, few.jurors("summoned")[0])
    propose(few)

    def fail() -> None:
        with few.work(few.cast.oscar) as w:
            actions.void_case(w, REF)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with few.work(writing=False) as w:
        assert has_keys(w.settings, REF)
    agree(few)
    with few.work(writing=False) as w:
        assert not has_keys(w.settings, REF)
        make_case_keys(w.settings, REF)  # as if the process had died before it came to it
        assert destroy_keys() == 1
        assert not has_keys(w.settings, REF)
