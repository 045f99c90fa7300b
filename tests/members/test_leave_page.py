"""A member leaves by themselves: what comes first, what is given back; and nothing says who."""

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from jury.actions import open_case
from jury.models import CaseTrustee, Seat, SharedKey
from kernel.actor import Role
from kernel.errors import Conflict
from kernel.work import unit_of_work
from members import queries
from members.actions import grant_role, withdraw_role
from members.actions.leaving import erase_member, leave
from members.models import Account, SignIn
from members.passwords import mark_of
from tests.claims.filed import FILED
from tests.jury.bench import REF, case_file, make_bench
from tests.village import PASSWORD, person


@pytest.fixture
def people(work):
    with work() as w:
        mira = person(w, "Mira")
        agnes, olive = person(w, "Agnes", Role.ADMIN), person(w, "Olive", Role.OFFICER)
        ida = person(w, "Ida", inviter_id=mira.id)
        w.session.flush()
        named = {"mira": mira, "agnes": agnes, "olive": olive, "ida": ida}
        return {name: queries.actor_of(w.session, one) for name, one in named.items()}


@pytest.fixture
def mira(visit, people):
    browser = visit()
    browser.sign_in("mira@village.example", PASSWORD)
    return browser


@pytest.fixture
def go(app, people, work):
    """Leave as somebody who typed their password."""

    def go(who):
        with work(writing=False) as w:
            mark = mark_of(w.session.get_one(Account, people[who].account).password_hash)
        with app.app_context(), unit_of_work(people[who]) as w:
            leave(w, mark)

    return go


def entries(work):
    with work(writing=False) as w:
        return list(w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id)))


def is_erased(work, one):
    with work(writing=False) as w:
        return w.session.get_one(Account, one.account).erased_at is not None


@pytest.mark.databases("sqlite", "postgresql")
def test_a_member_leaves_on_their_own_page(work, visit, people, mira):
    other = visit()
    other.sign_in("mira@village.example", PASSWORD)
    before = len(entries(work))
    page = mira.get("/me").click("Leave and have my data erased")
    assert "What stays" in page.text
    assert "What comes first" not in page.text
    page = page.fill(password=PASSWORD, ref=people["mira"].ref.lower()).send()
    assert page.path == "/left"
    assert "Goodbye" in page.h1
    assert is_erased(work, people["mira"])
    for browser in (mira, other):
        assert browser.get("/me").path.startswith("/sign-in")
    said = b"".join(entries(work)[before:])
    assert b'"kind":"member.erased"' not in said, "beside what they did last, it would tell who"
    assert people["mira"].ref.encode() not in said
    with work(writing=False) as w:
        ours = SignIn.account_id == people["mira"].account
        assert not w.session.scalars(sa.select(SignIn).where(ours)).all()


def test_nothing_goes_by_a_slip(work, people, mira):
    ref = people["mira"].ref
    for values, said in (
        ({"password": "", "ref": ""}, "Fill this in"),
        ({"password": PASSWORD, "ref": people["ida"].ref}, "not your reference"),
        ({"password": "another one of fifteen", "ref": ref}, "not your password"),
    ):
        page = mira.get("/me/leave").fill(**values).send(status=422)
        assert said in page.text
    assert not is_erased(work, people["mira"])


def test_the_password_is_guessed_no_oftener_than_at_the_door(work, people, mira):
    values = {"password": "another one of fifteen", "ref": people["mira"].ref}
    for _try in range(8):
        page = mira.get("/me/leave").fill(**values).send(status=422)
    page = page.fill(**values | {"password": PASSWORD}).send(status=429)
    assert "Too many tries" in page.text
    assert not is_erased(work, people["mira"])


def test_a_password_that_was_changed_meanwhile_is_none(app, work, people):
    with (
        pytest.raises(Conflict, match="changed meanwhile"),
        app.app_context(),
        unit_of_work(people["mira"]) as w,
    ):
        leave(w, mark_of(None))
    assert not is_erased(work, people["mira"])


def test_an_alternate_stays_till_the_case_is_over(work, people, mira, go):
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        row = {"case_ref": REF, "ord": 7, "number": None, "state": "alternate"}
        w.session.add(Seat(account_id=people["mira"].account, **row))
    page = mira.get("/me/leave")
    assert "an alternate in case" in page.text
    assert not [one for one in page.forms if one.in_main]
    with pytest.raises(Conflict, match="an alternate in case"):
        go("mira")
    assert not is_erased(work, people["mira"])


def test_claims_and_those_one_advises_on_come_first(work, people, mira, go):
    from claims.actions import file_claim, withdraw
    from claims.models import AdviserRow

    with work(people["mira"]) as w:
        ref = file_claim(w, FILED).ref
    with work(people["ida"]) as w:
        other = file_claim(w, FILED)
        w.session.flush()
        w.session.add(
            AdviserRow(claim_id=other.id, account_id=people["mira"].account, named_at=w.now)
        )
    page = mira.get("/me/leave")
    assert "Withdraw it first" in page.text
    assert page.click(f"advise on claim {other.ref}").path == "/claims/"
    page = mira.get("/me/leave")
    with pytest.raises(Conflict, match="advise on"):
        go("mira")
    page.click(f"Your claim {ref}").press("Yes, withdraw it")
    with work(people["ida"]) as w:
        withdraw(w, other.ref)
    go("mira")
    assert is_erased(work, people["mira"])


def test_who_holds_a_part_of_a_key_waits(work, people, mira):
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        w.session.add(SharedKey(case_ref=REF, threshold=2, count=3, write_by=w.now))
        w.session.flush()
        part = {"case_ref": REF, "place": 1, "digest": "ab"}
        w.session.add(CaseTrustee(account_id=people["mira"].account, **part))
    assert f"/jury/keys/{REF}" in mira.get("/me/leave").links.values()


def test_an_officer_and_the_last_admin_hand_over_first(app, visit, work, people, go):
    agnes = visit()
    agnes.sign_in("agnes@village.example", PASSWORD)
    assert agnes.get("/me/leave").click("You are the last admin").path == "/people/"
    with pytest.raises(Conflict, match="last admin"):
        go("agnes")
    with pytest.raises(Conflict, match="You are an officer"):
        go("olive")
    with work(people["agnes"]) as w:
        withdraw_role(w, people["olive"].account, Role.OFFICER)
        grant_role(w, people["ida"].account, Role.ADMIN)
    go("olive")
    go("agnes")
    with pytest.raises(Conflict, match="the page of your account"), app.app_context():
        with unit_of_work(people["ida"]) as w:
            erase_member(w, people["ida"].account)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_seat_is_given_back_and_a_ballot_is_not(app, work, clock):
    bench = make_bench(work, clock)
    bench.freeze()
    bench.draw()
    sat = bench.accept()
    first, voter = sat[0], sat[1]

    def go(juror):
        with work(writing=False) as w:
            mark = mark_of(w.session.get_one(Account, juror.account).password_hash)
        with app.app_context(), unit_of_work(juror) as w:
            leave(w, mark)

    go(first)
    assert is_erased(work, first)
    assert (first, "stepped_down") in bench.seats()
    assert len(bench.jurors("summoned")) == 1, "the next is called"
    kinds = [parse(raw)["kind"] for raw in entries(work)]
    assert "seat.given_up" in kinds
    assert "member.erased" not in kinds, "it would say whose seat that was"
    bench.accept()
    bench.open()
    bench.quiz(voter)
    bench.vote(voter)
    with pytest.raises(Conflict, match="Your ballot in case"):
        go(voter)
    go(sat[2])
    assert (sat[2], "stepped_down") in bench.seats()
    bench.close()
    with pytest.raises(Conflict, match="being counted"):
        go(sat[3])
