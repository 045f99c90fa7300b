"""The write path of a ballot: when it takes one, what it gives back, what it refuses."""

import pytest
import sqlalchemy as sa
from flask import current_app

from audit.keys import origin, signer
from audit.note import Receipt, Verifier, opened
from jury import actions, queries
from jury.models import Ballot, Exclusion, Seat
from kernel.errors import Conflict, Malformed, Missing
from members.models import Account
from tests.jury.bench import REF, Bench, fields


def ballots(bench: Bench) -> int:
    with bench.work(writing=False) as w:
        return w.session.scalar(sa.select(sa.func.count()).select_from(Ballot)) or 0


def test_the_same_form_gives_the_same_receipt(bench: Bench) -> None:
    juror, other = bench.ready()[:2]
    receipt = bench.vote(juror, token="the-form-1")
    assert bench.vote(juror, token="the-form-1") == receipt
    with pytest.raises(Conflict, match="sent before"):
        bench.vote(juror, "deny", token="the-form-1")
    with bench.work(juror) as w, pytest.raises(Conflict):
        actions.cast_ballot(w, REF, fields(reason="Another."), "the-form-1")
    assert ballots(bench) == 1
    # Keys are each juror's own: another's is no obstacle, and tells nothing.
    assert bench.vote(other, "deny", token="the-form-1") != receipt
    assert ballots(bench) == 2


def test_a_new_form_is_a_new_ballot_and_the_last_one_counts(bench: Bench) -> None:
    juror = bench.ready()[0]
    given = [bench.vote(juror, choice) for choice in ("uphold", "deny", "cannot_judge")]
    with bench.work(juror, writing=False) as w:
        assert queries.receipts(w.session, juror.account, REF) == given
        assert queries.case_for_juror(w.session, juror.account, REF).voted
    bench.close()
    body = bench.decide()
    assert body["numbers"]["cannot_judge"] == 1
    assert body["numbers"]["replaced_ballots"] == 2
    assert [
        one["rev"]
        for one in sorted(
            (one for one in bench.log() if one["kind"] == "ballot"), key=lambda one: one["rev"]
        )
    ] == [1, 2, 3]


def test_a_receipt_is_signed_and_its_leaf_comes_into_the_log(bench: Bench) -> None:
    juror = bench.ready()[0]
    receipt = bench.vote(juror)
    with bench.work(writing=False) as w:
        name, key = origin(w.settings, REF), signer(w.settings)
    text = opened(receipt, Verifier(name, key.public_key().public_bytes_raw()))
    promised = Receipt.parsed(text)
    bench.close()
    with bench.work(writing=False) as w:
        from audit.queries import sequenced

        assert sequenced(w.session, REF, promised.leaf) is not None


@pytest.mark.parametrize(("hours", "seconds", "good"), [(71, 3599, True), (72, 0, False)])
def test_the_closing_second_is_enforced_though_the_worker_is_late(
    bench: Bench, hours: int, seconds: int, good: bool
) -> None:
    juror = bench.ready()[0]
    bench.clock.move(hours=hours, seconds=seconds)
    if good:
        bench.vote(juror)
    else:
        with pytest.raises(Conflict, match="closed"):
            bench.vote(juror)
    assert ballots(bench) == good


def test_a_late_worker_changes_nothing(bench: Bench) -> None:
    juror = bench.ready()[0]
    bench.vote(juror)
    bench.clock.move(hours=200)
    for refused in (bench.vote, bench.quiz):
        with pytest.raises(Conflict):
            refused(juror)
    with bench.work(juror) as w, pytest.raises(Conflict):
        actions.decline_seat(w, REF)
    with bench.work(bench.cast.clara) as w, pytest.raises(Conflict):
        actions.withdraw_case(w, REF)
    with bench.work() as w:
        assert actions.replace_silent(w, REF) == 0
        closed = actions.close_poll(w, REF)
        assert closed.closes_at is not None
        assert closed.closes_at < bench.clock.now
    closing = bench.log()[-1]
    assert (closing["kind"], closing["ballots"]) == ("case.closed", 1)


def test_nobody_closes_early_and_nobody_reopens(bench: Bench) -> None:
    juror = bench.ready()[0]
    bench.clock.move(hours=72, seconds=-1)
    with bench.work() as w, pytest.raises(Conflict):
        actions.close_poll(w, REF)
    bench.clock.move(seconds=1)
    with bench.work() as w:
        actions.close_poll(w, REF)
    bench.clock.move(hours=-30)  # a clock put back opens nothing
    with pytest.raises(Conflict):
        bench.vote(juror)
    with bench.work() as w, pytest.raises(Conflict):
        actions.open_poll(w, REF)


def test_who_may_not_cast(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    early = bench.jurors("summoned")[0]
    with pytest.raises(Conflict, match="not opened"):
        bench.vote(early)
    first, second, *_rest = bench.accept(10)
    bench.open()
    with pytest.raises(Conflict, match="three questions"):
        bench.vote(first)
    with pytest.raises(Conflict, match="Take your seat"):
        bench.vote(bench.jurors("summoned")[0])
    with pytest.raises(Conflict, match="no seat"):
        bench.vote(bench.jurors("alternate")[0])
    bench.quiz(second)
    with bench.work() as w:
        w.session.get_one(Account, second.account).good_standing = False
    with pytest.raises(Conflict, match="good standing"):
        bench.vote(second)
    assert ballots(bench) == 0


@pytest.mark.parametrize(
    "near",
    [{"household": "Mill Lane 3"}, {"employer": "The mill"}, {"inviter_id": None}],
    ids=lambda near: next(iter(near)),
)
def test_who_has_come_close_to_the_claimant_casts_no_ballot(
    bench: Bench, near: dict[str, str | None]
) -> None:
    clara = bench.cast.clara.account
    juror, other, late = bench.ready({clara: "claim"})[:3]
    receipt = bench.vote(late, token="the-form-1")
    with bench.work() as w:
        w.session.get_one(Account, clara).employer = "The mill"
        for one in (juror, late):
            for name, value in near.items():
                setattr(w.session.get_one(Account, one.account), name, value or clara)
    with pytest.raises(Conflict, match="give the seat back"):
        bench.vote(juror)
    bench.vote(other)
    # What was in the box before stays, its answer too; it is not replaced.
    assert bench.vote(late, token="the-form-1") == receipt
    with pytest.raises(Conflict, match="stays as it is"):
        bench.vote(late)
    assert ballots(bench) == 2
    with bench.work(juror) as w:
        assert actions.decline_seat(w, REF).state == "stepped_down"


def test_who_is_among_the_excluded_casts_no_ballot(bench: Bench) -> None:
    juror, other = bench.ready()[:2]
    with bench.work() as w:
        w.session.add(Exclusion(case_ref=REF, account_id=juror.account, reason="took-part"))
    with pytest.raises(Conflict, match="give the seat back"):
        bench.vote(juror)
    bench.vote(other)


def test_the_room_above_says_who_has_come_into_conflict(bench: Bench) -> None:
    juror, other = bench.ready()[:2]
    with bench.work():
        current_app.extensions["venire-conflicts"] = (
            lambda *_asked: False,
            lambda _session, ref, account: (ref, account) == (REF, juror.account),
        )
    with pytest.raises(Conflict, match="give the seat back"):
        bench.vote(juror)
    bench.vote(other)


def test_an_officer_tied_to_a_hospital_of_the_case_has_a_stake(bench: Bench) -> None:
    bench.freeze({bench.cast.olive.account: "hospital"})
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w, pytest.raises(Missing):
        actions.commit_draw(w, REF)


def test_being_close_to_another_who_is_excluded_is_no_conflict(bench: Bench) -> None:
    juror = bench.ready({bench.cast.clara.account: "household"})[0]
    with bench.work() as w:
        w.session.get_one(Account, juror.account).household = "Mill Lane 3"
    bench.vote(juror)


def test_a_ballot_that_cannot_be_read_is_malformed(bench: Bench) -> None:
    juror = bench.ready()[0]
    for values, token in (
        (fields("maybe"), "12345678"),
        (fields(reason="x" * 1_201), "12345678"),
        (fields(), "short"),
        (fields(), "x" * 65),
        (fields(), "ключ-ключ"),
    ):
        with bench.work(juror) as w, pytest.raises(Malformed):
            actions.cast_ballot(w, REF, values, token)
    assert ballots(bench) == 0


def test_a_ballots_row_has_no_who_no_where_no_when() -> None:
    assert set(Ballot.__table__.columns.keys()) == {
        *("id", "case_ref", "pid", "rev", "entry", "reason", "receipt", "sent", "said", "final")
    }
    assert Ballot.__table__.dialect_options["sqlite"]["with_rowid"] is False
    assert "voted" not in Seat.__table__.columns


def test_the_marks_of_a_form_are_emptied_at_closing(bench: Bench) -> None:
    bench.vote(bench.ready()[0])
    bench.close()
    with bench.work(writing=False) as w:
        assert w.session.execute(sa.select(Ballot.sent, Ballot.said)).one() == (None, None)


def test_the_database_itself_refuses_a_second_ballot_of_a_rev(bench: Bench) -> None:
    bench.vote(bench.ready()[0])
    with bench.work(writing=False) as w:
        row = dict(w.session.execute(sa.select(Ballot.__table__)).mappings().one())
    row |= {"id": "another", "sent": None, "said": None}
    with pytest.raises(sa.exc.IntegrityError), bench.work() as w:
        w.session.execute(sa.insert(Ballot).values(row))


def test_a_ballot_costs_three_statements(bench: Bench) -> None:
    """The case is held, the rest is read, the ballot is put in. Its file was read before."""
    first, other = bench.ready()[:2]
    bench.vote(first)
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement.split()[0])

    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        bench.vote(other)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)
    assert [one for one in said if one != "BEGIN"] == ["SELECT", "SELECT", "INSERT"]


def test_receipts_are_signed_by_the_key_that_is_there_now(bench: Bench) -> None:
    juror = bench.ready()[0]
    bench.vote(juror)
    with bench.work(writing=False) as w:
        settings = w.settings
    (settings.keys / "log.key").write_bytes(b"k" * 32)
    now = Verifier(origin(settings, REF), signer(settings).public_key().public_bytes_raw())
    assert opened(bench.vote(juror), now)
    (settings.keys / "log.key").chmod(0o640)
    with pytest.raises(RuntimeError, match="others may read"):
        bench.vote(juror)
