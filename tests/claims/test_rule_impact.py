"""What a change of the rules hits among the claims: how many, and not which."""

from dataclasses import replace

from claims.actions import enter_claim, freeze, withdraw
from claims.claim import Facts
from claims.reading import open_claims
from rules.consolidation import Change
from rules.impact import Hit, Impact, Touched, impacts
from rules.queries import version
from rules.text.weight import Weight


def hit(work, clause_id="medication", **changed):
    with work(writing=False) as w:
        old = version(w.session, clause_id, 1)
        touched = Touched(Change(old, replace(old, **changed)), Weight.SPACE)
        return impacts([open_claims], w.session, [touched])


def test_claims_that_the_jury_has_not_yet_got_are_counted_and_not_named(work, cast, entered, do):
    do(cast.oscar, enter_claim, "henry@village.example", Facts("A", clauses=("medication",)))
    do(cast.oscar, enter_claim, "henry@village.example", Facts("B", clauses=("causal-link",)))
    assert hit(work, text="Other words.") == [Impact("medication", Hit.OPEN_CASES, 2)]


def test_a_clause_that_only_moves_hits_none_and_neither_does_one_that_nobody_disputes(
    work, cast, entered
):
    assert hit(work, number="9.9") == []
    assert hit(work, "quorum", text="Other words.") == []


def test_what_the_jury_has_or_was_withdrawn_is_not_counted(work, cast, agreed, facts, do):
    other = do(cast.olive, enter_claim, "clara@village.example", facts).ref
    do(cast.clara, withdraw, other)
    assert [one.count for one in hit(work, text="Other words.")] == [1]
    do(cast.olive, freeze, agreed)
    assert hit(work, text="Other words.") == []


def test_a_new_clause_hits_none(work, cast, entered):
    with work(writing=False) as w:
        new = replace(version(w.session, "medication", 1), clause_id="brand-new")
        touched = Touched(Change(None, new), Weight.PASSAGE)
        assert impacts([open_claims], w.session, [touched]) == []
