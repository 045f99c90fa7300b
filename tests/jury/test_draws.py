"""The roll, the commitment, the draw, against both databases."""

from hashlib import sha256
from json import loads as parse_json

import pytest
import sqlalchemy as sa

from audit.merkle import check_inclusion, leaf_hash
from jury import actions, queries
from jury.keys import draw_secret
from jury.models import Exclusion, JuryCase, RollLeaf, Seat
from jury.reading.roll import my_place, place_json
from jury.sortition import Pool, draw, seed_of
from kernel.actor import Role
from kernel.errors import Conflict, Malformed, Missing
from kernel.work import ground
from members.actions import grant_role
from members.models import Account
from tests.jury.bench import REF, Bench, case_file


def test_a_draw_needs_a_roll_and_enough_free_jurors(bench: Bench) -> None:
    bench.freeze({juror.account: "household" for juror in bench.cast.jurors[:13]})
    with bench.work() as w, pytest.raises(Conflict, match="roll"):
        actions.commit_draw(w, REF)
    bench.publish_roll()
    with bench.work() as w, pytest.raises(Conflict, match="Only 11"):
        actions.commit_draw(w, REF)


def test_a_panel_is_drawn_once_and_only_after_the_commitment_is_logged(bench: Bench) -> None:
    bench.freeze()
    bench.publish_roll()
    with bench.work() as w, pytest.raises(Conflict):
        actions.draw_panel(w, REF)
    with bench.work() as w:
        actions.commit_draw(w, REF)
    with bench.work() as w, pytest.raises(Conflict):
        actions.commit_draw(w, REF)
    with bench.work() as w, pytest.raises(Conflict, match="not in the log"):
        actions.draw_panel(w, REF)
    bench.log()
    with bench.work() as w:
        actions.draw_panel(w, REF)
    with bench.work() as w, pytest.raises(Conflict):
        actions.draw_panel(w, REF)
    with bench.work() as w, pytest.raises(Conflict):
        actions.commit_draw(w, REF)


def test_anybody_can_draw_again(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    committed, result = bench.log()[1:]
    secret = bytes.fromhex(result["randomness"])
    digest = sha256(b"jury-draw/v1/house\0" + secret).hexdigest()
    assert committed["randomness"]["commitment"] == digest
    with bench.work(writing=False) as w:
        order = queries.drawn_of(w.session, REF)
        pool = queries.pool_of(w.session, order)
        leaves = [pool.leaf(ord) for ord in range(pool.size)]
        assert draw_secret(w.settings, REF, 1) == secret
        assert seed_of(order.commit_digest, secret).hex() == result["seed"]
    again = draw(bytes.fromhex(result["seed"]), Pool(24, leaves.__getitem__), 12, 4)
    assert [[j, ord, what.value] for j, ord, what in again] == result["stream"]


def test_who_left_after_the_roll_is_left_out(bench: Bench) -> None:
    with bench.work() as w:
        actions.build_roll(w)
        gone = bench.cast.jurors[3].account
        w.session.get_one(Account, gone).good_standing = False
    bench.freeze()
    bench.draw(fresh_roll=False)
    assert bench.log()[1]["excluded"]["reasons"] == {"not-eligible": 1}
    assert bench.cast.jurors[3] not in bench.jurors()


def test_three_open_cases_are_enough(bench: Bench) -> None:
    with bench.work() as w:
        actions.build_roll(w)
        for number in (1, 2, 3):
            file = case_file(f"C-2026-000{number}")
            actions.open_case(w, file, "twelve", {})
            w.session.get_one(JuryCase, file.ref).stage = "drawn"
            for ord, juror in enumerate(bench.cast.jurors[: 5 * number]):
                w.session.add(
                    Seat(
                        case_ref=file.ref,
                        ord=ord,
                        account_id=juror.account,
                        number=ord + 1,
                        state="accepted" if ord % 2 else "summoned",
                    )
                )
    bench.freeze({bench.cast.jurors[0].account: "inviter"})
    bench.draw(fresh_roll=False)
    assert bench.log()[1]["excluded"]["reasons"] == {"cap": 4, "inviter": 1}
    assert not set(bench.jurors()) & set(bench.cast.jurors[:5])


def test_a_juror_can_see_their_own_leaf(bench: Bench) -> None:
    juror = bench.cast.jurors[7].account
    with bench.work(writing=False) as w:
        assert my_place(w.session, juror) is None
        with pytest.raises(Missing):
            place_json(w.session, juror)
    with bench.work() as w:
        actions.build_roll(w)
        roll = actions.build_roll(w)
        said = parse_json(place_json(w.session, juror))
        leaf = parse_json(said["leaf"])
        row = w.session.get_one(RollLeaf, (2, leaf["ord"]))
        assert (row.account_id, row.pseudonym) == (juror, leaf["pseudonym"])
        assert my_place(w.session, bench.cast.clara.account) is None
    assert (said["root"], said["size"], leaf["epoch"]) == (roll.root, 24, 2)
    proof = [bytes.fromhex(one) for one in said["proof"]]
    hashed = leaf_hash(said["leaf"].encode())
    check_inclusion(hashed, leaf["ord"], said["size"], proof, bytes.fromhex(roll.root))


def test_what_cannot_be_frozen(bench: Bench) -> None:
    file = case_file()
    with bench.work() as w:
        with pytest.raises(Malformed):
            actions.open_case(w, file, "none", {})
        with pytest.raises(Malformed):
            actions.open_case(w, case_file(tiers=(5, 5)), "twelve", {})
    bench.freeze()
    with bench.work() as w, pytest.raises(Conflict):
        actions.open_case(w, file, "twelve", {})
    with bench.work() as w, pytest.raises(Missing):
        actions.commit_draw(w, "C-2026-9999")
    assert [entry["kind"] for entry in bench.log()] == ["case.opened"]


def test_a_case_that_was_rolled_back_leaves_a_key_that_is_used_again(bench: Bench) -> None:
    lost = b""

    def fail() -> None:
        nonlocal lost
        with bench.work() as w:
            lost = actions.open_case(w, case_file(), "twelve", {}).public_key
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    bench.freeze()
    with bench.work(writing=False) as w:
        assert w.session.get_one(JuryCase, REF).public_key == lost
        files = sorted((ground().settings.keys / "cases").iterdir())
    assert [file.name for file in files] == [f"{REF}.key"]
    assert files[0].stat().st_mode & 0o777 == 0o600


def test_exclusions_are_kept_for_their_own_case(bench: Bench) -> None:
    bench.freeze({bench.cast.jurors[0].account: "household"})
    bench.ref = "C-2026-0005"
    bench.freeze()
    with bench.work(writing=False) as w:
        assert w.session.scalars(sa.select(Exclusion.case_ref)).all() == [REF]


def test_no_auditor_is_drawn(bench: Bench) -> None:
    """An auditor may check every case, and nobody checks what they judged."""
    auditor = bench.cast.jurors[3]
    with bench.work(bench.cast.olive) as w:
        grant_role(w, auditor.account, Role.AUDITOR)
    bench.freeze()
    bench.draw()
    assert auditor not in bench.jurors("summoned", "alternate")
    assert bench.log()[1]["excluded"]["reasons"] == {"auditor": 1}
