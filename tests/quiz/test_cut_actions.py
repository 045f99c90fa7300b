"""What is done in the cut score room, on both databases; and two who do it at once."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from kernel.errors import Conflict, Malformed, Missing
from members.queries import account
from quiz.actions import cut as actions
from quiz.actions import hand_in, load_bank, start_sitting
from quiz.analysis.sums import Sums
from quiz.bank import Bank, demo_bank
from quiz.cut import (
    Seen,
    covered_by,
    recommendation,
)
from quiz.item import ItemVersion
from quiz.models import Sitting, SumsRow
from quiz.queries import cut as queries
from quiz.specification import ENTRY, FIRST_ENTRY
from quiz.topic import Topic
from rules.actions import load_book
from rules.book import demo_book
from tests.quiz.test_races import aside
from tests.village import begin_paper, settle

CASE = "a-case-of-four"


def small_bank(parts=4):
    """Return just enough for a paper: each quota filled, and one case."""
    bank = demo_bank()
    plain = [one for one in bank.items if not one.is_case]
    chosen = [
        item
        for quota in ENTRY.quotas
        for item in [one for one in plain if one.topic in quota.topics][: quota.count]
    ]
    story = ItemVersion(
        CASE, 1, tuple(one.parts[0] for one in chosen[:parts]), "Clara was ill in May."
    )
    return Bank((*chosen, story), frozenset())


def settle_with_bank(work):
    """Bring the village with the small bank; return its people."""
    with work() as w:
        people = settle(w, jurors=6)
        load_book(w, demo_book())
        load_bank(w, small_bank())
    return people


def begin(work, people):
    """Begin a study with five judges, one of whom is the editor; return its id."""
    with work(people.edith) as w:
        one = actions.begin_study(w, "Autumn")
        actions.invite_judge(w, one.id, "edith@village.example")
        for juror in people.jurors[:4]:
            actions.invite_judge(w, one.id, account(w.session, juror.account).email)
    return one.id


@pytest.fixture
def village(work):
    return settle_with_bank(work)


@pytest.fixture
def begun(work, village):
    return begin(work, village)


def judge(work, actor, study_id, percent, round_=1):
    """Estimate all questions alike and hand the round in."""
    with work(actor) as w:
        one = queries.study(w.session, study_id)
        keys = [row.value.key for row in queries.questions(w.session, one)]
        actions.save_estimates(w, study_id, round_, dict.fromkeys(keys, percent))
        actions.hand_in_round(w, study_id, round_)


def told(work, kind):
    """Return the entries of the log of this kind."""
    with work(writing=False) as w:
        entries = [parse(raw) for raw in w.session.scalars(sa.select(QueuedEntry.entry))]
    return [entry for entry in entries if entry["kind"] == kind]


def test_a_study_covers_what_papers_may_ask_on_the_day_it_begins(work, village, begun):
    with work(village.edith) as w:
        load_bank(w, replace(demo_bank(), enemies=frozenset()))
        one = queries.study(w.session, begun)
        covered = [row.value for row in queries.questions(w.session, one)]
    assert len(covered) == ENTRY.count == 30
    assert [one.key for one in covered[-4:]] == [(CASE, 1, part) for part in range(4)]
    assert [one.in_case for one in covered].count(True) == 4
    entry = told(work, "cut.begun")[0]
    assert (entry["study"], entry["questions"], entry["specification"]) == (begun, 30, "entry/2")


@pytest.mark.parametrize("parts", [3, 5])
def test_without_a_case_that_fits_there_is_no_sum_to_estimate(work, parts):
    with work() as w:
        load_book(w, demo_book())
        load_bank(w, small_bank(parts))
        with pytest.raises(Conflict, match="cannot fill"):
            actions.begin_study(w, "Autumn")


def test_a_bank_without_questions_on_a_quota_holds_no_paper():
    items = [one for one in small_bank().items if one.topic is not Topic.SECRECY]
    with pytest.raises(Conflict, match="cannot fill"):
        covered_by(ENTRY, items)
    assert len(covered_by(FIRST_ENTRY, demo_bank().items)) >= FIRST_ENTRY.count


def test_a_name_is_there_and_taken_once(work, village, begun):
    with work(village.edith) as w:
        for name in (" ", "x" * 121):
            with pytest.raises(Malformed, match="120"):
                actions.begin_study(w, name)
        with pytest.raises(Conflict, match="already"):
            actions.begin_study(w, " Autumn ")
        assert len(queries.studies(w.session)) == 1


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("clara@village.example", "certificate"),
        ("nobody@village.example", "certificate"),
        ("olive@village.example", "certificate"),
        ("edith@village.example", "already"),
    ],
)
def test_only_those_whose_exam_is_over_judge_and_once(work, village, begun, email, why):
    with work(village.edith) as w, pytest.raises(Conflict, match=why):
        actions.invite_judge(w, begun, email)


def test_an_invitation_is_in_the_log_and_an_estimate_is_not(work, village, begun):
    judge(work, village.jurors[0], begun, 61)
    refs = {entry["judge"] for entry in told(work, "cut.judge_invited")}
    assert refs == {one.ref for one in (village.edith, *village.jurors[:4])}
    entry = told(work, "cut.handed_in")[0]
    assert set(entry) == {"v", "kind", "at", "by", "study", "round"}


def test_nobody_joins_after_the_first_round(work, village, begun):
    first_round(work, village, begun)
    with work(village.edith) as w, pytest.raises(Conflict, match="join"):
        actions.invite_judge(w, begun, "juror.006@village.example")


def went(w, facility):
    """Let questions have gone like this: key to Seen."""
    for (item, version, part), one in facility.items():
        kept = Sums({0: (one.answers - one.right, one.right)}).to_json()
        row = SumsRow(item=item, version=version, part=part, answers=one.answers, sums=kept)
        w.session.add(row)
    w.session.flush()


def first_round(work, village, begun, percents=(70, 80, 90), facility=None):
    for juror, percent in zip(village.jurors, percents, strict=False):
        judge(work, juror, begun, percent)
    with work(village.edith) as w:
        went(w, facility or {})
        actions.close_round(w, begun, 1)


def test_who_is_no_judge_finds_no_study_to_judge(work, village, begun):
    for actor in (village.clara, village.jurors[5], village.olive):
        for act, values in (
            (actions.save_estimates, (begun, 1, {})),
            (actions.hand_in_round, (begun, 1)),
        ):
            with work(actor) as w, pytest.raises(Missing):
                act(w, *values)
        with work(actor) as w:
            assert queries.studies_of(w.session, actor.account) == []
    with work(village.jurors[0]) as w, pytest.raises(Missing):
        actions.save_estimates(w, "x" * 22, 1, {})


def test_an_estimate_is_kept_changed_and_taken_back(work, village, begun):
    juror = village.jurors[0]
    for percent, there in ((0, {0}), (100, {100}), (None, set()), (None, set()), (55, {55})):
        with work(juror) as w:
            actions.save_estimates(w, begun, 1, {(CASE, 1, 2): percent})
        with work(juror) as w:
            one = queries.study(w.session, begun)
            mine = queries.figures(w.session, one, juror.account, 1)
            assert set(mine.values()) == there
            assert queries.figures(w.session, one, village.jurors[1].account, 1) == {}


@pytest.mark.parametrize("wrong", [{(CASE, 1, 0): 101}, {(CASE, 1, 0): -1}, {(CASE, 2, 0): 50}])
def test_what_is_no_estimate_of_the_study_is_refused(work, village, begun, wrong):
    with work(village.jurors[0]) as w, pytest.raises(Malformed, match="0 to 100"):
        actions.save_estimates(w, begun, 1, wrong)


def test_a_first_round_is_handed_in_whole_and_once(work, village, begun):
    juror = village.jurors[0]
    with work(juror) as w:
        actions.save_estimates(w, begun, 1, {(CASE, 1, 0): 50})
        with pytest.raises(Conflict, match="29 questions"):
            actions.hand_in_round(w, begun, 1)
    judge(work, juror, begun, 60)
    with work(juror) as w:
        for act, values in (
            (actions.save_estimates, (begun, 1, {(CASE, 1, 0): 1})),
            (actions.hand_in_round, (begun, 1)),
        ):
            with pytest.raises(Conflict, match="handed in"):
                act(w, *values)
        with pytest.raises(Conflict, match="closed"):
            actions.save_estimates(w, begun, 2, {(CASE, 1, 0): 1})


def test_two_judges_would_know_each_others_figures(work, village, begun):
    for juror in village.jurors[:2]:
        judge(work, juror, begun, 60)
    with work(village.edith) as w:
        with pytest.raises(Conflict, match="At least 3"):
            actions.close_round(w, begun, 1)
        with pytest.raises(Conflict, match="not open"):
            actions.close_round(w, begun, 2)


def test_two_rounds_come_to_a_cut_and_change_none(work, village, begun):
    first_round(work, village, begun)
    judge(work, village.jurors[0], begun, 80, 2)  # 70 before
    with work(village.jurors[1]) as w:  # writes, and does not hand in: 80 stands
        actions.save_estimates(w, begun, 2, {(CASE, 1, 0): 5})
    with work(village.jurors[2]) as w:  # changes one question of four in the case: 90 to 50
        actions.save_estimates(w, begun, 2, {(CASE, 1, 0): 50})
        actions.hand_in_round(w, begun, 2)
    with work(village.edith) as w:
        actions.close_round(w, begun, 2)
        with pytest.raises(Conflict, match="not open"):
            actions.close_round(w, begun, 2)
    with work(village.edith) as w:
        one = queries.study(w.session, begun)
        covered = [row.value for row in queries.questions(w.session, one)]
        before = recommendation(queries.result(w.session, one, covered, 1))
        after = recommendation(queries.result(w.session, one, covered, 2))
    assert before.scores == (21, 24, 27)
    assert after.scores == (24, 24, Fraction(266, 10))
    assert (after.cut, before.cut, ENTRY.cut) == (25, 24, 24)
    assert after.sd < before.sd
    entries = told(work, "cut.round_closed")
    assert [(one["round"], one["judges"], one["cut"]) for one in entries] == [(1, 3, 0), (2, 3, 25)]


def test_who_was_late_for_the_first_round_does_not_count(work, village, begun):
    late = village.jurors[3]
    with work(late) as w:
        actions.save_estimates(w, begun, 1, {(CASE, 1, 0): 1})
    first_round(work, village, begun)
    with work(late) as w:
        with pytest.raises(Conflict, match="nothing to revise"):
            actions.save_estimates(w, begun, 2, {(CASE, 1, 0): 1})
        one = queries.study(w.session, begun)
        assert {e.percent for e in queries.estimates(w.session, one, 1)} == {70, 80, 90}


def test_what_went_in_fact_is_told_where_there_are_enough_answers(work, village, begun):
    facility = {
        (CASE, 1, 0): Seen(25, 20),
        (CASE, 1, 1): Seen(24, 20),
        ("elsewhere", 1, 0): Seen(99, 9),
    }
    first_round(work, village, begun, facility=facility)
    with work() as w:
        rows = queries.questions(w.session, queries.study(w.session, begun))
        assert queries.seen(rows) == {(CASE, 1, 0): Seen(25, 20)}


def test_first_entry_papers_are_counted_once_a_member(work, village, clock):
    with work(village.clara) as w:
        one = begin_paper(w)
        hand_in(w, one.id)
        pool = one.pool
    with work(village.olive) as w:
        start_sitting(w)  # still open
    with work() as w:
        assert queries.first_scores(w.session, 30) == {0: 1}
        for days, asked, score in ((1, 30, 29), (-1, 30, 12), (-2, 29, 7)):
            who = village.clara if days > 0 else village.oscar if days == -1 else village.aaron
            w.session.add(
                Sitting(
                    account_id=who.account,
                    specification="entry/1",
                    seed="0" * 64,
                    pool=pool,
                    seen=[],
                    paper={},
                    asked=asked,
                    started_at=w.now + timedelta(days=days),
                    expires_at=w.now + timedelta(days=days + 1),
                    handed_in_at=w.now + timedelta(days=days),
                    score=score,
                    passed=False,
                )
            )
        w.session.flush()
        assert queries.first_scores(w.session, 30) == {0: 1, 12: 1}


# Two at once.


def test_an_estimate_is_in_before_the_round_is_closed_or_not_at_all(work, village, begun):
    for juror in village.jurors[:3]:
        judge(work, juror, begun, 60)
    late = village.jurors[3]
    with work(late) as w:
        one = queries.study(w.session, begun)
        keys = [row.value.key for row in queries.questions(w.session, one)]
        actions.save_estimates(w, begun, 1, dict.fromkeys(keys, 100))
        closing = aside(work, village.edith, actions.close_round, begun, 1)
        actions.hand_in_round(w, begun, 1)
    closing.join()
    assert [entry["judges"] for entry in told(work, "cut.round_closed")] == [4]
    with work() as w:
        one = queries.study(w.session, begun)
        assert {e.percent for e in queries.estimates(w.session, one, 1)} == {60, 100}


def test_what_is_handed_in_while_a_round_closes_is_too_late(work, village, begun):
    for juror in village.jurors[:3]:
        judge(work, juror, begun, 60)
    late = village.jurors[3]
    refused = []

    def hand_in_late(w):
        read = queries.study(w.session, begun)
        keys = [row.value.key for row in queries.questions(w.session, read)]
        with pytest.raises(Conflict, match="closed") as why:
            actions.save_estimates(w, begun, 1, dict.fromkeys(keys, 1))
        refused.append(why)

    with work(village.edith) as w:
        actions.close_round(w, begun, 1)
        other = aside(work, late, hand_in_late)
    other.join()
    assert len(refused) == 1
    with work() as w:
        one = queries.study(w.session, begun)
        assert queries.figures(w.session, one, late.account, 1) == {}


def test_a_round_is_closed_once(work, village, begun):
    for juror in village.jurors[:3]:
        judge(work, juror, begun, 60)

    def close_too(w):
        with pytest.raises(Conflict, match="not open"):
            actions.close_round(w, begun, 1)

    with work(village.edith) as w:
        actions.close_round(w, begun, 1)
        other = aside(work, village.edith, close_too)
    other.join()
    assert len(told(work, "cut.round_closed")) == 1


def test_no_estimate_changes_once_the_judge_has_handed_in(work, village, begun):
    juror = village.jurors[0]
    with work(juror) as w:
        one = queries.study(w.session, begun)
        keys = [row.value.key for row in queries.questions(w.session, one)]
        actions.save_estimates(w, begun, 1, dict.fromkeys(keys, 60))
        actions.hand_in_round(w, begun, 1)
        with suppress(Conflict):
            other = aside(work, juror, quietly(actions.save_estimates), begun, 1, {keys[0]: 1})
    other.join()
    with work() as w:
        one = queries.study(w.session, begun)
        assert set(queries.figures(w.session, one, juror.account, 1).values()) == {60}


def quietly(action):
    """Return the action, with its refusal swallowed: the other thread has nobody to tell."""

    def act(*values):
        with suppress(Conflict):
            action(*values)

    return act
