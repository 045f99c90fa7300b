"""The open assembly: nobody is drawn, whoever is on its list comes, and the log holds it all."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.queries import attachments, entries
from jury import actions, box, opening, queries
from jury.actions import box as closing
from jury.actions import verdicts
from jury.models import Ballot, Exclusion, JuryCase, Reason, Roll, RollLeaf, Seat, Voted, Voter
from jury.reading.bench import bench_page
from jury.step import OfficerStep
from jury.verdict import differences
from kernel.errors import Conflict, Missing, Refusal
from members.actions import grant_qualification
from members.models import Account
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.jury.assembled import QUORUM, come, convene, few_are_enough, opened, take, voted
from tests.jury.bench import REF, Bench, OpenWork, case_file, raw
from tests.village import EVERYTHING


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_are_enough(monkeypatch)


def rows(bench: Bench, query: sa.Select) -> list:
    with bench.work(writing=False) as w:
        return list(w.session.scalars(query))


# ---- opening


def test_the_list_of_who_may_come_is_committed_to_and_all_of_the_roll_are_told_apart(bench: Bench):
    near, far = bench.cast.jurors[0], bench.cast.jurors[1]
    with bench.work() as w:
        w.session.get_one(Account, far.account).household = "Mill Lane 3"
    convene(bench, {near.account: "employer"})
    with bench.work(writing=False) as w:
        log = [parse(raw) for raw in entries(w.session, REF)]
        kept = attachments(w.session, REF)
        pids = sorted(w.session.scalars(sa.select(Voter.pid)))
        roll = w.session.scalars(sa.select(Roll)).one()
    assert [one["kind"] for one in log] == ["case.opened", "assembly.committed"]
    said = log[1]
    assert said["excluded"]["reasons"] == {"employer": 1}
    assert said["roll"] == {"epoch": roll.epoch, "size": roll.size, "root": roll.root}
    assert said["voters"]["count"] == len(pids) == roll.size - 1
    assert kept["voters"].hex() == "".join(pids)
    assert set(kept) == {"voters", "excluded.json"}


def test_whoever_opens_it_takes_no_part(bench: Bench, clock):
    """An officer who is a juror as well."""
    with bench.work() as w:
        grant_qualification(w, bench.cast.olive.account, "village", EVERYTHING)
    convene(bench)
    with bench.work(writing=False) as w:
        assert parse(entries(w.session, REF)[1])["excluded"]["reasons"] == {"took-part": 1}
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="not on the list"):
        actions.take_seat(w, REF)


def test_who_rests_and_who_sits_on_many_cases_stands_on_the_list(bench: Bench):
    bench.freeze(None, "historic")
    bench.publish_roll()
    with bench.work() as w:
        w.session.execute(sa.update(RollLeaf).values(next_free_epoch=99))
    opened(bench)
    with bench.work(writing=False) as w:
        assert parse(entries(w.session, REF)[1])["excluded"]["count"] == 0


def test_nobody_is_drawn_for_it_and_it_opens_once(bench: Bench):
    bench.freeze(None, "historic")
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="Nobody is drawn"):
        actions.commit_draw(w, REF)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="no panel is drawn"):
        actions.open_poll(w, REF)
    opened(bench)
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="opened before"):
        actions.open_assembly(w, REF)


def test_a_panel_is_not_opened_as_an_assembly(bench: Bench):
    bench.freeze()
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="A panel is drawn"):
        actions.open_assembly(w, REF)


def test_it_waits_for_a_roll_and_for_enough_who_may_come(bench: Bench, monkeypatch):
    few_are_enough(monkeypatch, 25)
    bench.freeze(None, "historic")
    with bench.work(bench.cast.olive) as w, pytest.raises(Conflict, match="No roll"):
        actions.open_assembly(w, REF)
    bench.publish_roll()
    with pytest.raises(Conflict, match="Only 24 on the roll"), bench.work(bench.cast.olive) as w:
        actions.open_assembly(w, REF)
    assert rows(bench, sa.select(Voter.pid)) == []


# ---- coming


def test_whoever_comes_takes_a_seat_reads_and_votes(bench: Bench):
    convene(bench)
    (juror,) = come(bench, bench.cast.jurors[:1])
    take(bench, juror)  # which changes nothing
    bench.vote(juror, "deny")
    bench.vote(juror, "uphold")
    (seat,) = rows(bench, sa.select(Seat))
    assert (seat.number, seat.state, seat.account_id) == (None, "accepted", juror.account)


def refused(bench: Bench, who, why: str) -> None:
    with bench.work(who) as w, pytest.raises(Conflict, match=why):
        actions.take_seat(w, REF)


def test_who_may_not_come_is_told_why(bench: Bench, clock, settings):
    convene(bench, {bench.cast.jurors[0].account: "employer"})
    refused(bench, bench.cast.jurors[0], "not on the list")
    refused(bench, bench.cast.clara, "not on the list")
    with bench.work() as w:
        w.session.get_one(Account, bench.cast.jurors[1].account).good_standing = False
        w.session.add(Exclusion(case_ref=REF, account_id=bench.cast.jurors[2].account, reason="x"))
    refused(bench, bench.cast.jurors[1], "good standing")
    refused(bench, bench.cast.jurors[2], "close to somebody")
    clock.move(hours=24)
    refused(bench, bench.cast.jurors[3], "poll has closed")
    assert rows(bench, sa.select(Seat)) == []


def test_whoever_sits_on_as_many_cases_as_anybody_may_does_not_come(bench: Bench):
    convene(bench)
    juror = bench.cast.jurors[0]
    with bench.work() as w:
        for number in range(w.settings.jury_cap):
            ref = f"C-2026-010{number}"
            file = case_file(ref)
            w.session.add(
                JuryCase(
                    ref=ref,
                    stage="drawn",
                    title=file.title,
                    file=file.as_json(),
                    file_digest=file.digest(),
                    standard={},
                    public_key=b"k" * 32,
                    frozen_at=w.now,
                )
            )
            w.session.flush()
            seat = Seat(case_ref=ref, ord=0, account_id=juror.account, state="accepted", number=1)
            w.session.add(seat)
    refused(bench, juror, "as many as anybody may")


def test_a_case_that_is_no_assembly_or_was_not_opened_is_not_there(bench: Bench):
    bench.freeze(None, "historic")
    for ref in (REF, "C-2026-9999"):
        with bench.work(bench.cast.jurors[0]) as w, pytest.raises(Missing):
            actions.take_seat(w, ref)


def test_a_seat_is_given_back_and_taken_again_but_not_by_who_knows_the_case(bench: Bench):
    convene(bench)
    busy, knows, votes = come(bench, bench.cast.jurors[:3])
    with bench.work(busy) as w:
        assert actions.decline_seat(w, REF).state == "declined"
    take(bench, busy)
    with bench.work(knows) as w:
        assert actions.decline_seat(w, REF, recognised=True).state == "stepped_down"
    refused(bench, knows, "you know the case")
    bench.vote(votes)
    with bench.work(votes) as w, pytest.raises(Conflict, match="in the box"):
        actions.decline_seat(w, REF)


def test_while_it_is_halted_nobody_comes(bench: Bench):
    convene(bench)
    with bench.work(bench.cast.olive) as w:
        actions.halt_case(w, REF, "evidence", "A paper came.")
    refused(bench, bench.cast.jurors[0], "halted")


def test_no_event_and_no_entry_says_who_came_or_how_many(bench: Bench):
    convene(bench)
    with bench.work(writing=False) as w:
        before = [len(entries(w.session, log)) for log in (REF, "registry")]
    come(bench, bench.cast.jurors[:9])
    with bench.work(bench.cast.jurors[0]) as w:
        actions.decline_seat(w, REF)
    bench.log()
    with bench.work(writing=False) as w:
        assert [len(entries(w.session, log)) for log in (REF, "registry")] == before


@pytest.mark.parametrize("tries", range(3))
def test_two_doors_at_once_give_one_seat(bench: Bench, tries: int):
    convene(bench)
    juror, gate, found = bench.cast.jurors[0], threading.Barrier(2), []

    def arrive() -> None:
        gate.wait()
        try:
            with bench.work(juror) as w:
                actions.take_seat(w, REF)
            found.append("seat")
        except Refusal as refusal:
            found.append(str(refusal))

    both = [threading.Thread(target=arrive) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert found == ["seat", "seat"]
    assert len(rows(bench, sa.select(Seat))) == 1


# ---- what officers see


def officer(bench: Bench) -> queries.OfficerCase:
    with bench.work(writing=False) as w:
        return queries.officer_case(w.session, REF, bench.cast.olive.account)


def next_step(bench: Bench) -> OfficerStep:
    with bench.work(writing=False) as w:
        return bench_page(w.session, bench.cast.olive.account, REF, w.now).next


def test_officers_see_who_might_come_and_after_the_poll_how_many_did(bench: Bench):
    bench.freeze(None, "historic")
    assert next_step(bench) is OfficerStep.ROLL
    bench.publish_roll()
    assert next_step(bench) is OfficerStep.OPEN_ASSEMBLY
    assert officer(bench).turnout is None
    opened(bench)
    voted(bench, ["uphold"] * 4 + ["deny"] * 3)
    assert next_step(bench) is OfficerStep.POLL
    seen = officer(bench)
    assert (seen.turnout.may, seen.turnout.taken, seen.seats) == (24, None, {})
    bench.close()
    assert officer(bench).turnout.taken == 7


# ---- the verdict


def test_ballots_are_logged_in_the_order_of_their_ids_which_are_random(bench: Bench):
    convene(bench)
    voted(bench, ["uphold"] * 12)
    bench.close()
    held = rows(bench, sa.select(Ballot.entry).order_by(Ballot.id))
    with bench.work(writing=False) as w:
        assert entries(w.session, REF, 2, 14) == held


def test_an_assembly_decides_and_an_outsider_finds_no_fault(bench: Bench, settings, tmp_path):
    convene(bench, {bench.cast.jurors[23].account: "employer"})
    came = voted(bench, ["uphold"] * 4 + ["deny"] * 4 + ["cannot_judge"])
    bench.vote(came[0], "uphold")
    silent = come(bench, bench.cast.jurors[9:11])
    with bench.work(silent[0]) as w:
        actions.decline_seat(w, REF)
    bench.close()
    body = bench.decide()
    assert body["outcome"] == "upheld"  # a tie upholds
    assert "panel" not in body
    assert body["assembly"]["voters"]["count"] == 23
    numbers = body["numbers"]
    assert (numbers["seats"], numbers["cast"], numbers["replaced_ballots"]) == (10, 9, 1)
    log = bench.log()
    assert differences(raw(log)) == []
    with bench.work(writing=False) as w:
        bundle = bundle_of(w.session, REF)
    assert faults(bundle, settings, tmp_path) == []
    assert sorted(rows(bench, sa.select(Voted.account_id))) == sorted(one.account for one in came)


def test_a_large_box_is_opened_in_processes_chunk_by_chunk(
    bench: Bench, settings, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "SMALL", 0)
    monkeypatch.setattr(box, "AT_ONCE", 4)
    monkeypatch.setattr(verdicts, "AT_ONCE", 3)
    monkeypatch.setattr(closing, "CHUNK", 2)
    convene(bench)
    came = voted(bench, ["uphold"] * 8 + ["deny"] * 5)
    bench.vote(came[0], "deny")
    bench.close()
    numbers = bench.decide()["numbers"]
    assert (numbers["uphold"], numbers["deny"], numbers["replaced_ballots"]) == (7, 6, 1)
    assert differences(raw(bench.log()), opening.in_processes) == []
    said = sorted(rows(bench, sa.select(Reason.text)))
    assert said == ["I say deny."] * 6 + ["I say uphold."] * 7
    assert len(rows(bench, sa.select(Voted.account_id))) == 13
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), settings, tmp_path) == []


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (["uphold"] * (QUORUM - 1) + ["cannot_judge"], "inquorate"),
        (["uphold"] * 2 + ["deny"] * 3, "denied"),
        ([], "inquorate"),
    ],
)
def test_a_quorum_and_a_half(bench: Bench, settings, tmp_path, choices, outcome):
    convene(bench)
    voted(bench, choices)
    bench.close()
    body = bench.decide()
    assert (body["outcome"], body["stands"]) == (
        outcome,
        "verdict" if outcome == "denied" else "preliminary decision",
    )
    assert differences(raw(bench.log())) == []
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, REF), settings, tmp_path) == []


def test_a_withdrawn_assembly_shows_nothing(bench: Bench):
    convene(bench)
    voted(bench, ["uphold"] * 6)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    assert bench.log()[-1]["kind"] == "case.withdrawn"
    refused(bench, bench.cast.jurors[9], "poll has closed")


def test_on_appeal_nobody_comes_again_who_had_a_seat(bench: Bench):
    convene(bench)
    came = voted(bench, ["uphold"] * 6)
    bench.close()
    bench.decide()
    with bench.work(bench.cast.oscar) as w:
        again = actions.open_on_appeal(w, REF, {bench.cast.jurors[9].account: "employer"}).ref
        assert w.session.get_one(JuryCase, again).mode == "open"
    found = sa.select(Exclusion.account_id, Exclusion.reason).where(Exclusion.case_ref == again)
    with bench.work(writing=False) as w:
        reasons = dict(w.session.execute(found).all())
    assert reasons == {
        **{one.account: "earlier-case" for one in came},
        bench.cast.jurors[9].account: "employer",
    }


# ---- at size


def test_no_seat_is_made_an_object_of_however_many_there_are(bench: Bench, clock, work: OpenWork):
    """Closing, deciding and an officer's page ask the database; they hold no seats."""
    convene(bench)
    voted(bench, ["uphold"] * 11 + ["deny"] * 9)
    clock.move(hours=24)
    loaded: list[str] = []

    def note(_session, row) -> None:
        loaded.append(type(row).__name__)

    sa.event.listen(sa.orm.Session, "loaded_as_persistent", note)
    try:
        with work() as w:
            actions.close_poll(w, REF)
        bench.log()
        bench.decide()
        officer(bench)
        with work(writing=False) as w:
            bench_page(w.session, bench.cast.olive.account, REF, w.now)
    finally:
        sa.event.remove(sa.orm.Session, "loaded_as_persistent", note)
    assert "JuryCase" in loaded
    assert not {"Seat", "Voter", "Ballot", "Voted"} & set(loaded)


def test_reminders_leave_those_alone_who_came_by_themselves(bench: Bench, clock):
    convene(bench)
    come(bench, bench.cast.jurors[:5])
    with bench.work(writing=False) as w:
        assert queries.polls_ending(w.session, w.now + timedelta(hours=1)) == []
