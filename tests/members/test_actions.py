from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from kernel.actor import ANYONE, Role
from kernel.errors import Conflict, Malformed, TooMany
from members import actions, queries
from members.passwords import fits
from tests.quiz.test_bench_races import at_once
from tests.village import juror, person, settle, strangers


def test_only_qualified_adult_members_of_thirty_days_in_good_standing_are_eligible(work):
    with work() as w:
        strangers(w)
        chosen = juror(w, "Chosen")
        juror(w, "Too New", joined_days_ago=29.9)
        juror(w, "Too Young", born_on=date(2010, 1, 1))
        juror(w, "In Debt").good_standing = False
        person(w, "Not Certified")
    with work(writing=False) as w:
        assert [one.account_id for one in queries.eligible(w.session, w.now)] == [chosen.id]
        (row,) = w.session.execute(queries.those_eligible(w.now))
        assert tuple(row) == (chosen.id, chosen.born_on, chosen.joined_at)
        assert queries.count_left_out(w.session, w.now) == {
            "age": 1,
            "no-certificate": 3,
            "standing": 1,
            "tenure": 1,
        }


def test_of_two_reasons_to_be_left_out_the_first_counts(work):
    with work() as w:
        juror(w, "New And Young", joined_days_ago=1, born_on=date(2010, 1, 1))
        person(w, "Nothing At All", joined_days_ago=1, born_on=date(2010, 1, 1))
    with work(writing=False) as w:
        assert queries.count_left_out(w.session, w.now) == {"age": 1, "no-certificate": 1}


def test_those_close_to_a_member_are_found_with_the_reason(work):
    with work() as w:
        strangers(w)
        host = person(w, "Host")
        one = person(w, "One", household="h1", employer="Mill", inviter_id=host.id)
        wife = person(w, "Wife", household="h1", employer="Mill")
        mate = person(w, "Mate", employer="Mill")
        guest = person(w, "Guest", inviter_id=one.id)
    with work(writing=False) as w:
        assert queries.close_to(w.session, one.id) == {
            host.id: "inviter",
            guest.id: "inviter",
            mate.id: "employer",
            wife.id: "household",
        }
        assert queries.close_to(w.session, guest.id) == {one.id: "inviter"}
        all_of_them = (host, one, wife, mate, guest)
        for each in all_of_them:
            close = queries.close_to(w.session, each.id)
            near = {it.id for it in all_of_them if queries.is_close(w.session, each.id, it.id)}
            assert near == set(close)
            assert set(w.session.scalars(queries.those_near(each.id))) == near | {each.id}


def test_an_employer_is_the_same_in_any_spelling(work):
    with work() as w:
        one = person(w, "One", employer="The  Mill")
        mate = person(w, "Mate", employer="the mill ")
        person(w, "Other", employer="The Mil")
    with work(writing=False) as w:
        assert queries.close_to(w.session, one.id) == {mate.id: "employer"}
        assert queries.is_close(w.session, mate.id, one.id)


def test_a_member_says_their_ties_and_the_log_does_not(work):
    with work() as w:
        strangers(w)
        nurse, patient, other = (person(w, name) for name in ("Nurse", "Patient", "Other"))
        w.session.flush()
        cast = [queries.actor_of(w.session, one) for one in (nurse, patient, other)]
    for actor, employer, hospital in zip(
        cast, ("Union Hospital", "", "Mill"), ("", "UNION  hospital", ""), strict=True
    ):
        with work(actor) as w:
            actions.state_ties(w, employer, hospital)
            actions.state_ties(w, employer, hospital)  # changes nothing
    with work(cast[0]) as w:
        with pytest.raises(Malformed):
            actions.state_ties(w, "x" * 121, "")
        tied = queries.at_hospital(w.session, ["union hospital", "union"])
        assert tied == {nurse.id, patient.id}
        assert queries.at_hospital(w.session, []) == set()
        queued = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id))
        logged = [parse(raw) for raw in queued]
        day = w.now.date().isoformat()
    stated = [entry for entry in logged if entry["kind"] == "ties.stated"]
    assert stated == [{"v": 1, "kind": "ties.stated", "at": day, "by": "member"}] * 3
    with work(cast[1]) as w:
        actions.state_ties(w, "", " ")
    with work(writing=False) as w:
        assert queries.at_hospital(w.session, ["union hospital"]) == {nurse.id}


def test_one_email_makes_one_account_in_any_case_of_letters(work):
    with work() as w:
        person(w, "Mira")
    with pytest.raises(Conflict), work() as w:
        actions.add_member(w, email="MIRA@Village.example", name="M", born_on=date(1990, 1, 1))


def test_the_log_tells_the_day_on_which_somebody_joined_and_not_who(work):
    with work() as w:
        refs = {person(w, name, Role.OFFICER).ref for name in ("Mira", "Nora")}
    with work(writing=False) as w:
        rows = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id))
        told = [parse(raw) for raw in rows]
    joined = [one for one in told if one["kind"] == "member.joined"]
    day = {"v": 1, "kind": "member.joined", "at": "2026-11-23", "by": "member"}
    assert joined == [day, day]
    assert {one["account"] for one in told if one["kind"] == "role.granted"} == refs


def test_tries_are_counted_by_email_and_address_and_forgiven_on_success(work, clock):
    with work() as w:
        mira = person(w, "Mira")

    def try_it(email="mira@village.example", address="2001:db8::1", door="sign-in"):
        with work() as w:
            actions.count_try(w, door, email, address)

    for _ in range(actions.TRIES):
        try_it()
    with pytest.raises(TooMany):
        try_it(email=" MIRA@village.example")
    with pytest.raises(TooMany):  # to change what is one's own of an address is no other place
        try_it(address="2001:db8::2")
    try_it(address="2001:db8:0:1::1")  # a stranger elsewhere does not lock her out
    clock.move(minutes=16)
    for _ in range(actions.TRIES - 1):
        try_it()
    with work() as w:
        actions.begin_session(w, mira.id)
    for _ in range(actions.TRIES):
        try_it()


def test_tries_at_the_same_moment_are_all_counted(work):
    def a_try(w):
        actions.count_try(w, "sign-in", "mira@village.example", "192.0.2.7")

    came = at_once(work, *[(ANYONE, a_try)] * (3 * actions.TRIES))
    assert len([one for one in came if not isinstance(one, TooMany)]) == actions.TRIES


def test_joining_is_limited_by_address(work):
    for number in range(actions.JOINS_BY_ADDRESS):
        with work() as w:
            actions.count_try(w, "join", f"n{number}@village.example", "::1")
    with pytest.raises(TooMany), work() as w:
        actions.count_try(w, "join", "one.more@village.example", "::1")


def test_an_account_without_a_password_cannot_be_entered():
    assert not fits(None, "", quick=True)
    assert not fits(None, "the hash that no password fits", quick=True)


def test_a_session_ends_where_it_is_ended_and_by_itself(work, clock):
    with work() as w:
        mira = person(w, "Mira")
        ended, kept = (actions.begin_session(w, mira.id) for _ in range(2))
    with work() as w:
        actions.end_session(w, ended)
    with work(writing=False) as w:
        assert queries.open_sign_in(w.session, actions.token_hash(ended), w.now) is None
        assert queries.open_sign_in(w.session, actions.token_hash(kept), w.now)
        late = w.now + actions.SESSION
        assert queries.open_sign_in(w.session, actions.token_hash(kept), late) is None
        assert queries.open_sign_in(
            w.session, actions.token_hash(kept), late - timedelta(seconds=1)
        )


def test_nobody_gives_a_role_to_themself(work):
    with work() as w:
        cast = settle(w, jurors=0)
    with pytest.raises(Conflict), work(cast.agnes) as w:
        actions.grant_role(w, cast.agnes.account, Role.OFFICER)
    with work(cast.agnes) as w:
        actions.grant_role(w, cast.clara.account, Role.AUDITOR)
        assert Role.AUDITOR in queries.roles_of(w.session, cast.clara.account)
    with work(cast.agnes) as w:
        actions.withdraw_role(w, cast.clara.account, Role.AUDITOR)
        assert queries.roles_of(w.session, cast.clara.account) == {Role.MEMBER}
