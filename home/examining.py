"""The demo's exam: members sit it, the figures speak, and a clause changes that jurors then owe."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from kernel.actor import Actor
from kernel.work import unit_of_work
from quiz import actions
from quiz.grading import right_answers
from quiz.item import ItemVersion
from quiz.paper import Paper, Question
from quiz.queries import items_by_ref
from quiz.specification import ENTRY
from rules.actions import publish_version
from rules.queries import version

At = Callable[[float], AbstractContextManager[None]]

# What the demo's members get wrong: a clause that few understand, and one question that misleads.
HARD_CLAUSES = {"causal-link": 65, "numeric-limits": 40, "parents-knowledge": 30}
HARD_ITEMS = {"two-stays-of-ten-days": 70}
EASY = 8  # per cent wrong of everything else

BEFORE = "exactly 30 days later the member can be drawn, and a minute earlier not."
AFTER = (
    f"{BEFORE} Days on which a membership rested do not count, and a member who returns after more "
    "than a year begins anew."
)


def sit(members: Iterable[Actor], *, knows: bool = True) -> int:
    """Let members sit the exam, each in their own name; return how many passed.

    knows: they read the rules; else they guess. What a member gets wrong is the same each time.
    """
    passed = 0
    for member in members:
        with unit_of_work(member) as work:
            one = actions.start_sitting(work)
            paper = Paper.from_json(one.paper)
            items = items_by_ref(work.session, paper.refs)
            answers = right_answers(paper, items)
            for place, question in enumerate(paper.questions, start=1):
                if not _gets_it(member.name, question, items[question.ref], knows=knows):
                    answers[str(place)] = _another(answers[str(place)])
            actions.save_answers(work, one.id, answers)
            passed += bool(actions.hand_in(work, one.id).passed)
    return passed


def _gets_it(name: str, question: Question, item: ItemVersion, *, knows: bool) -> bool:
    part = item.parts[question.part]
    if knows and part.topic in ENTRY.must:
        return True
    wrong = HARD_ITEMS.get(item.item, HARD_CLAUSES.get(part.basis.clause, EASY if knows else 55))
    chance = sha256(f"{name} {item.ref} {question.part}".encode()).digest()
    return chance[0] * 100 >= wrong * 256


def _another(right: list[str]) -> list[str]:
    """Return an answer that is not the right one; of an ordering, the first two changed over."""
    if len(right[0]) > 1:
        first, second, *rest = right
        return sorted([first[0] + second[1], second[0] + first[1], *rest])
    return ["b"] if right == ["a"] else ["a"]


def change_a_clause(editor: Actor, at: At) -> None:
    """A clause gets a sentence of substance, in force for some days now: jurors owe it."""
    with at(14), unit_of_work(editor) as work:
        old = version(work.session, "tenure", 1)
        text = old.text.replace(BEFORE, AFTER)
        if text == old.text:
            raise LookupError("the demo's clause on tenure reads otherwise")
        day = work.now.date() + timedelta(days=4)
        publish_version(work, replace(old, version=2, text=text, in_force_from=day))
