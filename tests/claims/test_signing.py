"""What is signed off, agreed to, frozen and paid is one thing, and stands in one place."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import (
    accept_decision,
    agree_to_text,
    answer_objection,
    approve_summary,
    attach,
    close_exchange,
    decide_claim,
    dispute_decision,
    freeze,
    hand_in_statement,
    object_to_payment,
    save_statement,
    send_for_review,
    update_claim,
)
from claims.claim import HEARD, Decision
from claims.examples import examples
from claims.handover import hide_all
from claims.life import State
from claims.models import Agreement, ClaimGoverning, DecisionAnswer, PreliminaryDecision
from claims.settlement import Result
from claims.timetable import Round, Side
from claims.uploads import judge
from kernel.errors import Conflict
from tests.claims.desks import to_do
from tests.claims.filed import REFUSED
from tests.claims.making import png
from tests.claims.settling import decide

KNOWS = "She told us on the fair that it was an old injury."
PLAN = Side.RESPONDENT


def claim_of(work, ref):
    with work(writing=False) as w:
        return queries.claim_by_ref(w.session, ref)


@pytest.fixture
def prepared(work, cast, disputed, do) -> str:
    """A claim of which both sides have said all that they had to say."""
    for round_ in Round:
        for actor, side in ((cast.clara, Side.CLAIMANT), (cast.olive, PLAN)):
            with work(actor) as w:
                save_statement(w, disputed, side, round_, f"What {side} says.", 0)
                hand_in_statement(w, disputed, side, round_, 1)
    claim = claim_of(work, disputed)
    assert claim.state == State.PREPARED
    whole = replace(
        claim.facts,
        summary="A child fell from a wall.",
        question="Is it to be paid?",
        quiz=examples()["C-01"].facts.quiz,
        standard="panel",
    )
    do(cast.olive, update_claim, disputed, whole, claim.revision)
    return disputed


# ---- who wrote for the plan


def test_whoever_wrote_a_word_for_the_plan_approves_nothing(work, cast, disputed, do, as_):
    """Also one whose words another saved anew; and one who brought a paper and wrote none."""
    do(cast.olive, save_statement, disputed, PLAN, Round.STATEMENT, "All of it.", 0)
    do(cast.olive, save_statement, disputed, PLAN, Round.STATEMENT, "All of it!", 1)
    do(cast.oscar, save_statement, disputed, PLAN, Round.STATEMENT, "All of it! ", 2)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, disputed)
        wrote = [one.who for one in queries.history(w.session, claim) if one.what == "wrote"]
        by = {cast.olive.account, cast.oscar.account}
        assert by <= set(queries.preparers(w.session, claim))
        assert by <= queries.exclusions(w.session, claim).keys()
    assert wrote == ["Olive", "Oscar"], "once each, however often they save"
    text = as_("olive").get(f"/claims/{disputed}/review").text
    assert "Statement of the plan written: Oscar" in text


def test_whoever_attaches_for_the_plan_prepares_too(work, cast, disputed, do):
    do(cast.clara, attach, disputed, Side.CLAIMANT, judge(png(), "ours.png"))
    do(cast.oscar, attach, disputed, PLAN, judge(png(), "scar.png"))
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, disputed)
        assert cast.oscar.account in queries.preparers(w.session, claim)
        assert cast.clara.account not in queries.preparers(w.session, claim)


# ---- the plan's decision stands in its row


def test_who_prepares_a_case_does_not_decide_it_anew(work, cast, prepared, do):
    claim = claim_of(work, prepared)
    more = replace(
        claim.facts,
        decision=Decision.PAY,
        amount=90_000_000,
        tiers=(1, 90_000_000),
        summary="A child fell from a high wall.",
    )
    claim = do(cast.olive, update_claim, prepared, more, claim.revision)
    assert claim.facts.summary == more.summary
    assert (claim.facts.decision, claim.amount) == (Decision.REFUSE, 30_000_000)
    assert claim.facts.tiers == ()


def test_who_prepares_a_case_speaks_for_neither_side(work, cast, as_, prepared, do):
    held = claim_of(work, prepared)
    texts = dict.fromkeys(HEARD, "FORGED")
    claim = do(cast.olive, update_claim, prepared, replace(held.facts, **texts), held.revision)
    assert claim.facts == held.facts
    page = as_("olive").get(f"/claims/{prepared}/edit")
    assert "What claimant says." in page.text
    assert not set(HEARD) & page.form("Save").values.keys()
    page.form("Save").fill(summary="Another.").send()
    assert [getattr(claim_of(work, prepared), name) for name in HEARD] == [
        getattr(held, name) for name in HEARD
    ]


def test_without_a_verdict_the_decision_holds_that_was_made(work, cast, prepared, do):
    claim = do(cast.olive, send_for_review, prepared)
    with work(writing=False) as w:
        flags = queries.flags(w.session, claim)
    do(cast.oscar, approve_summary, prepared, {one.key: "hide" for one in flags}, claim.revision)
    do(cast.clara, agree_to_text, prepared, claim.revision)
    do(cast.olive, freeze, prepared)
    decide(work, prepared, "inquorate", "preliminary decision")
    with work() as w:  # whatever else the claim says by now
        claim = queries.claim_by_ref(w.session, prepared)
        claim.decision, claim.amount = Decision.PAY, 90_000_000
        found = queries.settlement_of(w.session, claim, w.now)
        assert (found.settled.result, found.settled.fen) == (Result.REFUSED, 0)
        w.session.rollback()


def test_the_form_shows_what_was_decided_and_asks_nothing_of_it(work, cast, as_, prepared):
    page = as_("olive").get(f"/claims/{prepared}/edit")
    form = page.form("Save")
    assert not {"decision", "amount", "tiers"} & form.values.keys()
    assert "300,000 yuan" in page.text
    assert "Do not pay" in page.text
    page = form.fill(summary="Another.").send()
    assert "Everything is there" in page.text
    facts = claim_of(work, prepared).facts
    assert (facts.summary, facts.amount) == ("Another.", 30_000_000)
    typed = {"decision": "pay", "amount": "900000", "title": "T", "revision": "9"}
    typed |= {"standard": "panel"}
    as_("olive").post(f"/claims/{prepared}/edit", typed, status=409)


@pytest.fixture
def taken_up_again(work, cast, handed_in, do) -> str:
    do(cast.olive, decide_claim, handed_in, replace(REFUSED, decision=Decision.PAY), 2)
    with work(cast.jurors[1]) as w:
        object_to_payment(w, handed_in, KNOWS)
    with work(cast.oscar) as w:
        claim = queries.claim_by_ref(w.session, handed_in)
        [row] = queries.objections(w.session, claim)
        answer_objection(w, row.id, True, "There is something in it.")
    return handed_in


@pytest.fixture
def decided_twice(work, cast, taken_up_again, do) -> str:
    less = replace(
        REFUSED,
        decision=Decision.PAY_LESS,
        offered=5_000_000,
        cost=900,
        reason="Only half of it was hurt.",
        clauses=("hospital-stay",),
    )
    revision = claim_of(work, taken_up_again).revision
    do(cast.oscar, decide_claim, taken_up_again, less, revision)
    return taken_up_again


def test_who_decided_answers_no_objection_whatever_was_settled_since(work, cast, handed_in, do):
    do(cast.olive, decide_claim, handed_in, replace(REFUSED, decision=Decision.PAY), 2)
    with work(cast.jurors[1]) as w:
        object_to_payment(w, handed_in, KNOWS)
    with work(writing=False) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, handed_in))
    assert to_do(work, cast.olive) == []
    assert to_do(work, cast.oscar) == [(handed_in, "objection")]
    for upheld in (True, False):
        with work(cast.olive) as w, pytest.raises(Conflict, match="took part"):
            answer_objection(w, row.id, upheld, "So I said.")


def test_a_claim_that_is_decided_again_keeps_its_first_decision(work, cast, decided_twice):
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, decided_twice)
        rows = w.session.scalars(
            sa.select(PreliminaryDecision).order_by(PreliminaryDecision.number)
        ).all()
        told = [(row.number, row.decision, row.cost, row.by) for row in rows]
        last = queries.decision_of(w.session, claim)
    assert told == [
        (1, "pay", 275_000, cast.olive.account),
        (2, "pay_less", 900, cast.oscar.account),
    ]
    assert (last.number, last.amount, last.offered) == (2, 30_000_000, 5_000_000)


def earlier_on(page):
    return page.text.partition("What was decided earlier")[2]


OF_THE_FIRST = (
    "Decision 1: Pay",
    "23 November 2026",
    REFUSED.reason,
    "300,000 yuan",
    "3.2 No wait",
)


def test_what_was_decided_earlier_stays_readable(as_, taken_up_again):
    page = as_("olive").get(f"/claims/{taken_up_again}/investigation")
    for words in (*OF_THE_FIRST, "2,750 yuan"):
        assert words in earlier_on(page), words
    page = as_("clara").get(f"/claims/{taken_up_again}")
    assert "none yet" in page.text
    for words in OF_THE_FIRST:
        assert words in earlier_on(page), words
    assert "2,750" not in page.text


def test_each_decision_keeps_what_was_said_for_it(work, cast, as_, decided_twice):
    for name, door in (("clara", ""), ("oscar", "/investigation"), ("oscar", "/review")):
        page = as_(name).get(f"/claims/{decided_twice}{door}")
        for words in OF_THE_FIRST:
            assert words in earlier_on(page), words
    now, _told, earlier = as_("clara").get(f"/claims/{decided_twice}").text.partition("earlier")
    for words in ("Only half of it", "2.4 Hospital stay"):
        assert words in now
        assert words not in earlier
    with work() as w:  # as of a decision that is older than the column
        claim = queries.claim_by_ref(w.session, decided_twice)
        first = w.session.get_one(PreliminaryDecision, (claim.id, 1))
        first.reason, first.clauses = "", []
    text = earlier_on(as_("clara").get(f"/claims/{decided_twice}"))
    assert "not kept" in text
    assert REFUSED.reason not in text


def test_why_it_was_decided_stays_readable_when_it_was_accepted(cast, as_, do, decided):
    do(cast.clara, accept_decision, decided)
    page = as_("clara").get(f"/claims/{decided}")
    for words in (REFUSED.reason, "3.2 No waiting for accidents", "accepted"):
        assert words in page.text


def test_what_holds_no_more_is_told_from_what_holds(as_, decided_twice):
    for name, door in (("clara", ""), ("oscar", "/investigation"), ("oscar", "/review")):
        page = as_(name).get(f"/claims/{decided_twice}{door}")
        now, _told, earlier = page.text.partition("What was decided earlier")
        assert "Pay less than claimed" in now
        assert "Pay less than claimed" not in earlier
        assert "holds no more" in earlier


def test_an_answer_belongs_to_one_decision(work, cast, decided, do, clock):
    do(cast.clara, accept_decision, decided)
    with work() as w:  # as an upheld objection leaves it
        claim = queries.claim_by_ref(w.session, decided)
        claim.state = State.INVESTIGATED
        revision = claim.revision
    do(cast.oscar, decide_claim, decided, REFUSED, revision)
    with work(writing=False) as w:
        assert queries.answer_of(w.session, queries.claim_by_ref(w.session, decided)) is None
    clock.move(days=14)
    with work(writing=False) as w:
        assert queries.unanswered(w.session, w.now) == []
    do(cast.clara, dispute_decision, decided, "It was not so.", 2)
    with work(writing=False) as w:
        rows = w.session.scalars(sa.select(DecisionAnswer).order_by(DecisionAnswer.number))
        assert [(row.number, row.disputes) for row in rows] == [(1, False), (2, True)]
        assert queries.exchanges_over(w.session, w.now) == []


def test_jurors_read_the_reason_of_a_decision_only_as_a_second_officer_approved_it(
    work, cast, handed_in, do, clock
):
    """Also where it stands for the statement that the plan did not write."""
    said = replace(REFUSED, reason="So says Dr Lena Quill, +90 532 555 01 07, and Dr Anna Birch.")
    do(cast.olive, decide_claim, handed_in, said, 2)
    do(cast.clara, dispute_decision, handed_in, "It was not so.")
    clock.move(days=20)
    with work() as w:
        assert close_exchange(w, handed_in)
    held = claim_of(work, handed_in)
    assert held.facts.respondent_says == said.reason
    whole = replace(
        held.facts,
        summary="So.",
        question="Is it?",
        quiz=examples()["C-01"].facts.quiz,
        standard="panel",
    )
    do(cast.olive, update_claim, handed_in, whole, held.revision)
    claim = do(cast.olive, send_for_review, handed_in)
    with work(writing=False) as w:
        hidden = {one.key: "hide" for one in queries.flags(w.session, claim)}
        text = str(queries.preview(w.session, claim))
    assert "doctor A" in text, text
    assert not [one for one in ("Quill", "555 01 07", "Birch") if one in text]
    for key in hidden:
        left = {other: word for other, word in hidden.items() if other != key}
        with work(cast.oscar) as w, pytest.raises(Conflict, match="1 are left"):
            approve_summary(w, handed_in, left, claim.revision)
    assert len(hidden) == 3  # a person, a number, and the month in a question of the quiz
    do(cast.oscar, approve_summary, handed_in, hidden, claim.revision)


# ---- one digest


def test_what_is_agreed_to_is_what_was_approved(work, cast, signed_off, do):
    """The words are the same, and another version governs: jurors would read something else."""
    with work() as w:
        claim = queries.claim_by_ref(w.session, signed_off)
        row = w.session.get_one(ClaimGoverning, (claim.id, "accident-exempt"))
        row.version = None
    with work(cast.clara) as w, pytest.raises(Conflict, match="since it was approved"):
        agree_to_text(w, signed_off, 1)
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, signed_off)
        told = [one.message for one in queries.issues_before_freezing(w.session, claim)]
    assert "What jurors would read is not what was approved." in told


CHANGES = ({"amount": 1}, {"tiers": [1, 2]}, {"filed_on": None}, {"standard": "twelve"})


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_frozen_is_what_was_approved_and_agreed_to(work, cast, agreed, change):
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, agreed)
        approved = queries.sign_off(w.session, claim).text_digest
        assert w.session.get_one(Agreement, (claim.id, 1)).text_digest == approved
    with work() as w:
        claim = queries.claim_by_ref(w.session, agreed)
        for name, value in change.items():
            setattr(claim, name, value)
    with work(cast.olive) as w, pytest.raises(Conflict):
        freeze(w, agreed)


def test_the_claimant_and_the_officer_agree_to_the_same(work, cast, agreed):
    with work() as w:
        claim = queries.claim_by_ref(w.session, agreed)
        w.session.get_one(Agreement, (claim.id, 1)).text_digest = "0" * 64
    with work(cast.olive) as w, pytest.raises(Conflict, match="agreed to another text"):
        freeze(w, agreed)


def test_the_second_officer_sees_all_that_jurors_read_and_what_is_at_stake(cast, as_, in_review):
    page = as_("oscar").get(f"/claims/{in_review}/review")
    rests_on = page.links["3.2 No waiting for accidents"]
    assert rests_on == "/rules/clauses/accident-exempt?version=1", "the one that governs"
    for words in (
        "100,000 yuan",
        "Do not pay",
        "day 59 after joining",
        "The clauses in dispute",
        "3.2 No waiting for accidents",
    ):
        assert words in page.text, words


def test_amounts_in_dispute_are_reviewed_and_agreed_to(work, cast, as_, entered, facts, do):
    tiers = replace(facts, tiers=(3_000_000, 10_000_000))
    do(cast.olive, update_claim, entered, tiers, 1)
    do(cast.olive, send_for_review, entered)
    assert "30,000 yuan" in as_("oscar").get(f"/claims/{entered}/review").text
    do(cast.oscar, approve_summary, entered, hide_all(facts), 2)
    page = as_("clara").get(f"/claims/{entered}/text")
    assert "30,000 yuan" in page.text
    assert "At stake" in page.text


def test_an_approved_claim_can_be_returned_until_it_is_frozen(cast, as_, agreed):
    page = as_("oscar").get(f"/claims/{agreed}/review")
    page = page.form("Return it").fill(why="A name is left.").send()
    assert page.path == "/claims/desk/"
