"""The village: a named cast, and builders that bring it into a database.

Every database of a test also holds strangers: rows that have nothing to do with the test, so that
a query which forgot its WHERE finds too much and fails.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import claims.actions
import claims.queries
import jury.actions
import quiz.grading
from claims.examples import examples
from claims.handover import hide_all
from claims.standards import USUAL
from jury.queries import file_of, the_case
from kernel.actor import Actor, Role
from kernel.db import new_id
from kernel.work import Work
from members.actions import add_member, grant_qualification, grant_role
from members.models import Account
from members.passwords import hash_password
from members.queries import actor_of
from quiz.actions import load_bank, start_sitting
from quiz.bank import demo_bank
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.queries import items_by_ref
from rules.actions import load_book
from rules.book import demo_book

PASSWORD = "four plain words stand here"
EVERYTHING = {one.clause_id: one.version for one in demo_book().versions}


@dataclass(frozen=True)
class Cast:
    """The people of the village, as actors."""

    olive: Actor  # officer
    oscar: Actor  # second officer
    edith: Actor  # editor
    aaron: Actor  # auditor
    agnes: Actor  # admin
    clara: Actor  # claimant
    jurors: tuple[Actor, ...]


def person(
    work: Work,
    name: str,
    *roles: Role,
    joined_days_ago: float = 200,
    born_on: date = date(1980, 5, 17),
    household: str | None = None,
    employer: str | None = None,
    inviter_id: str | None = None,
    password: str | None = PASSWORD,
) -> Account:
    """Bring one person; `olive` signs in as olive@village.example with PASSWORD."""
    added = add_member(
        work,
        email=f"{name.lower().replace(' ', '.')}@village.example",
        name=name,
        born_on=born_on,
        password_hash=hash_password(password, quick=True) if password else None,
        joined_at=work.now - timedelta(days=joined_days_ago),
        household=household,
        employer=employer,
        inviter_id=inviter_id,
    )
    for role in roles:
        grant_role(work, added.id, role)
    return added


def juror(work: Work, name: str, clauses: dict[str, int] | None = None, **more: object) -> Account:
    """Bring one certified member; knows the latest of every clause unless told otherwise."""
    added = person(work, name, **more)  # type: ignore[arg-type]
    grant_qualification(work, added.id, "village", EVERYTHING if clauses is None else clauses)
    return added


def strangers(work: Work) -> None:
    """Bring rows that have nothing to do with any test."""
    for name, days in (("Stranger One", 400), ("Stranger Two", 3)):
        person(work, name, joined_days_ago=days, employer="Elsewhere", password=None)


def settle(work: Work, jurors: int = 14) -> Cast:
    """Bring the whole village: strangers, one person a role, a claimant and `jurors` jurors."""
    strangers(work)

    def actor(account: Account) -> Actor:
        work.session.flush()
        return actor_of(work.session, account)

    return Cast(
        olive=actor(person(work, "Olive", Role.OFFICER)),
        oscar=actor(person(work, "Oscar", Role.OFFICER)),
        edith=actor(person(work, "Edith", Role.EDITOR)),
        aaron=actor(person(work, "Aaron", Role.AUDITOR)),
        agnes=actor(person(work, "Agnes", Role.ADMIN)),
        clara=actor(person(work, "Clara", household="Mill Lane 3")),
        jurors=tuple(actor(juror(work, f"Juror {n:03}")) for n in range(1, jurors + 1)),
    )


def open_the_books(work: Work) -> None:
    """Load the rule book and the bank of the demo plan."""
    load_book(work)
    load_bank(work, demo_bank())


def enter(
    work: Work, label: str, claimant: str = "clara@village.example", standard: str = USUAL
) -> str:
    """An officer (the actor) enters one of the example claims and sends it to be reviewed."""
    facts = replace(examples()[label].facts, standard=standard)
    claim = claims.actions.enter_claim(work, claimant, facts)
    claims.actions.send_for_review(work, claim.ref)
    return claim.ref


def approve(work: Work, label: str, ref: str) -> None:
    """A second officer (the actor) hides whatever was flagged and signs off."""
    revision = claims.queries.claim_by_ref(work.session, ref).revision
    facts = examples()[label].facts
    hidden = hide_all(facts)
    claims.actions.approve_summary(work, ref, hidden, revision, despite=facts.despite)


def agree(work: Work, ref: str) -> None:
    """The claimant (the actor) agrees to what jurors will read."""
    revision = claims.queries.my_claim(work.session, work.actor.account, ref).revision
    claims.actions.agree_to_text(work, ref, revision)


def answer_case(work: Work, ref: str) -> None:
    """A juror (the actor) answers the questions about the file rightly."""
    file = file_of(the_case(work.session, ref))
    assert jury.actions.pass_case_quiz(work, ref, [one.key for one in file.quiz])


def vote(work: Work, ref: str, choice: str, key: str = "") -> str:
    """A juror (the actor) casts a ballot; every clause gets the finding that fits the choice."""
    file = file_of(the_case(work.session, ref))
    finding = {"uphold": "does_not_apply", "deny": "applies", "cannot_judge": "unclear"}[choice]
    values: dict[str, str | None] = {f"issue-{clause}": finding for clause in file.issues}
    return jury.actions.cast_ballot(work, ref, {**values, "choice": choice}, key or new_id())


def begin_paper(work: Work) -> Sitting:
    """The actor takes an entry paper."""
    return work.session.get_one(Sitting, start_sitting(work).id)


def right_answers(work: Work, sitting_id: str) -> dict[int, list[str]]:
    """Return the right letters of a paper by position: what no page ever sends."""
    paper = Paper.from_json(work.session.get_one(Sitting, sitting_id).paper)
    items = items_by_ref(work.session, paper.refs)
    right = quiz.grading.right_answers(paper, items)
    return {int(position): answer for position, answer in right.items()}
