"""What revisions do to the book and to one another, and worked cases, on both databases."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from kernel.work import Work
from rules import actions, queries
from rules.amendment import Amendment, Kind, Other
from rules.models import Revision
from rules.queries.issues import issues_before_review
from rules.queries.revisions import amendments, revision_by_ref
from rules.queries.weighing import procedure_of, weighed
from rules.queries.worked import worked_cases
from rules.revision import Stance, State
from rules.text.weight import Procedure
from rules.worked import Reading, Says
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.rules.language_group import (
    BETTER,
    COMMA,
    NUMBER,
    Group,
    drafted,
    gathered,
    refused,
    sent,
    sign,
    state,
    words,
)

HELP = ("Those who fall ill", "Those, who fall ill,")


@pytest.fixture
def group(work: OpenWork) -> Group:
    return gathered(work)


def structural(w: Work, kind: Kind, clause_id: str, **more: object) -> Amendment:
    held = words(w, clause_id, ("", ""))
    return replace(held, kind=kind, **more)  # type: ignore[arg-type]


def test_every_kind_is_carried_out_together(work: OpenWork, group: Group, clock: TestClock) -> None:
    with work(group.edith) as w:
        ref = actions.open_revision(w, "A larger work").ref
        numbers = {one.clause_id: one.number for one in queries.clauses_at(w.session, w.now.date())}
        new = Amendment(
            "", Kind.INSERT, "leaving", None, "Leaving", "A member may leave.", "joining", "2.20"
        )
        split = structural(
            w,
            Kind.SPLIT,
            "secrecy",
            text="A juror does not try to find out who the people in a case are.",
            other=Other("respect", "6.20", "Respect", "A reason is written with respect."),
        )
        for one in (
            new,
            split,
            structural(w, Kind.REPEAL, "fee-and-cost"),
            structural(w, Kind.MOVE, "sympathy", section="claims", number="5.9"),
            structural(w, Kind.RENUMBER, "abstention", number="6.30"),
            structural(w, Kind.MERGE, "publicity", other=Other("objection"), text="Both in one."),
        ):
            actions.amend(w, ref, one)
        actions.describe(w, ref, "A larger work", "Much.")
        revision = revision_by_ref(w.session, ref)
        assert procedure_of(w.session, revision) is Procedure.CONSULTATION
        # The vote is told elsewhere; here the book is what matters.
        w.session.get_one(Revision, revision.id).state = State.APPROVED
    day = clock().date() + timedelta(days=1)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)
    with work() as w:
        book = {one.clause_id: one for one in queries.clauses_at(w.session, day)}
        assert book["leaving"].number == "2.20"
        assert (book["secrecy"].version, book["respect"].version) == (2, 1)
        assert "fee-and-cost" not in book
        assert "objection" not in book
        assert (book["sympathy"].section, book["sympathy"].number) == ("claims", "5.9")
        assert book["sympathy"].version == book["abstention"].version == 1
        assert book["abstention"].number == "6.30"
        assert book["publicity"].text == "Both in one."
        today = {one.clause_id: one.number for one in queries.clauses_at(w.session, w.now.date())}
        assert today == numbers
    with work(group.edith) as w:
        actions.withdraw_revision(w, ref, "All of it.")
    with work() as w:
        assert {one.clause_id: one.number for one in queries.clauses_at(w.session, day)} == numbers


def test_open_amendments_follow_what_comes_into_the_book(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    near = ("Those who fall ill", "Those who fall seriously ill")
    clean = drafted(work, group.ezra, "mutual-aid", ("Members help", "All members help"))
    clash = drafted(work, group.ezra, "mutual-aid", ("costs nothing", "is free"))
    close = sent(work, group.ezra, clause_id="mutual-aid", change=near)
    ref = sent(work, group.edith, change=BETTER)
    sign(work, group.emil, ref)
    with work(group.ezra) as w:
        for one in weighed(w.session, revision_by_ref(w.session, ref)):
            actions.take_stance(w, ref, one.amendment_id, one.unit.key, Stance.AGREE)
        actions.sign_off(w, ref)
    with work(group.emil) as w:
        actions.schedule(w, ref, clock().date() + timedelta(days=1))

    def held(which: str) -> Amendment:
        with work(writing=False) as w:
            (only,) = amendments(w.session, revision_by_ref(w.session, which))
            return only

    assert held(clean).base == 2
    assert held(clean).text.startswith("All members help one another. It costs nothing to join.")
    assert held(clash).base == 1
    assert held(close).base == 2  # another sentence: nobody has to be asked
    assert state(work, close) is State.DRAFT
    with work(group.ezra) as w:
        issues = issues_before_review(w.session, revision_by_ref(w.session, clash))
        assert issues[0].where.endswith("/conflict")
        actions.settle(w, clash, held(clash).id, "Members help one another", "It is free to join.")
    assert held(clash).base == 2


def test_worked_cases_are_answered_blind(work: OpenWork, group: Group) -> None:
    ref = drafted(work, group.edith, "hospital-stay", NUMBER)
    reading = Reading(Says.APPLIES, Says.DOES_NOT_APPLY)
    with work(group.edith) as w:
        case = actions.write_case(w, ref, "hospital-stay", "18 days in one stay.", reading)
    with work(group.emil) as w:
        (seen,) = worked_cases(w.session, revision_by_ref(w.session, ref), group.emil.account)
        assert seen.agreement is None
        actions.answer_case(w, ref, case.id, Reading(Says.APPLIES, Says.UNCLEAR))
        (seen,) = worked_cases(w.session, revision_by_ref(w.session, ref), group.emil.account)
        assert seen.agreement is not None
        assert (seen.agreement.disagree_before, seen.agreement.disagree_after) == (False, True)
    for actor, words_of_it in ((group.edith, "You wrote"), (group.emil, "have answered")):
        act = lambda w: actions.answer_case(w, ref, case.id, reading)  # noqa: E731
        assert words_of_it in str(refused(work, actor, act))


def test_of_two_set_at_once_one_has_to_look_again(work: OpenWork, group: Group) -> None:
    """Two approved revisions of one clause, each given its day at the same moment."""
    refs = []
    for author, change in ((group.edith, COMMA), (group.ezra, HELP)):
        ref = sent(work, author, change=change)
        sign(work, group.emil, ref)
        refs.append(ref)
    assert [state(work, ref) for ref in refs] == [State.APPROVED] * 2
    gate = Barrier(2)
    raised: list[Exception | None] = [None, None]

    def run(place: int) -> None:
        gate.wait()
        try:
            with work(group.emil) as w:
                actions.schedule(w, refs[place], w.now.date() + timedelta(days=10 + place))
        except Exception as error:  # noqa: BLE001 the test looks at all of them
            raised[place] = error

    threads = [Thread(target=run, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in raised) == ["Conflict", "NoneType"]
    assert sorted(state(work, ref) for ref in refs) == [State.DRAFT, State.SCHEDULED]
    with work(writing=False) as w:
        versions = queries.versions_of(w.session, "mutual-aid")
    assert [one.version for one in versions] == [1, 2]
    assert versions[0].in_force_until == versions[1].in_force_from
