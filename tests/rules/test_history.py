"""What became of a clause from version to version, and how much that weighs."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from rules import actions
from rules.clause import ClauseVersion, GovernsBy
from rules.computed.criterion import DayLimit, Measure
from rules.consolidation import Change
from rules.history import History, Step, is_substance, step, words_of
from rules.queries import history, version
from rules.queries.history import forms_of, said_of
from rules.queries.revisions import THE_LATEST, changes_of, revision_by_ref
from rules.queries.weighing import weighed
from rules.text.weight import Lowering, Opinion, Weight
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.rules.language_group import Group, drafted, gathered, sign

START = date(2020, 1, 1)
DAY = timedelta(days=1)
TEXT = "One pays within 30 days. The member, or an heir, tells the office."


def clause(text: str = TEXT, number: int = 1, **more: object) -> ClauseVersion:
    start = START + (number - 1) * 100 * DAY
    held = ClauseVersion("paying", number, "1.1", "s", "Paying", text, start, None, GovernsBy.EVENT)
    return replace(held, **more)  # type: ignore[arg-type]


def line(*texts: str) -> History:
    """A book of one clause with these texts, each in force for a hundred days."""
    held = [clause(text, number) for number, text in enumerate(texts, start=1)]
    ended = [replace(one, in_force_until=other.in_force_from) for one, other in pairwise(held)]
    every = (*ended, held[-1])
    steps = (step(one, other, (), {}) for one, other in pairwise(every))
    return History({"paying": every}, {"paying": tuple(steps)})


def led(old: str, new: str, opinions: object = None) -> Step:
    return step(clause(old), clause(new, 2), (), opinions or {})  # type: ignore[arg-type]


def touching(one: Step, quote: str) -> list[str]:
    start = one.before.text.index(quote)
    return [found.unit.old.strip() for found in one.touching(start, start + len(quote))]


def test_a_change_is_within_a_passage_or_beside_it() -> None:
    one = led(TEXT, TEXT.replace("30", "14"))
    assert touching(one, "30") == ["30"]
    assert touching(one, "within 30 days") == ["30"]
    assert touching(one, "One pays within") == []
    assert touching(one, "days.") == []
    assert touching(one, "The member, or an heir") == []


def test_words_that_come_are_within_only_where_they_part_the_passage() -> None:
    old = "One pays within 30 days."
    one = led(old, "One pays within 30 working days.")
    assert one.touching(*_span(old, "within 30 days"))
    assert one.touching(*_span(old, "30 days"))
    assert not one.touching(*_span(old, "One pays within 30"))
    assert not one.touching(*_span(old, "days."))


def _span(text: str, quote: str) -> tuple[int, int]:
    return text.index(quote), text.index(quote) + len(quote)


def test_a_changed_title_is_weighed_and_stands_beside_every_passage() -> None:
    one = step(clause(), clause(number=2, title="Paying within 30 days"), (), {})
    assert one.is_substance
    assert one.touching(0, len(TEXT)) == ()


def test_what_is_computed_is_of_substance_without_a_word() -> None:
    limit = DayLimit(Measure.STAY, ">", 15)
    one = step(clause(), clause(number=2, criteria=(limit,)), (), {})
    assert (one.computed, one.is_substance, one.changes) == (True, True, ())


def test_people_raise_a_weight_and_two_others_lower_it() -> None:
    new = TEXT.replace("tells", "informs")
    [key] = [one.unit.key for one in led(TEXT, new).changes]
    assert not led(TEXT, new).is_substance
    raised = [Opinion("a", Weight.MODAL)]
    assert led(TEXT, new, {key: raised}).is_substance
    assert led(TEXT, new, {key: [*raised, Lowering("b")]}).is_substance
    assert not led(TEXT, new, {key: [*raised, Lowering("b"), Lowering("c")]}).is_substance
    assert not led(TEXT, new, {"another": raised}).is_substance


def test_editorial_is_what_nobody_has_to_learn_anew() -> None:
    assert [one for one in Weight if not is_substance(one)] == [
        Weight.SPACE,
        Weight.PUNCTUATION,
        Weight.SPELLING,
        Weight.WORDING,
    ]


def test_who_knows_a_version_knows_what_says_the_same() -> None:
    book = line(TEXT, TEXT.replace("30", "14"), TEXT.replace("30", "14").replace(", or", " or"))
    assert [book.substance("paying", number) for number in (1, 2, 3)] == [1, 2, 2]
    assert [book.versions_on(START + days * DAY) for days in (-1, 0, 99, 100, 250)] == [
        {},
        {"paying": 1},
        {"paying": 1},
        {"paying": 2},
        {"paying": 3},
    ]
    assert len(book.since("paying", 1, START + 99 * DAY)) == 0
    assert len(book.since("paying", 1, START + 100 * DAY)) == 1
    assert len(book.since("paying", 1, START + 900 * DAY)) == 2
    assert book.since("paying", 9, START + 900 * DAY) == ()
    assert book.since("other", 1, START + 900 * DAY) == ()
    assert book.changed_on(START) == [START + 100 * DAY, START + 200 * DAY]


def test_a_change_to_come_is_put_behind_all_that_is_set() -> None:
    day = date(2030, 1, 1)
    book = line(TEXT, TEXT.replace("30", "14"))
    last = book.versions["paying"][-1]
    proposed = clause(last.text.replace("14", "10"), 9)
    then = book.with_changes([Change(last, proposed)], day, (), {})
    assert [one.version for one in then.versions["paying"]] == [1, 2, 3]
    assert [one.is_substance for one in then.steps["paying"]] == [True, True]
    assert then.in_force("paying", day - DAY) == replace(last, in_force_until=day)
    assert then.changed_on(START + 100 * DAY) == [day]
    assert book.versions["paying"][-1] == last, "the book itself stays what it is"


def test_a_change_that_ends_a_clause_or_brings_one() -> None:
    day = date(2030, 1, 1)
    book = line(TEXT)
    gone = book.with_changes([Change(book.versions["paying"][0], None)], day, (), {})
    assert gone.in_force("paying", day) is None
    assert gone.in_force("paying", day - DAY) is not None
    new = replace(clause(), clause_id="brand-new")
    come = book.with_changes([Change(None, new)], day, (), {})
    assert come.versions_on(day) == {"paying": 1, "brand-new": 1}
    assert come.steps["brand-new"] == ()


def test_what_is_set_already_is_held_against_the_version_before_it() -> None:
    book = line(TEXT, TEXT.replace("30", "14"))
    first, last = book.versions["paying"]
    then = book.with_changes([Change(first, last)], date(2030, 1, 1), (), {})
    assert [one.version for one in then.versions["paying"]] == [1, 3]
    assert [one.before for one in then.steps["paying"]] == [
        replace(first, in_force_until=date(2030, 1, 1))
    ]


@pytest.fixture
def group(work: OpenWork) -> Group:
    return gathered(work)


WORDS = ("Members help one another", "Members assist one another")


def reworded(work: OpenWork, group: Group, raise_to: Weight | None = None) -> str:
    """A revision of wording, whose first unit one editor raises; on its way up to approval."""
    ref = drafted(work, group.edith, "mutual-aid", WORDS)
    with work(group.edith) as w:
        actions.send_to_review(w, ref)
    if raise_to:
        with work(group.emil) as w:
            one = weighed(w.session, revision_by_ref(w.session, ref))[0]
            actions.raise_weight(w, ref, one.amendment_id, one.unit.key, raise_to)
    return ref


def scheduled(work: OpenWork, group: Group, ref: str, day: date) -> None:
    for one in (group.emil, group.ezra):
        sign(work, one, ref)
    with work(group.emil) as w:
        actions.schedule(w, ref, day)


def steps(work: OpenWork, clause_id: str = "mutual-aid") -> tuple[Step, ...]:
    with work(writing=False) as w:
        return history(w.session).steps[clause_id]


def test_a_revision_is_in_the_history_when_its_day_is_set_and_gone_when_it_is_withdrawn(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    assert steps(work) == ()
    ref = reworded(work, group)
    day = clock().date() + timedelta(days=40)
    scheduled(work, group, ref, day)
    [one] = steps(work)
    assert (one.after.in_force_from, one.is_substance) == (day, False)
    with work(group.edith) as w:
        actions.withdraw_revision(w, ref, "No.")
    assert steps(work) == ()
    with work(writing=False) as w:
        assert history(w.session).version("mutual-aid", 2) is None


def test_what_was_said_of_one_revision_weighs_in_no_other(
    work: OpenWork, group: Group, clock: TestClock
) -> None:
    """The same words go, come back and go again: the keys of the first and the last are one."""
    ref = reworded(work, group)
    with work(group.emil) as w:
        one = weighed(w.session, revision_by_ref(w.session, ref))[0]
        actions.raise_weight(w, ref, one.amendment_id, one.unit.key, Weight.MODAL)
        assert said_of(w.session, changes_of(w.session, revision_by_ref(w.session, ref)))
    with work(group.edith) as w:
        actions.withdraw_revision(w, ref, "Let us say it simply.")
    again = reworded(work, group)
    with work(writing=False) as w:
        made = changes_of(w.session, revision_by_ref(w.session, again))
        assert said_of(w.session, made) == {}, "the first has ended"
    scheduled(work, group, again, clock().date() + timedelta(days=40))
    assert [one.is_substance for one in steps(work)] == [False]


def test_what_was_said_of_words_that_are_proposed(work: OpenWork, group: Group) -> None:
    ref = reworded(work, group, Weight.MODAL)
    with work(writing=False) as w:
        made = changes_of(w.session, revision_by_ref(w.session, ref))
        said = said_of(w.session, made)
        assert set(said) == {"mutual-aid"}
        then = history(w.session).with_changes(made, THE_LATEST, forms_of(w.session), said)
        assert [one.is_substance for one in then.steps["mutual-aid"]] == [True]
        other = version(w.session, "mutual-aid", 1)
        assert said_of(w.session, [Change(other, replace(other, text="Another text."))]) == {}
        assert said_of(w.session, [Change(other, None)]) == {}
        assert words_of(None) == ""
