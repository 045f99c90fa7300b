"""What a change of the rules does to an item: the noun, on values."""

from dataclasses import replace
from datetime import timedelta

import pytest

from quiz.item import Anchor
from quiz.staleness import DEFINITION, Effect, Reaffirmed, Why, concerns, effect, trace
from rules.computed.criterion import DayLimit, Measure
from rules.history import step
from rules.text.reference import Term
from rules.text.weight import Opinion, Weight
from tests.quiz.stale_books import (
    QUOTE,
    START,
    TEXT,
    WORD,
    book,
    clause,
    day_of,
    found_on,
    item,
    part,
    reaffirmed,
    told,
)

# What a change is: beside the quote, inside it; editorial, of substance.
TABLE = {
    "editorial beside": (TEXT.replace("told to", "reported to"), None),
    "of substance beside": (
        TEXT.replace("It is told", "It must be told"),
        (Effect.REVIEW, Why.CLAUSE_CHANGED),
    ),
    "of substance inside": (TEXT.replace("15", "20"), (Effect.PULLED, Why.WORDS_CHANGED)),
    "both": (
        TEXT.replace("15", "20").replace("told to", "reported to"),
        (Effect.PULLED, Why.WORDS_CHANGED),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_table(name):
    text, expected = TABLE[name]
    history = book(hospital_stay=(TEXT, text))
    assert told(found_on(2, history)) == ([expected] if expected else [])
    eve = day_of(2) - timedelta(days=1)
    assert concerns(item(), START, (), history, eve) == (), "nothing before its day"


def test_editorial_inside_asks_for_a_look():
    quote = "It is told to the office"
    history = book(hospital_stay=(TEXT, TEXT.replace("told to", "reported to")))
    one = item(part(Anchor("hospital-stay", 1, quote)))
    [concern] = found_on(2, history, one)
    assert (concern.effect, concern.why) == (Effect.REVIEW, Why.WORDS_TOUCHED)
    assert concern.quote == "It is reported to the office"
    assert (concern.before.version, concern.after.version) == (1, 2)


def test_what_is_carried_over_is_traced_to_its_new_place():
    new = "It counts. " + TEXT.replace("told", "said")
    traced = trace(item(), 0, 0, (), book(hospital_stay=(TEXT, TEXT.upper(), new)), day_of(1))
    assert traced.anchor == Anchor("hospital-stay", 1, QUOTE)
    history = book(hospital_stay=(TEXT, TEXT.replace("told to", "reported to")))
    traced = trace(item(), 0, 0, (), history, day_of(2))
    assert traced.anchor == Anchor("hospital-stay", 2, QUOTE)
    assert traced.concerns == ()
    assert traced.start == TEXT.index(QUOTE)


def test_a_weight_that_people_raised_counts():
    new = TEXT.replace("told to", "reported to")
    [key] = [one.unit.key for one in step(clause(), clause(new, 2), (), {}).changes]
    history = book({key: [Opinion("a", Weight.MODAL)]}, hospital_stay=(TEXT, new))
    inside = item(part(Anchor("hospital-stay", 1, "told to the office")))
    assert told(found_on(2, history)) == [(Effect.REVIEW, Why.CLAUSE_CHANGED)]
    assert told(found_on(2, history, inside)) == [(Effect.PULLED, Why.WORDS_CHANGED)]


def test_what_is_computed_changes_in_substance_beside_every_quote():
    limit = DayLimit(Measure.STAY, ">", 15)
    history = book(hospital_stay=(clause(), clause(number=2, criteria=(limit,))))
    assert told(found_on(2, history)) == [(Effect.REVIEW, Why.CLAUSE_CHANGED)]


def test_a_clause_that_ends_takes_its_items_along():
    history = book(hospital_stay=(clause(until=day_of(3)),))
    assert found_on(2, history) == ()
    [concern] = found_on(3, history)
    assert (concern.effect, concern.why) == (Effect.PULLED, Why.CLAUSE_ENDED)
    assert (concern.since, concern.after) == (day_of(3), None)
    again = book(hospital_stay=(clause(until=day_of(3)), clause(number=5)))
    assert told(found_on(4, again)) == [(Effect.PULLED, Why.CLAUSE_ENDED)]
    assert found_on(5, again) == (), "the same words are in force again"


def test_words_that_are_not_in_force_are_not_asked():
    """As when a bank was brought in for a revision that was then withdrawn."""
    one = item(part(Anchor("hospital-stay", 2, QUOTE)))
    assert told(found_on(3, book(hospital_stay=(TEXT,)), one)) == [
        (Effect.PULLED, Why.NOT_IN_FORCE)
    ]
    ahead = book(hospital_stay=(TEXT, TEXT + " More."))
    [coming] = found_on(1, ahead, one)
    assert (coming.effect, coming.why, coming.since) == (Effect.PULLED, Why.NOT_YET, day_of(2))
    assert found_on(2, ahead, one) == ()
    dated = replace(one, dated=True)
    assert trace(dated, 0, 0, (), book(hospital_stay=(TEXT,)), day_of(3)).start is None


def test_an_item_that_names_its_day_never_goes_stale():
    history = book(hospital_stay=(clause(TEXT.replace("15", "9"), until=day_of(2)),))
    assert concerns(item(dated=True), START, (), history, day_of(9)) == ()
    assert trace(item(dated=True), 0, 0, (), history, day_of(9)).concerns == ()


def test_several_steps_in_a_row_and_a_version_that_was_skipped():
    texts = (TEXT, TEXT.replace("told to", "reported to"), None, TEXT.replace("15", "20"))
    held = [clause(text, number) for number, text in enumerate(texts, start=1) if text]
    history = book(hospital_stay=held)
    assert found_on(2, history) == ()
    assert found_on(3, history) == ()
    [concern] = found_on(4, history)
    assert concern.effect is Effect.PULLED
    assert (concern.before.version, concern.after.version) == (1, 4)
    assert concern.quote == "more than 20 days"
    more = book(hospital_stay=[*held, clause(texts[3].replace("It is told", "It must go"), 5)])
    assert [(one.effect, one.since) for one in found_on(5, more)] == [
        (Effect.PULLED, day_of(4)),
        (Effect.REVIEW, day_of(5)),
    ]


def test_the_same_words_elsewhere_are_not_the_quoted_ones():
    """Also once other words have come before them that read the same."""
    quote = "15 days"
    first = "Whoever stayed 15 days tells it. A child tells nothing."
    second = "Within 15 days one joins. " + first
    third = second.replace("Within 15 days", "Within 9 days")
    one = item(part(Anchor("hospital-stay", 1, quote)))
    history = book(hospital_stay=(first, second, third))
    assert told(found_on(3, history, one)) == [(Effect.REVIEW, Why.CLAUSE_CHANGED)] * 2
    assert trace(one, 0, 0, (), history, day_of(3)).start == third.index(quote)
    hit = second.replace("stayed 15", "stayed 9")
    assert effect(found_on(3, book(hospital_stay=(first, second, hit)), one)) is Effect.PULLED


def test_words_that_are_lost_are_hit_by_whatever_follows():
    gone = "Nothing is said of it here."
    more = gone + " The office must be told at once, and it answers."
    history = book(hospital_stay=(TEXT, gone, more))
    found = found_on(3, history)
    assert told(found) == [(Effect.PULLED, Why.WORDS_CHANGED)] * 2
    assert [one.quote for one in found] == ["", ""]
    traced = trace(item(), 0, 0, (), history, day_of(3))
    assert (traced.anchor, traced.start) == (Anchor("hospital-stay", 3, QUOTE), None)


def test_words_that_moved_are_proposed_again():
    """A sentence that moved was deleted and inserted: an editor looks, and finds it filled in."""
    old = "One waits for 90 days from the day of joining. A child waits for nothing, and so on."
    first, second = old.split(". ")
    history = book(hospital_stay=(old, f"{second[:-1]}. {first}."))
    one = item(part(Anchor("hospital-stay", 1, first)))
    other = item(part(Anchor("hospital-stay", 1, second)))
    concerns_of_both = [*found_on(2, history, one), *found_on(2, history, other)]
    [moved] = [concern for concern in concerns_of_both if concern.effect is Effect.PULLED]
    assert moved.quote in {first, second}


def test_each_anchor_of_each_question_is_looked_at():
    quorum = "With 21 ballots there is a quorum."
    history = book(
        hospital_stay=(TEXT, TEXT.replace("15", "20")),
        quorum=(quorum, quorum.replace("ballots", "papers")),
    )
    beside = Anchor("hospital-stay", 1, "It is told to the office.")
    inside = Anchor("quorum", 1, "With 21 ballots")
    case = item(part(beside), part(inside), part(beside, inside), stimulus="A story.")
    found = found_on(2, history, case)
    assert [(one.part, one.place, one.effect) for one in found] == [
        (0, 0, Effect.REVIEW),
        (1, 0, Effect.REVIEW),
        (2, 0, Effect.REVIEW),
        (2, 1, Effect.REVIEW),
    ]
    assert effect(found) is Effect.REVIEW
    assert effect(()) is Effect.CARRIED


def using(*definitions, **more):
    return book(hospital_stay=(clause(terms=(WORD,)),), stay_defined=definitions, **more)


DEFINED = "A stay is a night in a hospital."


def test_a_changed_definition_asks_for_a_look_at_whatever_uses_it():
    [concern] = found_on(2, using(DEFINED, DEFINED.replace("a night", "three nights")))
    assert (concern.effect, concern.why) == (Effect.REVIEW, Why.TERM_CHANGED)
    assert (concern.part, concern.place) == (0, DEFINITION)
    assert concern.before.ref == "stay-defined/1"
    assert found_on(2, using(DEFINED, DEFINED.replace("A stay is", "A stay means"))) == ()
    assert found_on(2, book(hospital_stay=(TEXT,), stay_defined=(DEFINED, "Two nights."))) == ()


def test_a_definition_is_known_as_it_was_when_the_item_was_first_asked():
    history = using(DEFINED, "Two nights.", "Three nights.")
    assert len(found_on(3, history)) == 2
    assert len(found_on(3, history, published=day_of(2))) == 1
    assert found_on(3, history, published=day_of(3)) == ()
    assert len(found_on(3, history, published=day_of(3) - timedelta(days=1))) == 1


def test_a_definition_that_ends_or_comes():
    ended = using(clause(DEFINED, name="stay-defined", until=day_of(2)))
    [concern] = found_on(2, ended)
    assert (concern.why, concern.after) == (Why.TERM_CHANGED, None)
    assert found_on(2, ended, published=day_of(2)) == ()
    come = using(clause(DEFINED, 2, "stay-defined"), clause("Two nights.", 3, "stay-defined"))
    assert found_on(2, come) == (), "what was an everyday word is defined"
    assert len(found_on(3, come)) == 1


def test_a_term_that_the_clause_defines_itself_is_followed_by_the_quote_alone():
    own = Term("stay", (), "hospital-stay")
    new = clause(TEXT.replace("15", "20"), 2, terms=(own,))
    history = book(hospital_stay=(clause(terms=(own,)), new))
    assert told(found_on(2, history)) == [(Effect.PULLED, Why.WORDS_CHANGED)]


def test_what_is_said_in_advance_holds_from_its_day_on():
    texts = (TEXT, TEXT.replace("15", "20"), TEXT.replace("15", "30"))
    history = book(hospital_stay=texts)
    ahead = [reaffirmed(3, "more than 30 days")]
    assert len(found_on(2, history, said=ahead)) == 1
    assert found_on(3, history, said=ahead) == ()
    both = [*ahead, reaffirmed(2, "more than 20 days")]
    assert found_on(2, history, said=both) == ()
    assert found_on(3, history, said=both) == ()


def test_what_was_said_of_a_version_that_was_taken_back_says_nothing():
    held = (clause(), clause(TEXT.replace("15", "20"), 3))
    said = [reaffirmed(2, "more than 20 days")]
    assert len(found_on(3, book(hospital_stay=held), said=said)) == 1
    term = [reaffirmed(2, "", "stay-defined", DEFINITION)]
    defined = (clause(DEFINED, 1, "stay-defined"), clause("Three nights.", 3, "stay-defined"))
    assert len(found_on(3, using(*defined), said=term)) == 1


def test_what_is_said_of_one_anchor_says_nothing_of_another():
    history = book(hospital_stay=(TEXT, TEXT.replace("15", "20")))
    for other in (
        Reaffirmed(1, 0, Anchor("hospital-stay", 2, "x")),
        Reaffirmed(0, 1, Anchor("hospital-stay", 2, "x")),
        Reaffirmed(0, DEFINITION, Anchor("hospital-stay", 2, "x")),
        Reaffirmed(0, 0, Anchor("quorum", 2, "x")),
    ):
        assert len(found_on(2, history, said=[other])) == 1


def test_of_two_words_for_one_version_the_later_count():
    history = book(hospital_stay=(TEXT, TEXT.replace("15", "20")))
    said = [reaffirmed(2, "more than 20 days"), reaffirmed(2, "It is told to the office.")]
    assert trace(item(), 0, 0, said, history, day_of(2)).anchor.quote == "It is told to the office."


def test_a_definition_that_was_looked_at_clears_itself_alone():
    history = using(DEFINED, "Two nights.", "Three nights.")
    said = [reaffirmed(2, "", "stay-defined", DEFINITION)]
    assert found_on(2, history, said=said) == ()
    assert [one.since for one in found_on(3, history, said=said)] == [day_of(3)]
