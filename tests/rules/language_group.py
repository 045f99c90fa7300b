"""What the tests of revisions share: the language group, and drafts that it works on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kernel.actor import Actor, Role
from kernel.errors import Refusal
from kernel.work import Work
from members.queries import actor_of
from rules import actions, queries
from rules.amendment import Amendment, Kind
from rules.queries.revisions import revision_by_ref
from rules.queries.weighing import doubts, weighed
from rules.revision import Stance, State
from tests.conftest import OpenWork
from tests.village import person, strangers

COMMA = ("Joining costs nothing.", "Joining costs nothing!")
BETTER = ("Joining costs nothing.", "It costs nothing to join.")
NUMBER = ("more than 15 consecutive days", "more than 20 consecutive days")


@dataclass(frozen=True)
class Group:
    """The language group, and a member."""

    edith: Actor
    emil: Actor
    ezra: Actor
    martin: Actor


def gathered(work: OpenWork) -> Group:
    """Bring the book and the language group into a database."""
    with work() as w:
        strangers(w)
        actions.load_book(w)
        made = [person(w, name, Role.EDITOR) for name in ("Edith", "Emil", "Ezra")]
        made.append(person(w, "Martin"))
        w.session.flush()
        return Group(*(actor_of(w.session, one) for one in made))


def words(w: Work, clause_id: str, change: tuple[str, str], amendment_id: str = "") -> Amendment:
    """An amendment that changes words of the clause as it reads now."""
    there = queries.versions_of(w.session, clause_id)[-1]
    assert change[0] in there.text
    return Amendment(
        id=amendment_id,
        kind=Kind.REPLACE,
        clause_id=clause_id,
        base=there.version,
        title=there.title,
        text=there.text.replace(*change),
        section=there.section,
        number=there.number,
        governs_by=there.governs_by,
        criteria=there.criteria,
    )


def drafted(
    work: OpenWork, author: Actor, clause_id: str = "mutual-aid", change: tuple[str, str] = COMMA
) -> str:
    """A draft that nothing stands in the way of."""
    with work(author) as w:
        ref = actions.open_revision(w, "A better sentence").ref
        actions.amend(w, ref, words(w, clause_id, change))
        actions.describe(w, ref, "A better sentence", "Nothing changes for members.")
    explain(work, author, ref)
    return ref


def explain(work: OpenWork, author: Actor, ref: str) -> None:
    with work(author) as w:
        revision = revision_by_ref(w.session, ref)
        for one in weighed(w.session, revision):
            actions.give_reason(w, ref, one.amendment_id, one.unit.key, "It reads better.")
        for key in {one.finding.waiver_key for one in doubts(w.session, revision)}:
            actions.waive_finding(w, ref, key, "It is meant so.")


def sent(work: OpenWork, author: Actor, **how: object) -> str:
    ref = drafted(work, author, **how)  # type: ignore[arg-type]
    with work(author) as w:
        actions.send_to_review(w, ref)
    return ref


def sign(work: OpenWork, reviewer: Actor, ref: str) -> None:
    with work(reviewer) as w:
        revision = revision_by_ref(w.session, ref)
        for one in weighed(w.session, revision):
            actions.take_stance(w, ref, one.amendment_id, one.unit.key, Stance.AGREE)
        actions.sign_off(w, ref, revision.edition)


def state(work: OpenWork, ref: str) -> State:
    with work() as w:
        return State(revision_by_ref(w.session, ref).state)


def refused(work: OpenWork, actor: Actor, act: Callable[[Work], object]) -> Refusal:
    with pytest.raises(Refusal) as caught, work(actor) as w:
        act(w)
    return caught.value
