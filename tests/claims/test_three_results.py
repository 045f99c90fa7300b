"""A claim that a member filed and the plan refused comes to nothing, to the light tier, or to all.

The deciding officer says which lower amount comes into question; jurors who uphold choose.
"""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

import jury.actions
from claims import queries
from claims.actions import (
    agree_to_text,
    approve_summary,
    close_exchange,
    decide_claim,
    dispute_decision,
    file_claim,
    freeze,
    hand_in_claim,
    send_for_review,
    update_claim,
)
from claims.claim import Decision, Facts, Preliminary
from claims.dates import KnownDates
from claims.examples import examples
from claims.filing import Benefit, Filing, Whom, lower_in_fen
from claims.handover import DECISION_LINES, case_file, hide_all, redact_claim
from claims.settlement import Result, Settled, settled
from jury.queries import file_of, the_case
from kernel.db import new_id
from kernel.errors import Malformed
from rules.book import demo_book
from tests.claims.conftest import the_claimants
from tests.claims.filed import HILL, REFUSED
from tests.claims.settling import settlement
from tests.jury.bench import Bench
from tests.village import answer_case

LIGHT, FULL = 5_000_000, 30_000_000
ILL = Filing(
    benefit=Benefit.ILLNESS,
    whom=Whom.CHILD,
    story="A cancer of the thyroid.",
    named=(HILL,),
    dates=KnownDates(joined=date(2025, 3, 1), born=date(2010, 5, 4), diagnosed=date(2025, 9, 9)),
)
IN_QUESTION = replace(REFUSED, clauses=("health-disclosure",), in_question=LIGHT)


def enough_for_a_panel(work):
    return the_claimants(work, jurors=14)


@pytest.fixture
def scene():
    return enough_for_a_panel


@pytest.fixture
def investigated(do, cast) -> str:
    """The ref of a claim for an illness that Clara handed in."""
    ref = do(cast.clara, file_claim, ILL).ref
    do(cast.clara, hand_in_claim, ref)
    return ref


@pytest.fixture
def before_the_jury(do, work, cast, clock, investigated):
    """Bring the claim before a jury, decided as it is said; return the ref of the case."""

    def run(decided):
        ref = investigated
        do(cast.olive, decide_claim, ref, decided, 2)
        do(cast.clara, dispute_decision, ref, "I knew of nothing.")
        clock.move(days=20)
        with work() as w:
            assert close_exchange(w, ref)
        with work(writing=False) as w:
            held = queries.claim_by_ref(w.session, ref)
        written = replace(
            held.facts,
            summary="It is agreed that there is a cancer.",
            question="Is it to be paid?",
            quiz=examples()["C-01"].facts.quiz,
            standard="twelve",
        )
        claim = do(cast.olive, update_claim, ref, written, held.revision)
        do(cast.olive, send_for_review, ref)
        do(cast.oscar, approve_summary, ref, hide_all(written, "Clara"), claim.revision)
        do(cast.clara, agree_to_text, ref, claim.revision)
        return do(cast.olive, freeze, ref).ref

    return run


@pytest.fixture
def verdict(work, cast, clock):
    """Let twelve of a panel vote alike on a case; return what the verdict says."""

    def run(ref, choice, tier=None):
        bench = Bench(work, clock, cast, ref)
        bench.draw()
        seated = bench.accept()
        bench.open()
        for juror in seated:
            with work(juror) as w:
                answer_case(w, ref)
                file = file_of(the_case(w.session, ref))
                said = {f"issue-{clause}": "unclear" for clause in file.issues}
                said |= {"choice": choice, "tier": str(tier) if tier else None}
                jury.actions.cast_ballot(w, ref, said, new_id())
        bench.close()
        return bench.decide()

    return run


@pytest.mark.parametrize(
    ("choice", "tier", "came_to"),
    [
        ("deny", None, Settled(Result.REFUSED, 0)),
        ("uphold", LIGHT, Settled(Result.LESS, LIGHT)),
        ("uphold", FULL, Settled(Result.FULL, FULL)),
    ],
)
def test_three_verdicts_on_a_filed_claim_come_to_three_settlements(
    work, before_the_jury, verdict, choice, tier, came_to
):
    ref = before_the_jury(IN_QUESTION)
    with work(writing=False) as w:
        assert file_of(the_case(w.session, ref)).tiers == (LIGHT, FULL)
    assert verdict(ref, choice, tier)["tier"] == tier
    assert settlement(work, ref).settled == came_to


def test_a_refusal_that_names_no_lower_amount_asks_for_none(work, before_the_jury):
    ref = before_the_jury(replace(IN_QUESTION, in_question=None))
    with work(writing=False) as w:
        file = file_of(the_case(w.session, ref))
    assert file.tiers == ()
    assert "What may come out" not in file.summary


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"in_question": FULL}, "less than was claimed"),
        ({"in_question": 0}, "less than was claimed"),
        ({"decision": Decision.PAY}, "only where nothing is paid"),
        ({"decision": Decision.PAY_LESS, "offered": LIGHT}, "only where nothing is paid"),
    ],
)
def test_a_lower_amount_is_in_question_beside_a_refusal_alone(
    work, cast, investigated, change, said
):
    with work(cast.olive) as w, pytest.raises(Malformed, match=said):
        decide_claim(w, investigated, replace(IN_QUESTION, **change), 2)


# ---- what is proposed


def test_the_light_tier_is_what_comes_into_question_by_the_day_of_the_diagnosis():
    def lower(filing, until="light-tier/2"):
        wanted = {"age-bands/1", until}
        return lower_in_fen(filing, [one for one in demo_book().versions if one.ref in wanted])

    def on(day, **more):
        return replace(
            ILL, dates=replace(ILL.dates, joined=date(2018, 11, 1), diagnosed=day), **more
        )

    assert lower(on(date(2019, 5, 1))) == LIGHT
    assert lower(on(date(2019, 4, 30))) is None
    assert lower(on(date(2019, 4, 30)), until="light-tier/1") is None
    assert lower(on(date(2019, 5, 1), benefit=Benefit.LIGHT)) is None, "it is claimed already"
    hurt = replace(ILL.dates, accident=True, event=date(2025, 9, 9), diagnosed=None)
    assert lower(replace(ILL, benefit=Benefit.ACCIDENT, dates=hurt)) is None


def test_what_an_officer_entered_says_which_amount_is_paid_and_which_is_in_question():
    held = Facts(title="", amount=FULL, tiers=(LIGHT, FULL))
    less = replace(held, decision=Decision.PAY_LESS)
    assert held.preliminary == Preliminary(Decision.REFUSE, FULL, LIGHT)
    assert less.preliminary == Preliminary(Decision.PAY_LESS, FULL, LIGHT)
    assert settled(held.decision, FULL, LIGHT, []) == Settled(Result.REFUSED, 0)
    assert settled(less.decision, FULL, LIGHT, []) == Settled(Result.LESS, LIGHT)
    for one in (held, less):
        assert one.preliminary.on(Facts(title="")).tiers == (LIGHT, FULL)


# ---- what pages and the file say


@pytest.mark.parametrize(
    ("decision", "tiers", "says"),
    [
        (Decision.REFUSE, (LIGHT, FULL), "If the claim is not upheld, nothing is paid."),
        (Decision.PAY_LESS, (LIGHT, FULL), "If the claim is not upheld, 50,000 yuan are paid."),
        (Decision.REFUSE, (LIGHT, 10_000_000, FULL), "50,000, 100,000 or 300,000 yuan"),
        (Decision.REFUSE, (LIGHT, FULL), "jurors choose what is paid: 50,000 or 300,000 yuan."),
    ],
)
def test_the_neutral_file_says_what_may_come_out(decision, tiers, says):
    facts = Facts(title="", amount=FULL, tiers=tiers, decision=decision, decision_reason="So.")
    summary = case_file("C-2026-0001", facts, redact_claim(facts), {}).summary
    assert DECISION_LINES[decision] in summary
    assert says in summary


def test_the_officer_states_it_and_the_claimant_reads_what_may_come_out(as_, investigated):
    olive = as_("olive")
    form = olive.get(f"/claims/{investigated}/investigation").form("Decide")
    assert form.values["in_question"] == ["50000"], "proposed, and taken where the box is ticked"
    assert form.values["has_lower"] == []
    said = {
        "title": "A cancer",
        "decision": "refuse",
        "reason": "It was known on joining.",
        "clauses": ["health-disclosure"],
        "cost": "2750",
    }
    page = form.fill(**said, in_question="60000").send(status=422)
    assert "Tick the box, or leave the amount as it was proposed." in page.text
    page = page.form("Decide").fill(has_lower="y", in_question="").send(status=422)
    assert "Say which lower amount comes into question." in page.text
    page = page.form("Decide").fill(has_lower="y", in_question="300000").send(status=422)
    assert "less than was claimed, and more than nothing" in page.text
    page.form("Decide").fill(has_lower="y", in_question="50000").send()
    may = "Nothing or, if a jury upholds the claim, 50,000 yuan or 300,000 yuan"
    assert may in olive.get(f"/claims/{investigated}/investigation").text
    clara = as_("clara")
    assert may in clara.get(f"/claims/{investigated}").text
    assert may in clara.get(f"/claims/{investigated}/dispute").text


def test_a_proposal_that_nobody_ticked_is_in_no_decision(work, as_, investigated):
    form = as_("olive").get(f"/claims/{investigated}/investigation").form("Decide")
    form.fill(title="A cancer", decision="pay", reason="It is so.", cost="2750").send()
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, investigated)
        made = queries.decision_of(w.session, claim)
        assert (made.decision, made.in_question, claim.tiers) == ("pay", None, [])


def test_other_decisions_say_what_may_come_out_too(do, cast, as_, investigated):
    less = replace(REFUSED, decision=Decision.PAY_LESS, offered=LIGHT, clauses=("light-tier",))
    do(cast.olive, partial(decide_claim, despite="It is a light one."), investigated, less, 2)
    text = as_("clara").get(f"/claims/{investigated}").text
    assert "50,000 yuan or, if a jury upholds the claim and chooses it, 300,000 yuan" in text
