"""A small book whose clause changes, and items that rest on it, for tests of staleness."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from quiz.item import Anchor, ItemVersion, Kind, Part
from quiz.staleness import Reaffirmed, concerns
from quiz.topic import Topic
from rules.clause import ClauseVersion, GovernsBy
from rules.history import History, step
from rules.text.reference import Term

START = date(2020, 1, 1)
DAYS = 100  # between two versions
TEXT = "A stay of more than 15 days bars. A shorter one bars nobody. It is told to the office."
QUOTE = "more than 15 days"
WORD = Term("stay", ("stays",), "stay-defined")


def day_of(number: int) -> date:
    """The day on which version `number` comes into force."""
    return START + timedelta(days=DAYS * (number - 1))


def clause(text=TEXT, number=1, name="hospital-stay", until=None, **more):
    held = ClauseVersion(
        name, number, "2.4", "joining", "Stay", text, day_of(number), until, GovernsBy.JOINING
    )
    return replace(held, **more)


def book(opinions=None, **lines):
    """Return a history: clause names (with _) to their texts, or versions, one after another."""
    versions, steps = {}, {}
    for given_name, texts in lines.items():
        name = given_name.replace("_", "-")
        held = [
            clause(text, number, name) if isinstance(text, str) else text
            for number, text in enumerate(texts, start=1)
        ]
        for at, (one, other) in enumerate(pairwise(held)):
            if one.in_force_until is None:
                held[at] = replace(one, in_force_until=other.in_force_from)
        versions[name] = tuple(held)
        made = (step(one, other, (), opinions or {}) for one, other in pairwise(held))
        steps[name] = tuple(made)
    return History(versions, steps)


def part(*anchors):
    said = anchors or (Anchor("hospital-stay", 1, QUOTE),)
    return Part(
        Topic.HOSPITAL_STAY, Kind.SINGLE, "How long?", ("15", "16"), (0,), "So it says.", said
    )


def item(*parts, **more):
    return ItemVersion("stay", 1, parts or (part(),), **more)


def found_on(number, history, one=None, said=(), published=START):
    """Return what an item has to be held against on the day of version `number`."""
    return concerns(one or item(), published, said, history, day_of(number))


def told(found):
    return [(one.effect, one.why) for one in found]


def reaffirmed(version, quote, clause_id="hospital-stay", place=0):
    return Reaffirmed(0, place, Anchor(clause_id, version, quote))
