"""Actions ask whose a claim is, and who is an officer, as the doors do that lead to them."""

import pytest
import sqlalchemy as sa

from claims.actions import (
    accept_decision,
    add_paper,
    agree_to_text,
    answer_objection,
    answer_refusal,
    appeal,
    approve_summary,
    attach,
    challenge_member,
    change_filing,
    decide_claim,
    dispute_decision,
    enter_claim,
    extend_time,
    freeze,
    hand_in_claim,
    hand_in_statement,
    let_go_on,
    name_adviser,
    open_appeal,
    open_paper,
    refuse_text,
    remove_adviser,
    remove_paper,
    return_for_changes,
    save_statement,
    send_back,
    send_for_review,
    strike_remarks,
    take_back,
    update_claim,
    withdraw,
)
from claims.models import AdviserRow, Claim
from claims.papers import Paper
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.actor import Role
from kernel.errors import Missing
from members.actions import withdraw_role
from tests.claims.filed import FILED, REFUSED
from tests.claims.making import png
from tests.claims.settling import decide, object_to

SCAR = judge(png(), "scar.png")
CLAIMANT, PLAN = Side.CLAIMANT, Side.RESPONDENT
WHY = "It was not so."

# What only the claimant does, by the stage in which they could: the action, and what it is told.
OF_THE_CLAIMANT = [
    ("filed", change_filing, (FILED, 1)),
    ("filed", hand_in_claim, ()),
    ("handed_in", add_paper, (Paper.OTHER, SCAR)),
    ("decided", accept_decision, ()),
    ("decided", dispute_decision, (WHY,)),
    ("disputed", name_adviser, ("A-22222222",)),
    ("disputed", remove_adviser, ()),
    ("signed_off", agree_to_text, (1,)),
    ("signed_off", refuse_text, (1, WHY)),
    ("signed_off", strike_remarks, (1,)),
    ("signed_off", withdraw, ()),
    ("frozen", challenge_member, (CLAIMANT, WHY)),
    ("denied", appeal, (CLAIMANT, WHY)),
]
# What only officers do.
OF_OFFICERS = [
    ("handed_in", send_back, (WHY,)),
    ("handed_in", decide_claim, (REFUSED, 2)),
    ("disputed", extend_time, (CLAIMANT, Round.STATEMENT, 2, "illness", WHY)),
    ("disputed", save_statement, (PLAN, Round.STATEMENT, WHY, 0)),
    ("disputed", hand_in_statement, (PLAN, Round.STATEMENT, 1)),
    ("disputed", attach, (PLAN, SCAR)),
    ("entered", send_for_review, ()),
    ("entered", answer_refusal, (WHY,)),
    ("in_review", approve_summary, ({}, 1)),
    ("in_review", return_for_changes, (WHY,)),
    ("agreed", freeze, ()),
    ("frozen", take_back, (WHY,)),
    ("frozen", let_go_on, ()),
    ("frozen", challenge_member, (PLAN, WHY)),
    ("denied", appeal, (PLAN, WHY)),
    ("denied", open_appeal, ()),
]


@pytest.fixture
def denied(work, frozen) -> str:
    decide(work, frozen, "denied")
    return frozen


@pytest.fixture
def advised(work):
    """Let a member advise the claimant of a claim, as named before there was a case."""

    def run(ref, adviser):
        with work() as w:
            claim_id = w.session.scalar(sa.select(Claim.id).where(Claim.ref == ref))
            named = AdviserRow(claim_id=claim_id, account_id=adviser.account, named_at=w.now)
            w.session.add(named)

    return run


def called(one):
    return getattr(one, "__name__", None)


@pytest.mark.parametrize(("stage", "action", "told"), OF_THE_CLAIMANT, ids=called)
def test_what_is_the_claimants_no_adviser_officer_or_stranger_does(
    request, work, cast, advised, stage, action, told
):
    ref = request.getfixturevalue(stage)
    adviser = cast.jurors[1]
    advised(ref, adviser)
    for actor in (adviser, cast.orla, cast.edith):
        with work(actor) as w, pytest.raises(Missing):
            action(w, ref, *told)


@pytest.mark.parametrize(("stage", "action", "told"), OF_OFFICERS, ids=called)
def test_what_is_an_officers_no_member_claimant_or_adviser_does(
    request, work, cast, advised, stage, action, told
):
    ref = request.getfixturevalue(stage)
    adviser = cast.jurors[1]
    advised(ref, adviser)
    for actor in (cast.edith, cast.agnes, cast.clara, adviser):
        with work(actor) as w, pytest.raises(Missing):
            action(w, ref, *told)


def test_files_of_the_plan_are_for_its_officers(do, work, cast, disputed):
    file = do(cast.olive, attach, disputed, PLAN, SCAR).id
    for action in (open_paper, remove_paper):
        with work(cast.edith) as w, pytest.raises(Missing):
            action(w, disputed, PLAN, file)


def test_who_is_no_officer_enters_changes_and_answers_nothing(work, cast, facts, upheld):
    objection = object_to(work, cast.jurors[1], upheld)
    for action, told in (
        (enter_claim, ("clara@village.example", facts)),
        (update_claim, (upheld, facts, 1)),
        (answer_objection, (objection, True, WHY)),
    ):
        with work(cast.agnes) as w, pytest.raises(Missing):
            action(w, *told)


def test_an_officer_who_is_one_no_more_handles_nothing(do, work, cast, entered):
    """Let in at the door while they were one; the role was withdrawn before the claim was held."""
    do(cast.agnes, withdraw_role, cast.olive.account, Role.OFFICER)
    assert Role.OFFICER in cast.olive.roles
    with work(cast.olive) as w, pytest.raises(Missing):
        send_for_review(w, entered)
