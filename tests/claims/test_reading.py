"""What the rule book learns of claims: enough to try a draft on, and nobody's name or birthday."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from claims.actions import enter_claim, freeze, take_back, withdraw
from claims.claim import Facts
from claims.examples import examples
from claims.life import State
from claims.queries import claim_by_ref
from claims.reading import past_cases
from jury.models import JuryCase, Verdict
from rules.computed.criterion import DayLimit, Measure
from rules.computed.replay import PastCase, replay


def told(work, clause_id="medication") -> list[PastCase]:
    with work(writing=False) as w:
        return past_cases(w.session, clause_id)


def decide(w, ref):
    w.session.add(
        Verdict(
            case_ref=ref,
            outcome="denied",
            body={},
            decided_at=datetime(2026, 1, 1, tzinfo=UTC),
            standard="twelve",
            words="",
        )
    )


@pytest.fixture
def frozen(do, cast, agreed) -> str:
    do(cast.olive, freeze, agreed)
    return agreed


@pytest.mark.parametrize("stage", ["disputed", "entered", "in_review", "signed_off", "agreed"])
def test_what_the_jury_has_not_yet_got_is_not_told(work, cast, stage, request):
    """An editor may be drawn for it, and would know what comes of it by the words of today."""
    ref = request.getfixturevalue(stage)
    with work(writing=False) as w:
        for clause_id in claim_by_ref(w.session, ref).clauses:
            assert past_cases(w.session, clause_id) == []


def test_what_is_prepared_anew_is_not_told(work, cast, frozen, do):
    assert len(told(work)) == 1
    do(cast.olive, take_back, frozen, "A day was wrong.")
    assert told(work) == []


def test_a_claim_is_told_to_the_clauses_that_it_disputes_and_to_no_other(work, cast, frozen):
    (one,) = told(work)
    assert told(work, "accident-exempt") == [one]
    for clause_id in ("hospital-stay", "medic", "accident", "%", "no clause", ""):
        assert told(work, clause_id) == []


def test_its_facts_hold_no_text_and_no_day_of_birth(work, cast, frozen, facts):
    (one,) = told(work)
    assert (one.ref, one.title, one.decided) == (frozen, "The drainage ditch", False)
    assert one.facts.joined == facts.dates.joined
    assert one.facts.event == facts.dates.event
    assert (one.facts.accident, one.facts.stay_days, one.facts.age_years) == (True, 10, 48)
    shown = str(replace(one, title=""))
    for secret in ("Alder", "Birch", "ditch", "Clara", "1970", str(facts.dates.born)):
        assert secret not in shown
    assert one.facts.age_days_at_joining is None


def test_a_frozen_case_has_the_title_that_jurors_read_and_is_decided_by_its_verdict(
    work, cast, frozen
):
    assert [(one.title, one.decided) for one in told(work)] == [("The drainage ditch", False)]
    with work() as w:
        decide(w, frozen)
    assert [one.decided for one in told(work)] == [True]


def test_of_a_case_decided_again_the_later_verdict_counts(work, cast, frozen):
    with work() as w:
        first = w.session.get_one(JuryCase, frozen)
        columns = {one.key: getattr(first, one.key) for one in sa.inspect(JuryCase).columns}
        again = {"ref": f"{frozen}-2", "again_of": frozen}
        w.session.add(JuryCase(**columns | again))
        decide(w, frozen)
    assert [(one.ref, one.decided) for one in told(work)] == [(frozen, False)]
    with work() as w:
        decide(w, f"{frozen}-2")
    assert [(one.ref, one.decided) for one in told(work)] == [(frozen, True)]


def test_what_was_withdrawn_is_left_out(work, cast, frozen, do):
    do(cast.clara, withdraw, frozen)
    assert told(work) == []


def put_before_the_jury(work, ref, title):
    """Let a claim be frozen, as its file would be there."""
    with work() as w:
        first = w.session.scalars(sa.select(JuryCase)).first()
        columns = {one.key: getattr(first, one.key) for one in sa.inspect(JuryCase).columns}
        w.session.add(JuryCase(**columns | {"ref": ref, "title": title}))
        claim_by_ref(w.session, ref).state = State.FROZEN


def test_where_the_light_tier_is_disputed_the_cancer_is_taken_to_be_light(work, cast, frozen, do):
    light = Facts("A", clauses=("light-tier",))
    ref = do(cast.olive, enter_claim, "clara@village.example", light).ref
    put_before_the_jury(work, ref, "A")
    assert [one.facts.light for one in told(work, "light-tier")] == [True]


def test_a_draft_is_tried_on_the_claims_that_there_are(work, cast, frozen, do):
    known = replace(examples()["C-10"].facts.dates, medication_days=45)
    facts = replace(examples()["C-10"].facts, dates=known)
    ref = do(cast.olive, enter_claim, "henry@village.example", facts).ref
    put_before_the_jury(work, ref, "Two prescriptions")
    old, new = (DayLimit(Measure.MEDICATION, ">", days) for days in (30, 60))
    found = replay(old, new, told(work), [])
    assert [(one.label, one.before.kind, one.after.kind) for one in found.flips] == [
        (ref, "barred", "allowed")
    ]
    assert found.not_touched == 1, "the ditch: nobody knows how many days"
