"""Three editors and the way of a revision, as tests of its pages need it.

Edith writes; Edgar and Edna weigh. Each step is the action that an editor would take.
"""

from dataclasses import dataclass, replace
from datetime import date

from kernel.actor import Actor, Role
from members.queries import actor_of
from rules import actions
from rules.amendment import Kind
from rules.computed.criterion import DayLimit, LookBack, Measure
from rules.consultation import Question
from rules.queries.revisions import revision_by_ref
from rules.queries.weighing import doubts, procedure_of, weighed
from rules.revision import SIGN_OFFS, Stance
from rules.text.weight import Procedure
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.village import person

SUMMARY = "Stays of up to twenty days no longer bar anybody."
QUESTIONS = (
    Question("Ana stayed 15 days.", ("She may join.", "She may not.", "It is open."), 0),
    Question("Bo stayed 20 days.", ("He may not.", "He may join.", "It is open."), 1),
    Question("Cy stayed 21 days.", ("He may join.", "It is open.", "He may not."), 2),
)
LONGER_STAY = (("15", "20"), ("16", "21"))  # substance: the number of days
LONGER_TESTS = (DayLimit(Measure.STAY, ">", 20), LookBack(2, "joining"))
PLAINER_STAY = (("admission", "arrival"),)  # wording
TYPED_STAY = (("two years", "two  years"),)  # editorial: a space


@dataclass(frozen=True)
class Editors:
    """Editors at work on the book of the demo plan."""

    work: OpenWork
    clock: TestClock
    edith: Actor
    edgar: Actor
    edna: Actor

    def draft(
        self,
        changes: tuple[tuple[str, str], ...] = LONGER_STAY,
        clause_id: str = "hospital-stay",
        title: str = "Longer stays in hospital",
    ) -> str:
        """Edith writes a revision that changes words of a clause; return its ref."""
        with self.work(self.edith) as w:
            ref = actions.open_revision(w, title).ref
            row = actions.begin_amendment(w, ref, Kind.REPLACE, clause_id)
            value = row.value
            for old, new in changes:
                assert old in value.text
                value = replace(value, text=value.text.replace(old, new))
            if changes == LONGER_STAY:  # words and what is computed of them go together
                value = replace(value, criteria=LONGER_TESTS)
            actions.amend(w, ref, value)
            actions.describe(w, ref, title, SUMMARY)
        self.give_reasons(ref)
        return ref

    def give_reasons(self, ref: str) -> None:
        """Edith says why, of each change, and lets stand what the rules of wording ask about."""
        with self.work(self.edith) as w:
            revision = revision_by_ref(w.session, ref)
            for one in weighed(w.session, revision):
                reason = f"Members asked for it: {one.unit.new.strip() or 'nothing'}."
                actions.give_reason(w, ref, one.amendment_id, one.unit.key, reason)
            for doubt in doubts(w.session, revision):
                actions.waive_finding(w, ref, doubt.finding.waiver_key, "It is as it was.")

    def review(self, ref: str) -> None:
        """Edith sends it; as many of the others as it takes agree to each change, and sign off."""
        with self.work(self.edith) as w:
            if procedure_of(w.session, revision_by_ref(w.session, ref)) is Procedure.CONSULTATION:
                actions.write_questions(w, ref, QUESTIONS)
            actions.send_to_review(w, ref)
            needed = SIGN_OFFS[procedure_of(w.session, revision_by_ref(w.session, ref))]
        for editor in (self.edgar, self.edna)[:needed]:
            with self.work(editor) as w:
                for one in weighed(w.session, revision_by_ref(w.session, ref)):
                    actions.take_stance(w, ref, one.amendment_id, one.unit.key, Stance.AGREE)
                actions.sign_off(w, ref)

    def ask(self, ref: str) -> None:
        """Edgar puts a reviewed revision before the members."""
        with self.work(self.edgar) as w:
            actions.open_consultation(w, ref)

    def schedule(self, ref: str, day: date) -> None:
        """Edgar sets the day of an approved revision."""
        with self.work(self.edgar) as w:
            actions.schedule(w, ref, day)

    def asked(self) -> str:
        """Return the ref of a revision that is before the members."""
        ref = self.draft()
        self.review(ref)
        self.ask(ref)
        return ref

    def scheduled(self, day: date, changes: tuple[tuple[str, str], ...] = TYPED_STAY) -> str:
        """Return the ref of a revision that asks nobody and is scheduled for `day`."""
        ref = self.draft(changes, title="A typing mistake")
        self.review(ref)
        self.schedule(ref, day)
        return ref


def editors(work: OpenWork, clock: TestClock) -> Editors:
    """Load the book of the demo plan and bring three editors."""
    with work() as w:
        actions.load_book(w)
        held = [person(w, name, Role.EDITOR) for name in ("Edith", "Edgar", "Edna")]
        w.session.flush()
        edith, edgar, edna = (actor_of(w.session, one) for one in held)
    return Editors(work, clock, edith, edgar, edna)
