"""Who is tied to a hospital of a claim judges it never, nor who took part in it."""

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import freeze
from claims.queries.steps import TOOK_PART
from jury.models import Exclusion
from members.actions import state_ties
from members.models import Account
from tests.claims.settling import decide, object_to
from tests.village import person


def barred(work, ref):
    with work(writing=False) as w:
        return queries.exclusions(w.session, queries.claim_by_ref(w.session, ref))


def conflicts(work, ref, *actors):
    with work(writing=False) as w:
        return [queries.in_conflict(w.session, ref, one.account) for one in actors]


def test_who_is_tied_to_a_hospital_of_the_claim_is_excluded(work, cast, agreed, do):
    nurse, patient = cast.jurors
    with work(nurse) as w:
        state_ties(w, "hospital  ONE", "")
    with work(patient) as w:
        state_ties(w, "", "Hospital One")
    with work(cast.edith) as w:
        state_ties(w, "Hospital Two", "Doctor Birch's practice")
    found = barred(work, agreed)
    assert (found[nurse.account], found[patient.account]) == ("hospital", "hospital")
    assert cast.edith.account not in found
    do(cast.olive, freeze, agreed)
    with work(writing=False) as w:
        row = w.session.get_one(Exclusion, (agreed, nurse.account))
    assert row.reason == "hospital"


def test_a_tie_to_a_hospital_outweighs_the_work_and_no_nearer_one(work, cast, agreed):
    with work() as w:
        for one in (cast.olive, cast.clara):
            w.session.get_one(Account, one.account).hospital = "Hospital One"
        w.session.get_one(Account, cast.oscar.account).household = "Mill Lane 3"
        w.session.get_one(Account, cast.oscar.account).hospital = "Hospital One"
    found = barred(work, agreed)
    assert [found[one.account] for one in (cast.olive, cast.oscar, cast.clara)] == [
        "hospital",
        "household",
        "claim",
    ]


@pytest.mark.parametrize("role", ["the clinic", "place A"])
def test_whatever_is_named_may_be_a_hospital_but_for_a_place(work, cast, agreed, role):
    with work() as w:
        claim = queries.claim_by_ref(w.session, agreed)
        claim.parties = [{"name": "The Old Mill", "role": role}]
        w.session.get_one(Account, cast.edith.account).employer = "the old mill"
    assert (cast.edith.account in barred(work, agreed)) == (role == "the clinic")


def test_a_conflict_is_asked_again_as_things_stand_now(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    nurse, other = cast.jurors
    people = (nurse, other, cast.clara, cast.olive, cast.edith)
    assert conflicts(work, agreed, *people) == [False, False, True, True, False]
    with work(nurse) as w:
        state_ties(w, "", "Hospital One")
    with work() as w:
        w.session.get_one(Account, cast.edith.account).household = "Mill Lane 3"
    assert conflicts(work, agreed, *people) == [True, False, True, True, True]
    assert conflicts(work, f"{agreed}-2", nurse, other) == [True, False]
    assert conflicts(work, "C-2026-9999", nurse, cast.clara) == [False, False]
    assert conflicts(work, "no case", nurse) == [False]


def test_who_objected_has_taken_part(work, cast, agreed, do):
    do(cast.olive, freeze, agreed)
    decide(work, agreed)
    object_to(work, cast.edith, agreed)
    assert conflicts(work, agreed, cast.edith, cast.jurors[0]) == [True, False]
    assert barred(work, agreed)[cast.edith.account] == "took-part"


def test_what_bars_everybody_bars_each_and_nobody_else(work, cast, agreed, do):
    """`exclusions` and `in_conflict` say one rule: for all at once, and for one account."""
    with work() as w:
        [nurse, patient] = [w.session.get_one(Account, one.account) for one in cast.jurors]
        nurse.employer, patient.hospital = "Hospital One", "hospital ONE"
        w.session.get_one(Account, cast.edith.account).household = "Mill Lane 3"
        clara = w.session.get_one(Account, cast.clara.account)
        clara.employer, clara.inviter_id = "The Old Mill", cast.aaron.account
        person(w, "Mate", employer="the old  MILL")
        person(w, "Guest", inviter_id=clara.id)
    do(cast.olive, freeze, agreed)
    decide(work, agreed)
    object_to(work, cast.orla, agreed)
    with work(writing=False) as w:
        barred = queries.exclusions(w.session, queries.claim_by_ref(w.session, agreed))
        village = list(w.session.scalars(sa.select(Account.id)))
        each = {one for one in village if queries.in_conflict(w.session, agreed, one)}
    assert each == set(barred)
    reasons = {"claim", "household", "inviter", "employer", "hospital", TOOK_PART}
    assert set(barred.values()) == reasons, "each rule bars somebody here"
    assert len(village) > len(barred)
