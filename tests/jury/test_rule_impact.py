"""What a change of the rules hits at the jury, what jurors say of a clause, and what a juror reads
of a clause that has changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from jury.queries import the_case
from jury.reading.impact import cases_citing, what_jurors_found
from members.actions import extend_qualification
from rules.actions import end_clause, publish_version
from rules.consolidation import Change
from rules.impact import Hit, Impact, Touched, impacts
from rules.queries import version
from rules.signals import Signal, Source
from rules.text.weight import Weight
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import CASE, Visit, decided, signed_in, with_book
from tests.page import Client

CLAUSE = "lung-disease"
MIXED = ["uphold"] * 7 + ["deny"] * 5


@pytest.fixture
def bench(work: OpenWork, clock: TestClock) -> Bench:
    return with_book(work, clock)


def hit(bench: Bench, clause_id: str = CLAUSE, **changed: object) -> list[Impact]:
    with bench.work(writing=False) as w:
        old = version(w.session, clause_id, 1)
        after = replace(old, **changed) if changed else None  # type: ignore[arg-type]
        return impacts([cases_citing], w.session, [Touched(Change(old, after), Weight.SPACE)])


def signals(bench: Bench) -> list[Signal]:
    with bench.work(writing=False) as w:
        return what_jurors_found(w.session)


def test_a_case_under_way_is_named_as_one_that_stays_as_it_is(bench: Bench) -> None:
    assert hit(bench, text="Other words.") == []
    bench.freeze()
    found = [Impact(CLAUSE, Hit.OPEN_CASES, 1, (REF,))]
    assert hit(bench, text="Other words.") == found
    assert hit(bench) == found, "a clause that ends"
    assert hit(bench, number="9.9") == []
    assert hit(bench, "quorum", text="Other words.") == []


def test_a_decided_case_is_named_apart_and_a_withdrawn_one_is_not(bench: Bench) -> None:
    decided(bench, MIXED)
    assert hit(bench, text="Other.") == [Impact(CLAUSE, Hit.DECIDED_CASES, 1, (REF,))]
    with bench.work() as w:
        the_case(w.session, REF).stage = "withdrawn"
    assert hit(bench, text="Other.") == []


def test_a_new_clause_is_cited_by_no_case(bench: Bench) -> None:
    bench.freeze()
    with bench.work(writing=False) as w:
        new = version(w.session, CLAUSE, 1)
        assert impacts([cases_citing], w.session, [Touched(Change(None, new), Weight.SPACE)]) == []


def test_what_jurors_found_is_counted_of_all_they_found(bench: Bench) -> None:
    decided(bench, MIXED)
    assert signals(bench) == [Signal(CLAUSE, Source.UNCLEAR, 12, 12, "/verdicts/")]


def test_an_open_case_tells_nothing_before_its_verdict(bench: Bench) -> None:
    for juror in bench.ready():
        bench.vote(juror)
    assert signals(bench) == []
    bench.close()
    assert signals(bench) == []


def test_what_a_verdict_keeps_back_no_count_tells(bench: Bench) -> None:
    decided(bench, ["uphold"] * 12)
    assert signals(bench) == []


@pytest.fixture
def seated(app: Flask, bench: Bench, visit: Visit) -> Callable[[], Client]:
    """Sign in as a juror who has taken a seat."""
    bench.freeze()
    bench.draw()
    juror, *_others = bench.accept()
    return lambda: signed_in(visit, juror)


@pytest.mark.databases("sqlite")
def test_a_clause_that_reads_as_it_did_has_nothing_beside_it(
    seated: Callable[[], Client], bench: Bench
) -> None:
    with bench.work() as w:
        old = version(w.session, CLAUSE, 1)
        publish_version(w, replace(old, version=2, text="X", in_force_from=date(2027, 1, 1)))
    assert "decides this case" not in seated().get(CASE).text


@pytest.mark.databases("sqlite")
def test_a_clause_that_has_changed_stands_beside_what_it_says_today(
    seated: Callable[[], Client], bench: Bench
) -> None:
    with bench.work() as w:
        old = version(w.session, CLAUSE, 1)
        text = old.text.replace("55", "60")
        assert text != old.text
        new = replace(old, version=2, text=text, in_force_from=date(2026, 1, 1))
        publish_version(w, new, historic=True)
    page = seated().get(CASE)
    assert "Today this clause reads differently: see what changed since" in page.text
    assert "The text above decides this case, not today's." in page.text
    assert "Version 1, in force from" in page.text
    assert "Today: version 2" in page.text
    assert "<ins>" in page.html
    page.click("Each change of clause")


@pytest.mark.databases("sqlite")
def test_a_juror_who_learned_another_version_sees_how_the_governing_one_differs(
    seated: Callable[[], Client], bench: Bench
) -> None:
    with bench.work() as w:
        old = version(w.session, CLAUSE, 1)
        text = old.text.replace("55", "60")
        publish_version(
            w, replace(old, version=2, text=text, in_force_from=date(2026, 1, 1)), historic=True
        )
        for juror in bench.cast.jurors:
            extend_qualification(w, juror.account, "delta", {CLAUSE: 2})
    page = seated().get(CASE)
    assert "You learned version 2: see how it differs" in page.text
    assert "The text above decides this case, not the one you learned for the exam." in page.text
    assert "<ins>" in page.html
    assert "Today this clause reads differently" not in page.text


@pytest.mark.databases("sqlite")
def test_a_clause_that_has_ended_still_decides(
    seated: Callable[[], Client], bench: Bench, clock: TestClock
) -> None:
    with bench.work() as w:
        end_clause(w, CLAUSE, date(2026, 11, 24))
    assert "no longer in force" not in seated().get(CASE).text
    clock.move(hours=12)
    page = seated().get(CASE)
    assert "The text above decides this case. Today the clause is no longer in force." in page.text
