"""The roll: who is on it, in which order, who rests, and what a proof reads; on both databases."""

import tracemalloc
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import check_inclusion, root
from jury import actions, queries
from jury.models import JuryCase, RollLeaf, RollNode, Seat, Verdict
from jury.rest import most_resting
from kernel.errors import Conflict, Missing
from members.models import Account, Qualification
from tests.jury.bench import Bench, case_file

ALIKE = "age=45-59;experience=none;tenure=0-1"  # what the roll says of everybody in the village


def leaves(work, epoch: int) -> list[RollLeaf]:
    query = sa.select(RollLeaf).where(RollLeaf.epoch == epoch).order_by(RollLeaf.ord)
    return list(work.session.scalars(query))


def test_a_roll_lists_who_is_eligible_in_an_order_that_means_nothing(bench: Bench) -> None:
    with bench.work() as w:
        one = actions.build_roll(w)
        two = actions.build_roll(w)
        assert (one.epoch, two.epoch, one.size, one.strata) == (1, 2, 24, {ALIKE: 24})
        assert one.left_out == {"no-certificate": 8}
        first, second = leaves(w, 1), leaves(w, 2)
    assert [row.ord for row in first] == list(range(24))
    assert [row.pseudonym for row in first] == sorted(row.pseudonym for row in first)
    assert {row.account_id for row in first} == {juror.account for juror in bench.cast.jurors}
    assert len({row.pseudonym for row in (*first, *second)}) == 48


def test_nobody_to_draw_makes_no_roll(work) -> None:
    with work() as w:
        with pytest.raises(Conflict, match="no jurors"):
            actions.build_roll(w)
        assert queries.latest_roll(w.session) is None


def test_the_roll_stands_in_the_order_of_its_strata(bench: Bench) -> None:
    with bench.work() as w:
        for number, juror in enumerate(bench.cast.jurors[:15]):
            account = w.session.get_one(Account, juror.account)
            if number < 6:
                account.born_on = account.born_on.replace(year=1990)
            else:
                account.joined_at = w.now - timedelta(days=3 * 365)
        roll = actions.build_roll(w)
        young = ALIKE.replace("45-59", "30-44")
        longer = ALIKE.replace("0-1", "2-5")
        assert roll.strata == {young: 6, ALIKE: 9, longer: 9}
        assert queries.strata_of(w.session, 1) == {
            young: range(6),
            ALIKE: range(6, 15),
            longer: range(15, 24),
        }
        found = leaves(w, 1)
        assert [row.ord for row in found] == list(range(24))
        keys = [(row.stratum, row.pseudonym) for row in found]
        assert keys == sorted(keys)
        assert Counter(row.stratum for row in found) == roll.strata
        assert roll.root == root(queries.as_leaf(row).hash() for row in found).hex()


def test_who_would_be_alone_in_a_stratum_stands_among_others(bench: Bench) -> None:
    with bench.work() as w:
        for juror in bench.cast.jurors[:3]:
            account = w.session.get_one(Account, juror.account)
            account.born_on = account.born_on.replace(year=1950)
        roll = actions.build_roll(w)
        assert roll.strata == {"age=any;experience=any;tenure=any": 24}


def test_a_proof_of_each_leaf_leads_to_the_published_root(bench: Bench) -> None:
    with bench.work() as w:
        roll = actions.build_roll(w)
        actions.build_roll(w)
    with bench.work(writing=False) as w:
        for leaf, proof in queries.leaf_proofs(w.session, 1, range(24)):
            check_inclusion(leaf.hash(), leaf.ord, 24, proof, bytes.fromhex(roll.root))
        assert [leaf.ord for leaf, _proof in queries.leaf_proofs(w.session, 2, [7, 5])] == [7, 5]
        for epoch, ord in ((1, 24), (1, -1), (3, 0)):
            with pytest.raises(Missing):
                queries.leaf_proofs(w.session, epoch, [ord])


def test_a_roll_from_before_trees_were_kept_is_proved_all_the_same(bench: Bench) -> None:
    with bench.work() as w:
        roll = actions.build_roll(w)
        w.session.execute(sa.delete(RollNode))
        roll.strata = {"new": 20, "experienced": 4}
    with bench.work(writing=False) as w:
        ((leaf, proof),) = queries.leaf_proofs(w.session, 1, [13])
        check_inclusion(leaf.hash(), 13, 24, proof, bytes.fromhex(roll.root))
        with pytest.raises(Conflict, match="order of its strata"):
            queries.strata_of(w.session, 1)
        with pytest.raises(Missing):
            queries.strata_of(w.session, 2)


@given(st.integers(0, 10**6))
def test_at_most_half_of_a_pool_rests(pool: int) -> None:
    assert most_resting(pool) <= pool - most_resting(pool) <= most_resting(pool) + 1


def serve(bench: Bench, ref: str, jurors: slice, state: str = "accepted", **case: str) -> None:
    """A case on which these jurors sat, decided now; or in which they held such seats."""
    with bench.work() as w:
        actions.open_case(w, case_file(ref), "twelve", {})
        row = w.session.get_one(JuryCase, ref)
        for name, value in case.items():
            setattr(row, name, value)
        for ord, juror in enumerate(bench.cast.jurors[jurors]):
            seat = Seat(case_ref=ref, ord=ord, account_id=juror.account, state=state)
            seat.number = None if row.mode == "open" else ord + 1
            w.session.add(seat)
        if row.stage == "frozen":
            w.session.add(
                Verdict(
                    case_ref=ref,
                    outcome="upheld",
                    body={},
                    decided_at=w.now,
                    standard="twelve",
                    words="",
                )
            )
    bench.clock.move(hours=1)


def resting(bench: Bench) -> set[str]:
    with bench.work() as w:
        epoch = actions.build_roll(w).epoch
        return {row.account_id for row in leaves(w, epoch) if row.next_free_epoch == epoch + 1}


def accounts(bench: Bench, jurors: slice) -> set[str]:
    return {juror.account for juror in bench.cast.jurors[jurors]}


def test_who_served_rests_until_half_of_the_pool_served_after_them(bench: Bench) -> None:
    serve(bench, "C-2026-0001", slice(0, 5))
    assert resting(bench) == resting(bench) == accounts(bench, slice(0, 5))
    serve(bench, "C-2026-0002", slice(5, 10))
    assert resting(bench) == accounts(bench, slice(0, 10))
    serve(bench, "C-2026-0003", slice(10, 15))
    found = resting(bench)
    assert accounts(bench, slice(5, 15)) <= found
    assert len(found) == 12  # of the first five, two by lot
    serve(bench, "C-2026-0004", slice(0, 5))
    assert accounts(bench, slice(10, 15)) | accounts(bench, slice(0, 5)) <= resting(bench)


def test_only_who_sat_on_a_decided_panel_served(bench: Bench) -> None:
    for number, state in enumerate(("summoned", "declined", "silent", "stepped_down"), 1):
        serve(bench, f"C-2026-000{number}", slice(number, number + 1), state)
    serve(bench, "C-2026-0005", slice(5, 9), mode="open")
    serve(bench, "C-2026-0006", slice(9, 12), stage="drawn")
    assert resting(bench) == set()
    serve(bench, "C-2026-0007", slice(12, 13))
    assert resting(bench) == accounts(bench, slice(12, 13))


def test_who_rests_is_not_drawn(bench: Bench) -> None:
    serve(bench, "C-2026-0001", slice(0, 24))
    bench.freeze()
    bench.draw()
    with bench.work(writing=False) as w:
        tired = {row.account_id for row in leaves(w, 1) if row.next_free_epoch == 2}
    assert len(tired) == 12
    drawn = {juror.account for juror in bench.jurors("summoned")}
    assert drawn == accounts(bench, slice(0, 24)) - tired
    assert bench.jurors("alternate") == []  # the other twelve are all there are


def test_who_has_voted_is_experienced(bench: Bench) -> None:
    voters = bench.ready()[:9]
    for juror in voters:
        bench.vote(juror)
    bench.close()
    with bench.work() as w:
        strata = actions.build_roll(w).strata
    assert strata == {ALIKE: 15, ALIKE.replace("none", "some"): 9}


NUMBERED = {  # a row for each number below :many; its id; a date of birth among eighteen thousand
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :many)",
        "printf('%022d', i)",
        "date('1950-01-01', (i % 18000) || ' days')",
    ),
    "postgresql": (
        "WITH n(i) AS (SELECT generate_series(0, :many - 1))",
        "lpad(i::text, 22, '0')",
        "date '1950-01-01' + (i % 18000)",
    ),
}


def move_in(work, many: int) -> None:
    """Bring so many members in two statements; one in a hundred has no certificate."""
    numbers, name, born = NUMBERED[work.session.get_bind().dialect.name]
    account = sa.text(
        "INSERT INTO account (id, ref, email, name, joined_at, born_on, good_standing) "
        f"{numbers} SELECT {name}, 'A-' || i, 'm' || i, 'M', :joined, {born}, true FROM n"
    ).bindparams(sa.bindparam("joined", work.now - timedelta(days=900), Account.joined_at.type))
    work.session.execute(account, {"many": many})
    certified = sa.select(
        Account.id, sa.literal("made"), sa.literal({}, sa.JSON), sa.literal(work.now)
    ).where(Account.ref.not_like("A-%00"))
    columns = ["account_id", "certificate", "clause_versions", "granted_at"]
    work.session.execute(sa.insert(Qualification).from_select(columns, certified))


def test_a_roll_is_never_held_whole(work) -> None:
    with work() as w:
        move_in(w, 9_000)
    with work() as w:
        tracemalloc.start()
        roll = actions.build_roll(w)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        # One in a hundred has no certificate, and who was born last is not of age.
        assert 8_500 < roll.size == 9_000 - sum(roll.left_out.values())
    assert peak < 3 * 2**20, f"{peak / 2**20:.1f} MiB; a list of them all takes 4"


@pytest.mark.databases("sqlite")
def test_a_proof_on_a_roll_of_a_hundred_thousand_reads_a_few_rows(work) -> None:
    with work() as w:
        move_in(w, 100_000)
    with work() as w:
        roll = actions.build_roll(w)
    with work(writing=False) as w:
        strata = queries.strata_of(w.session, 1)
        assert len(strata) > 3
        rows = w.session.scalar(sa.select(sa.func.count()).select_from(RollNode))
        assert rows == roll.size // 256 + 1 + 2 + 1
        asked: list[str] = []  # each brings the row of one key
        sa.event.listen(
            w.session.get_bind(), "before_cursor_execute", lambda *how: asked.append(how[2])
        )
        for stratum, span in strata.items():
            for ord in (span[0], span[-1]):
                w.session.expunge_all()
                asked.clear()
                ((leaf, proof),) = queries.leaf_proofs(w.session, 1, [ord])
                assert (leaf.stratum, leaf.ord) == (stratum, ord)
                check_inclusion(leaf.hash(), ord, roll.size, proof, bytes.fromhex(roll.root))
                assert sum("FROM roll_node" in one for one in asked) in range(2, 6)
                assert len(asked) <= 7
