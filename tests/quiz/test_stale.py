"""Still right, or written anew: what editors do with items after the rules changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.actor import Role
from kernel.errors import Conflict, Malformed, Missing
from members.queries import actor_of
from quiz import actions, queries
from quiz.bank import demo_bank
from quiz.draft import of_item
from quiz.drafting import How
from quiz.item import Anchor
from quiz.models import DraftState, Reaffirmation
from quiz.queries.bank import bank_on, standing_of
from quiz.queries.drafts import value_of
from quiz.reading.stale import drafted, stale_list
from quiz.reaffirming import told_apart
from quiz.staleness import DEFINITION, Effect
from rules.actions import define_term, end_clause, publish_version, take_back
from rules.queries import version
from rules.queries.book import last_number
from rules.text.reference import Term
from tests.village import PASSWORD, person

CLAUSE, ITEM = "hospital-stay", "stay-of-sixteen-days"
CASE = "case-fourteen-days-nine-hours"


def revise(w, *changes, days=10, clause=CLAUSE, number=1):
    """Give a clause other words from some days ahead on; return that day."""
    old = version(w.session, clause, number)
    text = old.text
    for old_words, new_words in changes:
        assert old_words in text
        text = text.replace(old_words, new_words)
    day = w.now.date() + timedelta(days=days)
    last = last_number(w.session, clause) + 1
    publish_version(
        w, replace(old, version=last, in_force_until=None, text=text, in_force_from=day)
    )
    return day


LONGER = ("exactly 15 days is allowed, and one of 16", "exactly 20 days is allowed, and one of 21")
BESIDE = ("The day of admission", "Days at home count for nothing. The day of admission")


def standing(w, day, name=ITEM):
    return standing_of(w.session, name, day)


def waiting(w, day, name=ITEM):
    """Return what the list has of an item on a day."""
    for on in stale_list(w.session, w.now.date()):
        for one in on.items:
            if (on.day, one.item.item) == (day, name):
                return one
    return None


def rows(w):
    return list(w.session.scalars(sa.select(Reaffirmation).order_by(Reaffirmation.place)))


def recorded(w, kind="item.reaffirmed"):
    entries = w.session.scalars(sa.select(QueuedEntry.entry))
    return sum(f'"kind":"{kind}"'.encode() in entry for entry in entries)


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


def test_on_its_day_and_not_before_without_any_worker(work, cast, clock):
    with work() as w:
        day = revise(w, LONGER)
    eve = day - timedelta(days=1)
    with work(writing=False) as w:
        pulled = {one.item.item for one in queries.bank_standing(w.session, day) if one.concerns}
        assert {one.item.item for one in queries.bank_standing(w.session, eve) if one.concerns} == (
            set()
        )
        asked = {one.item for one in queries.bank_on(w.session, day)}
        assert ITEM in {one.item for one in queries.bank_on(w.session, eve)}
        dated = {one.item for one in demo_bank().items if one.dated}
    assert pulled
    assert ITEM not in asked
    assert not pulled & dated, "what names its day never goes stale"
    clock.move(days=10)
    with work(writing=False) as w:
        assert ITEM not in {one.item for one in queries.bank_on(w.session, w.now.date())}


def test_what_is_taken_back_leaves_nothing_behind(work, cast):
    with work(cast.edith) as w:
        day = revise(w, BESIDE)
        actions.reaffirm(w, ITEM, day)
    with work() as w:
        take_back(w, CLAUSE, day)
        assert not any(one.concerns for one in queries.bank_standing(w.session, day))
        again = revise(w, LONGER, days=20)
        old = version(w.session, CLAUSE, 1)
        assert old.in_force_until == again
    with work(writing=False) as w:
        assert standing(w, again).effect is Effect.PULLED, "what was said of version 2 is void"


def test_one_click_says_it_of_every_concern_at_once(work, cast):
    with work() as w:
        define_term(w, Term("hospital stay", (), "tenure"))
        day = revise(w, BESIDE)
        revise(w, ("30", "40"), clause="tenure")
        one = waiting(w, day)
        assert one.one_click
        assert {shown.asked.place for shown in one.shown} == {0, DEFINITION}
    with work(cast.edith) as w:
        assert actions.reaffirm(w, ITEM, day, seen=one.seen) == 2
        assert standing(w, day).concerns == ()
        assert waiting(w, day) is None
        held = rows(w)
        assert [(row.clause, row.clause_version, row.by) for row in held] == [
            ("tenure", 2, cast.edith.ref),
            (CLAUSE, 2, cast.edith.ref),
        ]
        assert held[0].place == DEFINITION
        assert held[1].quote in version(w.session, CLAUSE, 2).text
        assert held[1].clause_digest == version(w.session, CLAUSE, 2).digest
        assert recorded(w) == 2


def test_words_that_were_pulled_are_given_by_an_editor(work, cast):
    with work(cast.edith) as w:
        day = revise(w, LONGER)
        one = waiting(w, day)
        [shown] = one.shown
        assert (one.one_click, one.may_stay) == (False, True)
        assert "exactly 20 days" in shown.asked.quote, "they are proposed"
        for words in ({}, {(0, 0): "  "}, {(1, 0): shown.asked.quote}):
            with pytest.raises(Malformed, match="Say which words"):
                actions.reaffirm(w, ITEM, day, words)
        with pytest.raises(Malformed, match="not in the clause"):
            actions.reaffirm(w, ITEM, day, {(0, 0): "exactly 15 days"})
        assert rows(w) == []
        given = shown.asked.quote.replace(" ", "\n ")
        assert actions.reaffirm(w, ITEM, day, {(0, 0): given}) == 1
        assert rows(w)[0].quote == shown.asked.quote
        assert standing(w, day).is_asked


def test_words_that_were_touched_are_looked_at_and_not_taken_unseen(work, cast):
    with work(cast.edith) as w:
        quote = queries.live_item(w.session, ITEM).parts[0].basis.quote
        day = revise(w, (quote, quote.replace(" of ", "  of ", 1)))
        one = waiting(w, day)
        assert one.effect is Effect.REVIEW
        assert standing(w, day).is_asked
        assert not one.one_click


def test_said_in_advance_and_said_again(work, cast, clock):
    with work(cast.edith) as w:
        first = revise(w, BESIDE)
    with work(cast.edith) as w:
        second = revise(w, ("each count", "both count"), days=20, number=2)
        actions.reaffirm(w, ITEM, second)
        assert standing(w, second).concerns == ()
        assert [one.since for one in standing(w, first).concerns] == [first]
        actions.reaffirm(w, ITEM, first)
        assert standing(w, first).concerns == standing(w, second).concerns == ()
    clock.move(days=15)
    with work(cast.edith) as w:
        assert standing(w, w.now.date()).concerns == ()
        with pytest.raises(Conflict, match="Nothing"):
            actions.reaffirm(w, ITEM, first), "a day that has passed is today"


def test_what_was_looked_at_is_what_is_said_to_be_right(work, cast, emil):
    with work(cast.edith) as w:
        day = revise(w, BESIDE)
        seen = waiting(w, day).seen
        assert seen == f"{ITEM}/1 {CLAUSE}/2"
        take_back(w, CLAUSE, day)
        assert revise(w, ("The day of admission", "Nights do not count. The day of admission")) == (
            day
        )
        with pytest.raises(Conflict, match="changed meanwhile"):
            actions.reaffirm(w, ITEM, day, seen=seen)
        actions.reaffirm(w, ITEM, day, seen=waiting(w, day).seen)
        with pytest.raises(Conflict, match="Nothing about this item"):
            actions.reaffirm(w, ITEM, day)
        with pytest.raises(Missing):
            actions.reaffirm(w, "no-such-item", day)


def test_nothing_that_ended_can_be_right(work, cast):
    with work(cast.edith) as w:
        day = w.now.date() + timedelta(days=10)
        end_clause(w, CLAUSE, day)
        one = waiting(w, day)
        assert (one.effect, one.may_stay, one.one_click) == (Effect.PULLED, False, False)
        with pytest.raises(Conflict, match="Nothing in force"):
            actions.reaffirm(w, ITEM, day, {(0, 0): "A stay of exactly 15 days is allowed"})


def test_a_case_is_looked_at_question_by_question(work, cast):
    with work(cast.edith) as w:
        day = revise(w, LONGER, ("15 consecutive", "20 consecutive"))
        one = waiting(w, day, CASE)
        wanted = {
            (s.asked.part, s.asked.place): s.asked.quote for s in one.shown if s.asked.wants_words
        }
        assert one.effect is Effect.PULLED
        actions.reaffirm(w, CASE, day, wanted)
        assert standing(w, day, CASE).concerns == ()


def test_a_bank_that_came_for_a_revision_which_was_withdrawn_breaks_nothing(work, cast):
    with work() as w:
        day = revise(w, LONGER)
        bank = demo_bank()
        item = next(one for one in bank.items if one.item == ITEM)
        part = replace(item.parts[0], anchors=(Anchor(CLAUSE, 2, "exactly 20 days"),))
        new = replace(item, parts=(part,))
        actions.load_bank(w, replace(bank, items=(new,), enemies=frozenset()))
        assert not standing(w, w.now.date()).is_asked, "its words are not in force yet"
        assert standing(w, day).is_asked
        take_back(w, CLAUSE, day)
    with work(cast.edith) as w:
        assert not standing(w, day).is_asked
        today = w.now.date()
        [shown] = waiting(w, today).shown
        assert shown.pieces == ()
        row = actions.write_anew(w, ITEM, today)
        assert value_of(row).parts[0].anchors[0].quote == ""


def test_written_anew_it_stands_on_the_words_of_the_day(work, cast, clock, emil):
    with work(cast.edith) as w:
        day = revise(w, LONGER)
        row = actions.write_anew(w, ITEM, day)
        draft_id, draft = row.id, value_of(row)
        assert (row.origin, row.base, row.state) == ("drafted", 1, DraftState.DRAFT)
        assert draft.parts[0].anchors[0].version == 2
        assert "exactly 20 days" in draft.parts[0].anchors[0].quote
        with pytest.raises(Conflict, match="already"):
            actions.write_anew(w, ITEM, day)
        assert waiting(w, day).draft_id == draft_id
        with pytest.raises(Conflict, match="cannot be sent in yet"):
            actions.send_draft(w, draft_id)
    clock.move(days=10)
    with work(cast.edith) as w:
        part = replace(draft.parts[0], stem="A stay of 21 days. May the person join?")
        actions.save_draft(w, draft_id, replace(draft, parts=(part,)), 1)
        actions.send_draft(w, draft_id)
    with work(emil) as w:
        assert actions.approve_draft(w, draft_id, 2) == 2
        assert standing(w, w.now.date()).concerns == ()
        assert standing(w, w.now.date()).item.version == 2


def test_what_was_drafted_of_a_change_becomes_a_new_wording(work, cast):
    with work(cast.edith) as w:
        revise(w, LONGER)
        item = queries.live_item(w.session, ITEM)
        one = next(p for p in drafted(w.session, CLAUSE, 2, item) if p.how is How.CLOZE)
        row = actions.draft_proposal(w, CLAUSE, 2, one.key, ITEM)
        draft = value_of(row)
        assert (row.item, row.base, row.origin) == (ITEM, 1, "drafted")
        assert draft.parts[0].stem == one.part.stem
        assert draft.parts[0].topic == item.parts[0].topic
        with pytest.raises(Conflict, match="already"):
            actions.draft_proposal(w, CLAUSE, 2, one.key, ITEM)


def test_or_takes_the_place_of_one_question_of_a_case(work, cast):
    with work(cast.edith) as w:
        revise(w, LONGER)
        case = queries.live_item(w.session, CASE)
        one = next(p for p in drafted(w.session, CLAUSE, 2, case) if p.how is How.CLOZE)
        with pytest.raises(Conflict, match="no such question"):
            actions.draft_proposal(w, CLAUSE, 2, one.key, CASE, 9)
        draft = value_of(actions.draft_proposal(w, CLAUSE, 2, one.key, CASE, 1))
        assert [part.stem == one.part.stem for part in draft.parts] == [
            number == 1 for number in range(len(case.parts))
        ]
        assert (draft.stimulus, draft.dated) == (case.stimulus, case.dated)


def test_or_an_item_of_its_own(work, cast):
    with work(cast.edith) as w:
        revise(w, LONGER)
        one = next(p for p in drafted(w.session, CLAUSE, 2) if p.dated)
        row = actions.draft_proposal(w, CLAUSE, 2, one.key)
        assert row.base is None
        assert value_of(row).dated
        other = actions.draft_proposal(w, CLAUSE, 2, one.key)
        assert other.item != row.item
        for wrong in ((CLAUSE, 2, "nothing"), (CLAUSE, 3, one.key), ("no-clause", 2, one.key)):
            with pytest.raises(Conflict, match="changed meanwhile"):
                actions.draft_proposal(w, *wrong)
        with pytest.raises(Missing):
            actions.draft_proposal(w, CLAUSE, 2, one.key, "no-such-item")


def test_words_are_told_apart_from_the_same_words_further_up():
    text = "Within 15 days one joins. Whoever stayed 15 days tells it."
    assert told_apart(text, text.index("15 days"), "15 days") == "15 days"
    assert told_apart(text, text.rindex("15 days"), "15 days") == "stayed 15 days"
    assert told_apart("aa", 1, "a") == "aa"


def test_a_question_written_before_its_words_come_into_force_waits_for_the_day(
    work, cast, clock, emil, client
):
    with work() as w:
        revise(w, LONGER)
        old = queries.live_item(w.session, ITEM)
    anchor = Anchor(CLAUSE, 2, LONGER[1])
    item = replace(old, item="written-ahead", parts=(replace(old.parts[0], anchors=(anchor,)),))
    with work(cast.edith) as w:
        row = actions.begin_draft(w, of_item(item))
        actions.send_draft(w, row.id)
        before = stale_list(w.session, w.now.date())[0].items
    with work(emil) as w:
        actions.approve_draft(w, row.id, row.edition)
    with work(writing=False) as w:
        assert "written-ahead" not in {one.item for one in bank_on(w.session, w.now.date())}
        after = stale_list(w.session, w.now.date())[0].items
    assert before == after, "nothing about it waits for anybody"
    client.sign_in("edith@village.example", PASSWORD)
    assert "Papers ask it from then on" in client.get("/quiz/items/written-ahead").text
    clock.move(days=10)
    with work(writing=False) as w:
        assert "written-ahead" in {one.item for one in bank_on(w.session, w.now.date())}
