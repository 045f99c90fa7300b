"""A member leaves: what is erased, what stays, and when it is refused."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from audit.actions import make_token
from audit.entry import parse
from audit.models import AuditToken, QueuedEntry
from audit.tokens import who_brings
from jury.actions import appoint_trustee, open_case
from jury.models import CaseTrustee, Draw, JuryCase, Roll, RollLeaf, Seat, SharedKey, Trustee
from kernel.actor import Role
from kernel.db import new_id
from kernel.errors import Conflict, Missing
from kernel.links import Link
from kernel.models import Outbox
from kernel.work import unit_of_work
from members import queries
from members.actions import (
    correct_birth,
    count_try,
    grant_qualification,
    grant_role,
    state_ties,
    switch_mail,
    withdraw_role,
)
from members.actions.leaving import erase_member
from members.leaving import UNBORN
from members.models import Account, Digest, DoorTry, Qualification, RoleGrant, SignIn
from members.passwords import mark_of
from members.views import signing
from quiz.actions.sittings import certify
from quiz.models import Allowance, Sitting
from tests.claims.filed import FILED
from tests.jury.bench import REF, case_file
from tests.village import PASSWORD, person


@pytest.fixture
def people(work):
    with work() as w:
        mira = person(w, "Mira", Role.AUDITOR, household="Mill 3", employer="Works")
        mira.hospital = "Hill Hospital"
        agnes, olive = person(w, "Agnes", Role.ADMIN), person(w, "Olive", Role.OFFICER)
        ida = person(w, "Ida", inviter_id=mira.id)
        grant_qualification(w, mira.id, "exam", {"accident-exempt": 1})
        w.session.flush()
        named = {"mira": mira, "agnes": agnes, "olive": olive, "ida": ida}
        return {name: queries.actor_of(w.session, one) for name, one in named.items()}


@pytest.fixture
def erase(app, people):
    """Erase somebody, as Agnes or as somebody else."""

    def go(who, by="agnes"):
        with app.app_context(), unit_of_work(people[by]) as w:
            return erase_member(w, people[who].account)

    return go


@contextmanager
def refused(work, people, words):
    with pytest.raises(Conflict, match=words):
        yield
    with work(writing=False) as w:
        assert w.session.get_one(Account, people["mira"].account).name == "Mira"


@pytest.mark.databases("sqlite", "postgresql")
def test_the_reference_is_all_that_stays(work, people, erase):
    mira = people["mira"]
    with work() as w:
        w.session.add(
            Allowance(
                account_id=mira.account, percent=25, why="dyslexia", given_by="A", given_at=w.now
            )
        )
        token = make_token(replace(w, actor=mira), "Mira's own")
        count_try(w, "mail", "mira@village.example", "192.0.2.7")
        for account, address in ((mira.account, None), (None, "mira@village.example")):
            w.session.add(
                Outbox(
                    once=f"{account}{address}",
                    account_id=account,
                    address=address,
                    subject="",
                    body="",
                    link=[],
                    made_at=w.now,
                    state="waiting",
                    tries=0,
                    next_try_at=w.now,
                    error="",
                )
            )
    assert erase("mira") == mira.ref
    with work(writing=False) as w:
        one = w.session.get_one(Account, mira.account)
        assert (one.ref, one.name, one.email) == (mira.ref, mira.ref, mira.ref.lower())
        assert (one.born_on, one.password_hash, one.erased_at) == (UNBORN, None, w.now)
        assert {one.household, one.employer, one.employer_key, one.hospital, one.hospital_key} == {
            None
        }
        assert w.session.get_one(Account, people["ida"].account).inviter_id is None
        for rows in (RoleGrant, Qualification, SignIn, Digest, Allowance):
            assert not w.session.scalars(sa.select(rows).where(rows.account_id == one.id)).all()
        assert not w.session.scalars(sa.select(AuditToken)).all()
        # It counts for the address that it came from, and no longer tells who tried.
        (tried,) = w.session.scalars(sa.select(DoorTry))
        assert "mira" not in tried.email
        assert who_brings(w.session, token, w.now, queries.holder_of) is None
        assert not w.session.scalars(sa.select(Outbox)).all()
        assert queries.account_told(w.session, mira.ref) is None
        assert mira.ref not in {found.ref for found in queries.people(w.session)}
        entry = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id)).all()[-1]
        assert b'"kind":"member.erased"' in entry
        assert mira.ref.encode() not in entry, "who it was is nobody's business"
        assert people["agnes"].ref.encode() in entry
    with pytest.raises(Missing):
        erase("mira")


def test_who_comes_back_joins_anew(work, people, erase):
    erase("mira")
    with work() as w:
        assert person(w, "Mira").ref != people["mira"].ref


def test_sessions_end_and_no_password_opens_it_any_more(visit, people, erase):
    mira = visit()
    mira.sign_in("mira@village.example", PASSWORD)
    erase("mira")
    assert mira.get("/me").path.startswith("/sign-in")
    form = mira.get("/sign-in")
    for email in ("mira@village.example", people["mira"].ref.lower()):
        form = form.fill(email=email, password=PASSWORD).send(status=None)
        assert form.path == "/sign-in"


def test_whoever_is_erased_while_they_sign_in_does_not_come_in(
    visit, work, people, erase, monkeypatch
):
    def fits(*_given, **_how):
        erase("mira")
        return True

    monkeypatch.setattr(signing, "fits", fits)
    form = visit().get("/sign-in").fill(email="mira@village.example", password=PASSWORD)
    assert form.send(status=422).path == "/sign-in"
    with work(writing=False) as w:
        assert not w.session.scalars(sa.select(SignIn)).all()


def test_a_link_from_before_sets_no_password(visit, work, settings, people, erase):
    with work() as w:  # as one whom an operator brought, and who has none yet
        one = w.session.get_one(Account, people["mira"].account)
        one.password_hash = None
        link = Link("/password", (one.id, mark_of(None)), w.now + timedelta(hours=1))
        path = link.address(settings).removeprefix(settings.base_url)
    form = visit().get(path).fill(password="correct horse battery staple")
    erase("mira")
    form.send(status=404)
    with work(writing=False) as w:
        assert w.session.get_one(Account, people["mira"].account).password_hash is None


def test_nothing_is_given_to_an_account_that_is_erased(work, people, erase):
    mira = people["mira"].account
    erase("mira")
    sitting = Sitting(id=new_id(), account_id=mira)
    with work(people["agnes"]) as w:
        for act in (
            lambda: grant_role(w, mira, Role.ADMIN),
            lambda: switch_mail(w, mira, True),
            lambda: correct_birth(w, mira, date(1990, 1, 2)),
            lambda: state_ties(replace(w, actor=people["mira"]), "Works", "Hill Hospital"),
        ):
            with pytest.raises(Missing):
                act()
        sitting.started_at = w.now
        certify(w, sitting)  # it was open, and its time is up
        assert not w.session.scalars(sa.select(Qualification)).all()
        ref = people["mira"].ref
        assert queries.account_by_email(w.session, ref) is None
        assert queries.those_told(w.session, ref) == []


def test_neither_the_last_admin_nor_oneself(work, people, erase):
    with pytest.raises(Conflict, match="Nobody erases themselves"):
        erase("agnes")
    with pytest.raises(Conflict, match="the last admin"):
        erase("agnes", by="olive")
    with work(people["agnes"]) as w:
        grant_role(w, people["mira"].account, Role.ADMIN)
    erase("agnes", by="mira")


@pytest.mark.parametrize("state", ["alternate", "summoned", "accepted"])
def test_not_while_drawn_for_an_open_case(work, people, erase, state):
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        number = None if state == "alternate" else 1
        seat = {"case_ref": REF, "ord": 7, "number": number, "state": state}
        w.session.add(Seat(account_id=people["mira"].account, **seat))
    with refused(work, people, f"drawn for case {REF}"):
        erase("mira")
    with work() as w:
        w.session.get_one(JuryCase, REF).stage = "void"
    erase("mira")


def test_a_seat_that_was_given_up_keeps_nobody(work, people, erase):
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        seat = {"case_ref": REF, "ord": 7, "number": 1, "state": "declined"}
        w.session.add(Seat(account_id=people["mira"].account, **seat))
    erase("mira")


def test_not_while_the_lot_may_fall_on_them(work, people, erase):
    mira = people["mira"]
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        times = {"built_at": w.now, "usable_from": w.now}
        w.session.add(Roll(epoch=1, size=1, root="ab", strata={"any": 1}, **times))
        w.session.flush()
        place = {"epoch": 1, "ord": 0, "pseudonym": "ab", "stratum": "any", "next_free_epoch": 0}
        w.session.add(RollLeaf(account_id=mira.account, **place))
        order = {"case_ref": REF, "number": 1, "epoch": 1, "state": "pending"}
        commits = {"commit_leaf": b"l", "commit_digest": b"d", "commitment": "ab"}
        w.session.add(Draw(**order, **commits))
    with refused(work, people, f"may be drawn for case {REF}"):
        erase("mira")
    with work() as w:
        w.session.get_one(Draw, (REF, 1)).state = "void"
    erase("mira")


def test_not_while_holding_a_part_of_a_key_and_the_appointment_ends(work, people, erase):
    mira = people["mira"]
    with work(people["agnes"]) as w:
        withdraw_role(w, mira.account, Role.AUDITOR)
        appoint_trustee(w, mira.ref)
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        w.session.add(SharedKey(case_ref=REF, threshold=2, count=3, write_by=w.now))
        w.session.flush()
        part = {"case_ref": REF, "place": 1, "digest": "ab"}
        w.session.add(CaseTrustee(account_id=mira.account, **part))
    with refused(work, people, "part of the key of case"):
        erase("mira")
    with work() as w:
        w.session.get_one(JuryCase, REF).stage = "withdrawn"
    erase("mira")
    with work(writing=False) as w:
        assert w.session.scalars(sa.select(Trustee)).one().ended_at == w.now
        # The register would name who was erased by what stands beside it.
        kinds = [parse(raw)["kind"] for raw in w.session.scalars(sa.select(QueuedEntry.entry))]
        assert (kinds[-1], "trustee.ended" in kinds) == ("member.erased", False)


def test_not_with_a_claim_under_way_nor_while_advising_on_one(work, people, erase):
    from claims.actions import file_claim, withdraw
    from claims.models import AdviserRow

    with work(people["mira"]) as w:
        ref = file_claim(w, FILED).ref
    with refused(work, people, f"claim {ref} is under way"):
        erase("mira")
    with work(people["mira"]) as w:
        withdraw(w, ref)
    with work(people["ida"]) as w:
        other = file_claim(w, FILED)
        w.session.flush()
        w.session.add(
            AdviserRow(claim_id=other.id, account_id=people["mira"].account, named_at=w.now)
        )
    with refused(work, people, f"advise on claim {other.ref}"):
        erase("mira")
    with work(people["ida"]) as w:
        withdraw(w, other.ref)
    erase("mira")


def test_an_admin_types_the_reference_and_it_is_done(visit, people):
    client = visit()
    client.sign_in("agnes@village.example", PASSWORD)
    ref = people["mira"].ref
    page = client.get(f"/people/{ref}").click("Erase what is kept of them")
    assert "What stays" in page.text
    wrong = page.fill(ref=people["ida"].ref).send(status=422)
    assert "not the reference" in wrong.text
    done = wrong.fill(ref=ref.lower()).send()
    assert done.path == "/people/"
    assert f"only the reference {ref} is kept" in done.text
    client.get(f"/people/{ref}/erasure", status=404)


def test_the_page_says_why_not(work, visit, people):
    with work(people["olive"]) as w:
        open_case(w, case_file(), "twelve", {})
        seat = {"case_ref": REF, "ord": 7, "number": 1, "state": "accepted"}
        w.session.add(Seat(account_id=people["mira"].account, **seat))
    client = visit()
    client.sign_in("agnes@village.example", PASSWORD)
    ref = people["mira"].ref
    page = client.get(f"/people/{ref}/erasure").fill(ref=ref).send(status=409)
    assert f"drawn for case {REF}" in page.text


def test_an_operator_does_it_by_a_command(app, work, people):
    run = app.test_cli_runner().invoke
    words = ["members", "erase", "--email", "mira@village.example"]
    assert run(args=words, input="n\n").exit_code == 1
    done = run(args=[*words, "--yes"])
    assert done.exit_code == 0, done.output
    assert people["mira"].ref in done.output
    assert run(args=[*words, "--yes"]).exit_code == 2, "there is no such account any more"
    refused = run(args=["members", "erase", "--email", "agnes@village.example", "--yes"])
    assert refused.exit_code == 1
    assert "the last admin" in refused.output
    with work(writing=False) as w:
        assert w.session.get_one(Account, people["agnes"].account).born_on == date(1980, 5, 17)
