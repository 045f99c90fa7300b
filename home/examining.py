"""The demo's exam: members sit it, the figures speak, and a clause changes that jurors then owe."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from home.stage import Scene
from kernel.actor import Actor
from kernel.work import unit_of_work
from quiz import actions
from quiz.draft import of_item
from quiz.grading import Graded, right_answers
from quiz.item import TRUE_FALSE, Anchor, ItemVersion, Kind, Part
from quiz.itemaction import ItemAction, What
from quiz.paper import Paper, Question
from quiz.queries import items_by_ref, live_item, sitting, sittings_of
from quiz.queries.sittings import result_of
from quiz.specification import ENTRY
from quiz.topic import Topic
from rules.actions import publish_version
from rules.queries import version

# What the demo's members get wrong: a clause that few understand, and one question that misleads.
HARD_CLAUSES = {"causal-link": 65, "numeric-limits": 40, "parents-knowledge": 30}
MISLEADING = "two-stays-of-ten-days"
HARD_ITEMS = {MISLEADING: 70}
EASY = 8  # per cent wrong of everything else

UNCLEAR = "waiting-period"
REPORTS = {
    "item": "True can be right too: “make 20 days” may mean the sum of both stays.",
    "clause": "I read this clause three times and cannot tell from which day it counts.",
}
BEFORE = "exactly 30 days later the member can be drawn, and a minute earlier not."
RESTED = "Days on which a membership rested do not count"
RETURNED = "a member who returns after more than a year begins anew"
AFTER = f"{BEFORE} {RESTED}, and {RETURNED}."


def sit(members: Iterable[Actor], *, knows: bool = True) -> int:
    """Let members sit the exam, each in their own name; return how many passed.

    knows: they read the rules; else they guess. What a member gets wrong is the same each time.
    """
    passed = 0
    for member in members:
        with unit_of_work(member) as work:
            sitting_id = actions.start_sitting(work).id
            one = sitting(work.session, sitting_id, member.account)
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


def change_the_bank(
    who: Callable[[str], Actor], members: Sequence[Actor]
) -> tuple[Scene[None], Scene[None]]:
    """A clause changes that jurors then owe, and editors and members find something to do."""
    edda, emil = (who(f"{name}@demo.example") for name in ("edda", "emil"))
    return change_a_clause(edda, emil), write_and_report(edda, emil, members)


def change_a_clause(editor: Actor, second: Actor) -> Scene[None]:
    """A clause gets a sentence of substance, in force for some days now: jurors owe it. Two
    questions are written on it before its day, and approved."""
    yield 14
    with unit_of_work(editor) as work:
        old = version(work.session, "tenure", 1)
        text = old.text.replace(BEFORE, AFTER)
        if text == old.text:
            raise LookupError("the demo's clause on tenure reads otherwise")
        day = work.now.date() + timedelta(days=4)
        publish_version(work, replace(old, version=2, text=text, in_force_from=day))
    yield 13
    drafts = []
    for item in on_the_change():
        with unit_of_work(editor) as work:
            row = actions.begin_draft(work, of_item(item))
            actions.send_draft(work, row.id)
            drafts.append((row.id, row.edition))
    yield 12
    for draft, edition in drafts:
        with unit_of_work(second) as work:
            actions.approve_draft(work, draft, edition)


def on_the_change() -> tuple[ItemVersion, ...]:
    """Return the questions on what the clause says anew."""
    rested = Part(
        topic=Topic.TENURE,
        kind=Kind.SINGLE,
        stem="A member joined 40 days ago. For 15 of these days the membership rested. When can "
        "the member be drawn?",
        options=("At once", "In 5 days", "In 15 days", "In 30 days"),
        key=(1,),
        rationale="Only 25 days count, so 5 of the 30 are missing.",
        anchors=(Anchor("tenure", 2, RESTED),),
        in_order=True,
    )
    returned = Part(
        topic=Topic.TENURE,
        kind=Kind.TRUE_FALSE,
        stem="A member who had been a juror leaves, and comes back after fourteen months. The days "
        "of the first membership count for being drawn.",
        options=TRUE_FALSE,
        key=(1,),
        rationale="Fourteen months are more than a year: the 30 days begin anew.",
        anchors=(Anchor("tenure", 2, RETURNED),),
        in_order=True,
    )
    return (
        ItemVersion("rested-for-15-days", 1, (rested,)),
        ItemVersion("back-after-14-months", 1, (returned,)),
    )


def report(members: Iterable[Actor], about: str, fits: Callable[[Graded], bool]) -> None:
    """Let the first of `members` who was wrong about a question that fits say something to it."""
    for member in members:
        with unit_of_work(member) as work:
            for mine in sittings_of(work.session, member.account):
                for one in result_of(work.session, mine).wrong:
                    if fits(one):
                        text = REPORTS[about]
                        actions.report_question(work, mine.id, one.position, about, text)
                        return
    raise LookupError(f"nobody of the demo was wrong about what the report on the {about} says")


def write_and_report(editor: Actor, second: Actor, members: Sequence[Actor]) -> Scene[None]:
    """What editors find: a draft to review, an item pulled, reports, an action proposed."""
    yield 9
    report(members, "item", lambda one: one.question.item == MISLEADING)
    report(members, "clause", lambda one: one.part.basis.clause == UNCLEAR)
    yield 5
    with unit_of_work(second) as work:
        live = live_item(work.session, MISLEADING)
        draft = of_item(live)
        stem = "Two stays of ten days each, a week apart, keep a person from joining."
        part = replace(draft.parts[0], stem=stem)
        row = actions.begin_draft(work, draft, live.version)
        actions.save_draft(work, row.id, replace(draft, parts=(part,)), row.edition)
        actions.send_draft(work, row.id)
        action = ItemAction(MISLEADING, live.version, 0, What.CREDIT)
        why = "“Make 20 days” can be read as a sum of days, and that sum is right."
        actions.propose_action(work, action, why)
    yield 4
    with unit_of_work(editor) as work:
        actions.pull_item(work, "every-thyroid-cancer", "It gives away the question on 1 May 2019.")
