"""What a change of the rules does to the bank: told before it is approved, and so on its day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.actor import Role
from members.queries import actor_of
from quiz.actions import load_bank
from quiz.bank import demo_bank
from quiz.queries import bank_standing, live_items
from quiz.reading.impact import items_hit
from quiz.staleness import DEFINITION, Effect
from rules import actions
from rules.actions import define_term, publish_version
from rules.amendment import Kind
from rules.computed.criterion import DayLimit, LookBack, Measure
from rules.consolidation import Change
from rules.consultation import Reply, Vote
from rules.impact import Hit, Touched, impacts
from rules.queries import version
from rules.queries.revisions import revision_by_ref
from rules.queries.weighing import procedure_of, weighed
from rules.reading.bench import bench_changes
from rules.revision import State
from rules.text.reference import Term
from rules.text.weight import Procedure, Weight
from tests.rules.revising import editors
from tests.village import person, strangers

CLAUSE = "quorum"


def hit(work, clause_id=CLAUSE, number=1, **changed):
    """Return what a change of a clause would hit; without words, of one that ends."""
    with work(writing=False) as w:
        old = version(w.session, clause_id, number)
        after = replace(old, **changed) if changed else None
        touched = [Touched(Change(old, after), Weight.SPACE)]
        found = impacts([items_hit], w.session, touched)
    assert all(one.clause_id == clause_id and one.count == len(one.names) for one in found)
    return {one.hit: set(one.names) for one in found}


def resting(clause_id=CLAUSE, number=1):
    """Return the quotes of the items of the demo that rest on a version, by item."""
    quotes = {}
    for item in demo_bank().items:
        for anchor in item.anchors:
            if (anchor.clause, anchor.version) == (clause_id, number) and not item.dated:
                quotes.setdefault(item.item, []).append(anchor.quote)
    return quotes


@pytest.fixture
def text(work, cast):
    with work(writing=False) as w:
        return version(w.session, CLAUSE, 1).text


def test_items_are_pulled_when_what_they_quote_changes_and_else_looked_at(work, text):
    new = text.replace("21", "22")
    found = hit(work, text=new)
    gone = {name for name, quotes in resting().items() if any("21" in one for one in quotes)}
    assert gone
    assert found[Hit.ITEMS_PULLED] == gone
    assert found[Hit.ITEMS_TO_REVIEW] >= resting().keys() - gone


def test_what_stands_beside_the_quotes_only_asks_for_a_look(work, text):
    found = hit(work, text=f"{text} A sentence more that says nothing.")
    assert found.keys() == {Hit.ITEMS_TO_REVIEW}
    assert found[Hit.ITEMS_TO_REVIEW] >= set(resting())


def test_a_light_change_pulls_nothing(work, text):
    assert hit(work, text=text.replace("few, and", "few and")).keys() <= {Hit.ITEMS_TO_REVIEW}


def test_a_clause_that_ends_takes_its_items_along(work, cast):
    assert hit(work)[Hit.ITEMS_PULLED] == set(resting())


def test_a_clause_that_moves_hits_nothing(work, cast):
    assert hit(work, section="jury", number=1) == {}


def test_items_on_a_wording_that_they_name_are_left_out(work, cast):
    bank = demo_bank()
    with work() as w:
        load_bank(w, replace(bank, items=tuple(replace(one, dated=True) for one in bank.items)))
        assert all(one.dated for one in live_items(w.session))
    assert hit(work) == {}


def test_of_a_definition_whatever_uses_it_is_looked_at(work, cast):
    with work() as w:
        define_term(w, Term("hospital stay", (), "quorum"))
    found = hit(work, text="Quite other words, and nobody knows why.")
    using = resting("hospital-stay").keys() - resting().keys()
    assert using
    assert using <= found[Hit.ITEMS_TO_REVIEW]
    assert hit(work)[Hit.ITEMS_TO_REVIEW] >= using


def test_what_is_set_already_is_told_alike(work, clock, text):
    new = text.replace("21", "22")
    before = hit(work, text=new)
    with work() as w:
        old = version(w.session, CLAUSE, 1)
        day = w.now.date() + timedelta(days=2)
        publish_version(w, replace(old, version=2, text=new, in_force_from=day))
    assert hit(work, text=new) == before
    clock.move(days=3)
    assert hit(work, text=new) == before


# ── A revision on its whole way: what was told of it is what comes ──────────────────────────────


@pytest.fixture
def ed(work, clock):
    held = editors(work, clock)
    with work() as w:
        strangers(w)
        load_bank(w, demo_bank())
    return held


@pytest.fixture
def martin(work, ed):
    with work() as w:
        added = person(w, "Martin", Role.MEMBER)
        w.session.flush()
        return actor_of(w.session, added)


def told_of(work, ref):
    """What the page of a revision says of items, as the page asks for it."""
    with work(writing=False) as w:
        touched = [
            Touched(one.change, max([Weight.SPACE, *(unit.weight for unit in one.units)]))
            for one in bench_changes(w.session, revision_by_ref(w.session, ref))
        ]
        found = impacts([items_hit], w.session, touched)
    return {(one.clause_id, one.hit, name) for one in found for name in one.names}


def comes_of(work, day):
    """What the change of `day` does to the bank, by clause."""
    worst = {}
    with work(writing=False) as w:
        for one in bank_standing(w.session, day):
            for concern in one.concerns:
                if concern.since == day:
                    key = concern.before.clause_id, one.item.item
                    worst[key] = max(worst.get(key, Effect.CARRIED), concern.effect)
    kinds = {Effect.PULLED: Hit.ITEMS_PULLED, Effect.REVIEW: Hit.ITEMS_TO_REVIEW}
    return {(clause, kinds[effect], item) for (clause, item), effect in worst.items()}


def through(work, clock, ed, martin, ref):
    """Take a revision through review and, where it is asked for, a vote; return its day."""
    ed.review(ref)
    with work(writing=False) as w:
        asks = procedure_of(w.session, revision_by_ref(w.session, ref)) is Procedure.CONSULTATION
    if asks:
        ed.ask(ref)
        with work(martin) as w:
            actions.answer_consultation(w, ref, Reply((0, 0, 0), Vote.FOR), "")
        clock.move(days=15)
        with work() as w:
            actions.close_consultation(w, ref)
    with work(writing=False) as w:
        assert revision_by_ref(w.session, ref).state == State.APPROVED
    day = clock().date() + timedelta(days=60)
    ed.schedule(ref, day)
    return day


def longer_stay(ed):
    return ed.draft()


def typed(ed):
    return ed.draft((("two years", "two  years"),), title="A space")


def plainer(ed):
    return ed.draft((("admission", "arrival"),), title="A plainer word")


def defined(ed):
    return ed.draft((("at least 21 valid", "at least 25 valid"),), "quorum", "More ballots")


def nudged(ed):
    """One of two changes of wording is raised by an editor: that one alone is of substance."""
    words = (("discharge", "departure"), ("admission", "arrival"))
    ref = ed.draft(words, title="Two plainer words")
    with ed.work(ed.edgar) as w:
        one = next(
            unit
            for unit in weighed(w.session, revision_by_ref(w.session, ref))
            if "arrival" in unit.unit.new
        )
        actions.raise_weight(w, ref, one.amendment_id, one.unit.key, Weight.TERM)
    return ref


def retold(ed):
    """Two clauses change at once, with what can be computed of them."""
    ref = ed.draft(title="Both limits")
    with ed.work(ed.edith) as w:
        value = actions.begin_amendment(w, ref, Kind.REPLACE, "medication").value
        text = value.text.replace("more than 30 days", "more than 40 days")
        text = text.replace(
            "Exactly 30 days are allowed, and 31", "Exactly 40 days are allowed, 41"
        )
        tests = (DayLimit(Measure.MEDICATION, ">", 40), LookBack(2, "joining"))
        actions.amend(w, ref, replace(value, text=text, criteria=tests))
    ed.give_reasons(ref)
    return ref


def ended(ed):
    """A clause ends that defines a term which others use."""
    with ed.work(ed.edith) as w:
        define_term(w, Term("juror", ("jurors",), "abstention"))
        ref = actions.open_revision(w, "No more of it").ref
        actions.begin_amendment(w, ref, Kind.REPEAL, "abstention")
        actions.describe(w, ref, "No more of it", "A clause ends.")
    ed.give_reasons(ref)
    return ref


REVISIONS = (ended, longer_stay, typed, plainer, defined, nudged, retold)


@pytest.mark.parametrize("make", REVISIONS, ids=lambda one: one.__name__)
def test_what_is_told_of_a_revision_is_what_comes_on_its_day(work, clock, ed, martin, make):
    ref = make(ed)
    before = told_of(work, ref)
    day = through(work, clock, ed, martin, ref)
    assert told_of(work, ref) == before, "told alike once the day is set"
    assert comes_of(work, day - timedelta(days=1)) == set()
    assert comes_of(work, day) == before
    kinds = {kind for _clause, kind, _item in before}
    assert kinds
    assert (Hit.ITEMS_PULLED in kinds) is (make not in {typed, plainer})
    clock.move(days=61)
    assert comes_of(work, day) == before


def test_a_revision_that_is_withdrawn_leaves_nothing_behind(work, clock, ed, martin):
    day = through(work, clock, ed, martin, longer_stay(ed))
    assert comes_of(work, day)
    with work(ed.edith) as w:
        actions.withdraw_revision(w, "R-2026-0001", "It was too long.")
    assert comes_of(work, day) == set()
    with work(writing=False) as w:
        assert not any(one.concerns for one in bank_standing(w.session, day))


def test_a_changed_definition_reaches_other_clauses(work, clock, ed, martin):
    ref = defined(ed)
    day = through(work, clock, ed, martin, ref)
    with work(writing=False) as w:
        found = [
            concern
            for one in bank_standing(w.session, day)
            for concern in one.concerns
            if concern.place == DEFINITION
        ]
    assert found
    assert {one.effect for one in found} == {Effect.REVIEW}
    clauses = {one.item.parts[one.part].basis.clause for one in found}
    assert "quorum" not in clauses
