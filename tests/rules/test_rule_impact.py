"""What a change does to members and to the rest of the book, and what speaks against a clause."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from members.actions import grant_qualification
from members.queries import count_knowing
from rules.actions import define_term, load_book, publish_version
from rules.actions.comments import comment
from rules.clause import ClauseVersion
from rules.consolidation import Change
from rules.impact import Hit, Impact, Touched, impacts
from rules.lint import Context, doubts
from rules.models import LintWaiver
from rules.queries import terms, version
from rules.queries.weighing import text_digest
from rules.reading.impact import clauses_citing, clauses_using_terms, jurors_who_owe, own_signals
from rules.signals import Signal, Source
from rules.text.reference import Term
from rules.text.weight import Weight
from tests.conftest import OpenWork
from tests.village import Cast, settle

DAY = date(2027, 1, 1)
PROVIDERS = (jurors_who_owe, clauses_citing, clauses_using_terms)


@pytest.fixture
def cast(work: OpenWork) -> Cast:
    with work() as w:
        load_book(w)
        return settle(w, jurors=3)


def clause(work: OpenWork, clause_id: str, number: int = 1) -> ClauseVersion:
    with work(writing=False) as w:
        return version(w.session, clause_id, number)


def hit(
    work: OpenWork, *changes: Change, weight: Weight = Weight.NUMBER
) -> dict[tuple[str, Hit], Impact]:
    with work(writing=False) as w:
        found = impacts(PROVIDERS, w.session, [Touched(one, weight) for one in changes])
    return {(one.clause_id, one.hit): one for one in found}


def publish(work: OpenWork, clause_id: str, text: str) -> ClauseVersion:
    """Schedule a second version of a clause."""
    new = replace(clause(work, clause_id), version=2, text=text, in_force_from=DAY)
    with work() as w:
        publish_version(w, new)
    return new


def test_whoever_knows_the_present_version_or_a_later_one_is_counted(
    work: OpenWork, cast: Cast
) -> None:
    with work() as w:
        for juror, known in zip(cast.jurors, ({"quorum": 1}, {"quorum": 3}, {"x": 2}), strict=True):
            grant_qualification(w, juror.account, "village", known)
    with work(writing=False) as w:
        counts = [count_knowing(w.session, "quorum", number) for number in (1, 2, 3, 4)]
        assert counts == [2, 1, 1, 0]
        assert count_knowing(w.session, "no-such-clause", 1) == 0


@pytest.mark.parametrize(("weight", "count"), [(Weight.WORDING, 0), (Weight.NUMBER, 3)])
def test_jurors_owe_a_paper_on_what_changes_in_substance(
    work: OpenWork, cast: Cast, weight: Weight, count: int
) -> None:
    old = clause(work, "medication", 2)
    change = Change(old, replace(old, version=3, text="Other words."))
    found = hit(work, change, weight=weight).get(("medication", Hit.JURORS))
    assert (found.count if found else 0) == count
    assert not found or not found.names


def test_nobody_owes_a_paper_on_what_moves_ends_or_is_new(work: OpenWork, cast: Cast) -> None:
    old = clause(work, "quorum")
    changes = (Change(old, replace(old, number="9.9")), Change(old, None))
    changes += (Change(None, replace(old, clause_id="brand-new")),)
    for change in changes:
        assert Hit.JURORS not in {kind for _clause, kind in hit(work, change)}


def test_clauses_that_cite_a_changed_one_are_named_as_they_would_read_then(
    work: OpenWork, cast: Cast
) -> None:
    publish(work, "tenure", "As [[quorum]] says, and [[quorum]] again.")
    citing = publish(work, "hospital-stay", "See [[quorum]].")
    quorum = clause(work, "quorum")
    change = Change(quorum, replace(quorum, text="Other words, of [[quorum]] itself."))
    found = hit(work, change)["quorum", Hit.CITING]
    names = {f"{one.number} {one.title}" for one in (citing, clause(work, "tenure", 2))}
    assert (found.count, set(found.names)) == (2, names)
    without = Change(citing, replace(citing, text="It cites nothing any more."))
    assert hit(work, change, without)["quorum", Hit.CITING].count == 1
    assert hit(work, Change(quorum, None))["quorum", Hit.CITING].count == 2
    moved = Change(quorum, replace(quorum, number="9.9"))
    assert ("quorum", Hit.CITING) not in hit(work, moved)


def test_clauses_that_use_a_term_of_a_changed_one_are_named(work: OpenWork, cast: Cast) -> None:
    with work() as w:
        define_term(w, Term("grey heron", ("grey herons",), "quorum"))
        define_term(w, Term("white stork", (), "tenure"))
    publish(work, "hospital-stay", "Grey herons are no white stork.")
    quorum = clause(work, "quorum")
    found = hit(work, Change(quorum, replace(quorum, text="A grey heron.")))
    one = found["quorum", Hit.USING_TERM]
    stay = clause(work, "hospital-stay", 2)
    assert f"{stay.number} {stay.title}" in one.names
    assert not any(name.startswith(f"{quorum.number} ") for name in one.names)
    assert ("hospital-stay", Hit.USING_TERM) not in hit(work, Change(stay, None))


def lint(signals: list[Signal]) -> dict[str, int]:
    return {one.clause_id: one.count for one in signals if one.source is Source.LINT}


def test_what_the_rules_of_wording_ask_about_speaks_until_it_is_waived(
    work: OpenWork, cast: Cast
) -> None:
    new = publish(work, "quorum", "The poll shall end, and/or go on.")
    with work() as w:
        found = lint(own_signals(w.session))["quorum"]
        context = Context(terms=terms(w.session), clause_id="quorum")
        asked = doubts(new.text, context)
        assert found == len(asked) >= 2
        before = version(w.session, "quorum", 1)
        for clause_id, words in (("quorum", new), ("tenure", new), ("quorum", before)):
            w.session.add(
                LintWaiver(
                    clause_id=clause_id,
                    text_digest=text_digest(words),
                    finding=asked[0].waiver_key,
                    rule=asked[0].rule,
                    quote=asked[0].quote,
                    reason="It reads well.",
                    by=cast.edith.account,
                    at=w.now,
                )
            )
        w.session.flush()
        same = sum(one.waiver_key == asked[0].waiver_key for one in asked)
        assert lint(own_signals(w.session)).get("quorum", 0) == found - same


def test_remarks_are_counted_by_clause(work: OpenWork, cast: Cast) -> None:
    words = clause(work, "quorum").text.split()[:3]
    with work(cast.clara) as w:
        for said in ("What is this?", "And who counts?"):
            comment(w, "quorum", 1, " ".join(words), said)
    with work(writing=False) as w:
        found = [one for one in own_signals(w.session) if one.source is Source.COMMENT]
    assert found == [Signal("quorum", Source.COMMENT, 2, 0, "/rules/clauses/quorum")]


def test_every_room_is_asked(app: Flask, work: OpenWork, cast: Cast) -> None:
    """The providers that the front door plugs in all answer, on a book that cites itself."""
    publish(work, "tenure", "As [[quorum]] says.")
    quorum = clause(work, "quorum")
    touched = [Touched(Change(quorum, replace(quorum, text="Other words.")), Weight.NUMBER)]
    with work(writing=False) as w:
        found = impacts(app.extensions["venire-impact"], w.session, touched)
        assert {one.hit for one in found} >= {Hit.JURORS, Hit.CITING}
        signals = [one for ask in app.extensions["venire-signals"] for one in ask(w.session)]
        assert {one.source for one in signals} <= {Source.LINT}
        assert [ask(w.session, "quorum") for ask in app.extensions["venire-past-cases"]] == [[]]
