"""A revision on its way through draft, review, consultation and force, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kernel.errors import Conflict, Malformed, Missing
from kernel.work import Work
from rules import actions, queries
from rules.amendment import Kind
from rules.consultation import Question, Reply, Vote
from rules.queries.consultation import consultation_of, consultations_due
from rules.queries.issues import issues_before_review
from rules.queries.revisions import amendments, revision_by_ref, told
from rules.queries.weighing import procedure_of, weighed
from rules.revision import Stale, Stance, State
from rules.text.weight import Procedure, Weight
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.rules.language_group import (
    BETTER,
    COMMA,
    NUMBER,
    Group,
    drafted,
    explain,
    gathered,
    refused,
    sent,
    sign,
    state,
    words,
)


@pytest.fixture
def group(work: OpenWork) -> Group:
    return gathered(work)


def test_an_editorial_revision_takes_two_editors_and_a_week(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    ref = sent(work, group.edith)
    assert ref == "R-2026-0001"
    sign(work, group.emil, ref)
    assert state(work, ref) is State.APPROVED
    today = clock().date()
    soon = refused(work, group.emil, lambda w: actions.schedule(w, ref, today + timedelta(days=7)))
    assert "7 days" in str(soon)
    day = today + timedelta(days=8)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)
    with work() as w:
        there = {one.clause_id: one for one in queries.clauses_at(w.session, day)}
        assert "costs nothing!" in there["mutual-aid"].text
        assert there["mutual-aid"].version == 2
        assert not actions.come_into_force(w, ref)
    clock.move(days=8)
    with work() as w:
        assert actions.come_into_force(w, ref)
        assert not actions.come_into_force(w, ref)
    assert state(work, ref) is State.IN_FORCE


def test_nobody_decides_on_their_own_words(work: OpenWork, group: Group) -> None:
    ref = sent(work, group.edith)
    for act in (
        lambda w: actions.sign_off(w, ref),
        lambda w: actions.take_stance(w, ref, *first_unit(w, ref), Stance.AGREE),
    ):
        assert "You wrote" in str(refused(work, group.edith, act))
    sign(work, group.emil, ref)
    day = date(2027, 6, 1)
    assert "You wrote" in str(refused(work, group.edith, lambda w: actions.schedule(w, ref, day)))


def first_unit(w: Work, ref: str) -> tuple[str, str]:
    one = weighed(w.session, revision_by_ref(w.session, ref))[0]
    return one.amendment_id, one.unit.key


def test_a_sign_off_weighs_every_change_and_objects_to_none(work: OpenWork, group: Group) -> None:
    ref = sent(work, group.edith)
    assert "1 of them still want your stance" in str(
        refused(work, group.emil, lambda w: actions.sign_off(w, ref))
    )
    with work(group.emil) as w:
        actions.take_stance(w, ref, *first_unit(w, ref), Stance.OBJECT, "No.")
    assert "object" in str(refused(work, group.emil, lambda w: actions.sign_off(w, ref)))
    nothing = refused(
        work,
        group.emil,
        lambda w: actions.take_stance(w, ref, *first_unit(w, ref), Stance.OBJECT, "  "),
    )
    assert isinstance(nothing, Malformed)
    with work(group.emil) as w:
        actions.return_revision(w, ref, "The full stop was right.")
    assert state(work, ref) is State.DRAFT


def test_what_was_signed_is_the_edition_that_was_read(work: OpenWork, group: Group) -> None:
    ref = sent(work, group.edith, change=BETTER)
    sign(work, group.emil, ref)
    assert state(work, ref) is State.IN_REVIEW  # wording takes two
    with work(group.edith) as w:
        actions.return_revision(w, ref, "One more word.")
        (held,) = amendments(w.session, revision_by_ref(w.session, ref))
        actions.amend(w, ref, replace(held, text=held.text.replace("to join", "to enter")))
    explain(work, group.edith, ref)
    with work(group.edith) as w:
        actions.send_to_review(w, ref)
    sign(work, group.ezra, ref)
    assert state(work, ref) is State.IN_REVIEW
    sign(work, group.emil, ref)
    assert state(work, ref) is State.APPROVED
    old = refused(work, group.ezra, lambda w: actions.sign_off(w, ref, 1))
    assert isinstance(old, Conflict)


def test_a_draft_says_what_it_lacks(work: OpenWork, group: Group) -> None:
    with work(group.edith) as w:
        ref = actions.open_revision(w, "Something").ref
        issues = issues_before_review(w.session, revision_by_ref(w.session, ref))
        assert [one.where for one in issues] == ["", "summary"]
        row = actions.begin_amendment(w, ref, Kind.REPLACE, "mutual-aid")
        issues = issues_before_review(w.session, revision_by_ref(w.session, ref))
        assert "changes nothing yet" in issues[-1].message
        actions.amend(w, ref, words(w, "mutual-aid", COMMA, row.id))
        actions.describe(w, ref, "Something", "Nothing.")
        issues = issues_before_review(w.session, revision_by_ref(w.session, ref))
        assert [one.where for one in issues] == [f"amendments/{row.id}"]
    assert "no reason" in str(refused(work, group.edith, lambda w: actions.send_to_review(w, ref)))


def test_two_who_write_on_the_same_words_do_not_overwrite_each_other(
    work: OpenWork, group: Group
) -> None:
    ref = drafted(work, group.edith)
    with work(group.edith) as w:
        (held,) = amendments(w.session, revision_by_ref(w.session, ref))
        row = actions.amend(w, ref, replace(held, title="Members help each other"))
        seen = row.edition
        actions.amend(w, ref, replace(held, title="All members help one another"), seen)
    late = refused(
        work, group.emil, lambda w: actions.amend(w, ref, replace(held, title="Mine"), seen)
    )
    assert isinstance(late, Stale)
    gone = replace(held, id="not-one-of-these")
    assert isinstance(refused(work, group.emil, lambda w: actions.amend(w, ref, gone)), Missing)


def test_a_weight_is_raised_by_one_and_lowered_by_two(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    ref = sent(work, group.edith)

    def way() -> Procedure:
        with work() as w:
            return procedure_of(w.session, revision_by_ref(w.session, ref))

    assert way() is Procedure.EDITORIAL
    with work(group.emil) as w:
        actions.raise_weight(w, ref, *first_unit(w, ref), Weight.TERM)
    assert way() is Procedure.CONSULTATION
    clock.move(minutes=1)
    with work(group.ezra) as w:
        actions.lower_weight(w, ref, *first_unit(w, ref))
    assert way() is Procedure.CONSULTATION
    with work(group.edith) as w:
        actions.lower_weight(w, ref, *first_unit(w, ref))
    assert way() is Procedure.EDITORIAL
    for weight in (Weight.SPACE, Weight.PUNCTUATION):
        act = lambda w, to=weight: actions.raise_weight(w, ref, *first_unit(w, ref), to)  # noqa: E731
        assert isinstance(refused(work, group.emil, act), Conflict)


def test_whoever_raised_a_weight_does_not_lower_it_by_raising_it_less(
    work: OpenWork, group: Group
) -> None:
    ref = sent(work, group.edith)
    with work(group.emil) as w:
        actions.raise_weight(w, ref, *first_unit(w, ref), Weight.TERM)
    act = lambda w: actions.raise_weight(w, ref, *first_unit(w, ref), Weight.WORDING)  # noqa: E731
    assert isinstance(refused(work, group.emil, act), Conflict)
    alone = lambda w: actions.lower_weight(w, ref, *first_unit(w, ref))  # noqa: E731
    assert isinstance(refused(work, group.emil, alone), Conflict)


def asked(work: OpenWork, group: Group, clock: TestClock) -> str:
    """A revision of substance before the members."""
    ref = drafted(work, group.edith, "hospital-stay", NUMBER)
    question = Question("A stay of 18 days.", ("allowed", "barred", "open"), 0)
    with work(group.edith) as w:
        actions.write_questions(w, ref, [question] * 3)
        actions.send_to_review(w, ref)
    for reviewer in (group.emil, group.ezra):
        sign(work, reviewer, ref)
    assert state(work, ref) is State.IN_REVIEW
    with work(group.emil) as w:
        actions.open_consultation(w, ref)
    return ref


@pytest.mark.parametrize(
    ("votes", "outcome"), [("for", State.APPROVED), ("against", State.REJECTED)]
)
def test_substance_is_voted_on(
    work: OpenWork, group: Group, clock: TestClock, votes: str, outcome: State
) -> None:
    ref = asked(work, group, clock)
    reply = Reply((0, 0, 1), Vote(votes))
    with work(group.martin) as w:
        actions.answer_consultation(w, ref, reply, "Fine.")
    twice = refused(work, group.martin, lambda w: actions.answer_consultation(w, ref, reply))
    assert "already" in str(twice)
    with work(group.ezra) as w:
        actions.answer_consultation(w, ref, Reply((0, 0, 0), Vote.ABSTAIN))
        held = consultation_of(w.session, revision_by_ref(w.session, ref))
        assert held is not None
        assert (held.votes_for, held.comprehension) == (None, None)
        assert not actions.close_consultation(w, ref)
    clock.move(days=14)
    late = refused(work, group.emil, lambda w: actions.answer_consultation(w, ref, reply))
    assert isinstance(late, Conflict)
    with work() as w:
        assert consultations_due(w.session, w.now) == [ref]
        assert actions.close_consultation(w, ref)
        assert not actions.close_consultation(w, ref)
        held = consultation_of(w.session, revision_by_ref(w.session, ref))
        assert held is not None
        assert (held.abstained, held.comprehension) == (1, 833)
    assert state(work, ref) is outcome


def test_without_a_vote_nothing_is_adopted(work: OpenWork, group: Group, clock: TestClock) -> None:
    ref = asked(work, group, clock)
    clock.move(days=14)
    with work() as w:
        actions.close_consultation(w, ref)
    assert state(work, ref) is State.REJECTED


def test_a_member_may_object_to_what_is_called_editorial(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    ref = sent(work, group.edith)
    sign(work, group.emil, ref)
    day = clock().date() + timedelta(days=30)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)
    clock.move(days=6)
    with work(group.martin) as w:
        actions.object_to(w, ref, "To me it changes the meaning.")
    assert state(work, ref) is State.DRAFT
    with work() as w:
        assert queries.clauses_at(w.session, day)[0].version == 1
        revision = revision_by_ref(w.session, ref)
        assert procedure_of(w.session, revision) is Procedure.LANGUAGE
    assert isinstance(
        refused(work, group.martin, lambda w: actions.object_to(w, ref, "Again.")), Conflict
    )


def test_the_time_to_object_ends(work: OpenWork, group: Group, clock: TestClock) -> None:
    ref = sent(work, group.edith)
    sign(work, group.emil, ref)
    with work(group.emil) as w:
        actions.schedule(w, ref, clock().date() + timedelta(days=30))
    clock.move(days=7)
    over = refused(work, group.martin, lambda w: actions.object_to(w, ref, "Late."))
    assert "over" in str(over)


def test_what_is_scheduled_can_be_withdrawn_until_its_day(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    ref = sent(work, group.edith)
    sign(work, group.emil, ref)
    day = clock().date() + timedelta(days=8)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)
    with work(group.edith) as w:
        actions.withdraw_revision(w, ref, "Not needed.")
    with work() as w:
        assert queries.clauses_at(w.session, day)[0].version == 1
    assert state(work, ref) is State.WITHDRAWN
    again = sent(work, group.edith)
    sign(work, group.emil, again)
    with work(group.emil) as w:
        actions.schedule(w, again, day)
    with work() as w:
        assert queries.clauses_at(w.session, day)[0].version == 3  # 2 was given once
    clock.move(days=8)
    late = refused(work, group.edith, lambda w: actions.withdraw_revision(w, again, "No."))
    assert "in force already" in str(late)


def test_an_objection_takes_no_protection_away_and_names_nobody(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    ref = sent(work, group.edith)
    sign(work, group.emil, ref)
    day = clock().date() + timedelta(days=20)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)
    with work(group.martin) as w:
        actions.object_to(w, ref, "To me it changes the meaning.")
    with work(group.edith) as w:
        actions.send_to_review(w, ref)
        names = {one.who for one in told(w.session, revision_by_ref(w.session, ref))}
    assert "Martin" not in names
    for editor in (group.emil, group.ezra):
        sign(work, editor, ref)
    soon = clock().date() + timedelta(days=7)
    assert "waits 7 days" in str(
        refused(work, group.emil, lambda w: actions.schedule(w, ref, soon))
    )
    with work(group.emil) as w:
        actions.schedule(w, ref, soon + timedelta(days=1))


def test_only_authors_withdraw(work: OpenWork, group: Group) -> None:
    ref = drafted(work, group.edith)
    alone = refused(work, group.emil, lambda w: actions.withdraw_revision(w, ref, "I prefer mine."))
    assert "Only those who wrote" in str(alone)
    with work(group.edith) as w:
        actions.withdraw_revision(w, ref, "Not needed.")
    assert state(work, ref) is State.WITHDRAWN


def test_words_and_what_is_computed_of_them_go_together(work: OpenWork, group: Group) -> None:
    every = ("15", "20")
    ref = drafted(work, group.edith, "hospital-stay", every)
    with work(group.edith) as w:
        issues = issues_before_review(w.session, revision_by_ref(w.session, ref))
    assert [dict(one.params) for one in issues if "computed" in one.message] == [{"number": "15"}]
