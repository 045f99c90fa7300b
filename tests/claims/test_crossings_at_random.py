"""One claim and its cases under the real actions, in any order: nothing comes back, nobody is paid
too early, and no text goes before a jury that was not signed by both."""

from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

import jury.actions
from claims import queries
from claims.actions import (
    agree_to_text,
    answer_objection,
    answer_refusal,
    appeal,
    approve_summary,
    enter_claim,
    freeze,
    let_go_on,
    object_to_payment,
    open_appeal,
    refuse_text,
    return_for_changes,
    send_for_review,
    strike_remarks,
    take_back,
    withdraw,
)
from claims.handover import hide_all
from claims.life import State
from claims.settlement import APPEAL_TIME, PUBLICITY, Payment
from claims.timetable import Side
from jury.models import OVER, JuryCase, Verdict
from jury.queries import halt_of
from kernel.errors import Refusal
from tests.claims.settling import KNOWS, decide

READY = {"approve", "agree"}
NEXT = {
    State.PREPARED: "send",
    State.IN_REVIEW: "approve",
    State.SIGNED_OFF: "agree",
    State.AGREED: "freeze",
}
TEXT = (*NEXT.values(), "refuse", "answer", "strike", "return")
DEEDS = (
    *("next", "next", "next", "next", 4, 10, "contested", "contested", "contested_and_heard"),
    *("contested_and_heard", "objects"),
    *("is_answered_no", "is_answered_yes", "is_answered_yes", "is_answered_yes"),
    *("claimant_appeals", "plan_appeals", "appeal_is_opened", "appeal_is_opened"),
    *("appeal_is_opened", "withdraws", "is_taken_back", "is_halted", "goes_on"),
    *TEXT,
)


class Crossing(RuleBasedStateMachine):
    """pays: whether all is paid, by whatever holds now; the plan refused it on the papers.
    on_appeal: whether the last case is one. stands_appealed: whether what holds now was appealed.
    signed: by whom, since the text last changed. seen: what was done in all runs together."""

    def __init__(self, work, cast, clock, facts, seen):
        super().__init__()
        self.work, self.cast, self.clock, self.facts, self.seen = work, cast, clock, facts, seen
        self.hidden = hide_all(facts)
        self.another_claim()

    def another_claim(self):
        """Begin with a claim of which a jury has decided that it is paid."""
        self.pays = self.on_appeal = self.stands_appealed = self.withdrawn = False
        self.signed = set()
        with self.work(self.cast.olive) as w:
            self.ref = enter_claim(w, "clara@village.example", self.facts).ref
        self.look()
        for what in NEXT.values():
            self.tries(what)
        self.a_jury_decides("upheld")
        self.idle = 0

    def does(self, actor, action, *values):
        """Whether an action was let."""
        try:
            with self.work(actor) as w:
                action(w, *values)
        except Refusal:
            return False
        self.seen[action.__name__] += 1
        self.look()
        return True

    def look(self):
        """Read what is there by now."""
        with self.work(writing=False) as w:
            claim = queries.claim_by_ref(w.session, self.ref)
            self.state, self.revision = State(claim.state), claim.revision
            found = w.session.execute(
                sa.select(JuryCase.ref, JuryCase.stage, Verdict.body)
                .outerjoin(Verdict, Verdict.case_ref == JuryCase.ref)
                .where(JuryCase.ref.startswith(self.ref))
                .order_by(JuryCase.ref)
            ).all()
            self.case = found[-1].ref if found else None
            self.live = [one.ref for one in found if one.stage not in OVER]
            self.halted = bool(self.live) and halt_of(w.session, self.live[0]) is not None
            self.asks_anew = bool(found) and (found[-1].body or {}).get("stands") == "new panel"
            self.open = [o.id for o in queries.objections(w.session, claim) if o.state == "open"]
            self.appeal = queries.appeal_of(w.session, claim)
            self.settlement = queries.settlement_of(w.session, claim, w.now)

    @rule(deed=st.sampled_from(DEEDS), outcome=st.sampled_from(("upheld", "denied", "inquorate")))
    def something_happens(self, deed, outcome):
        self.idle = self.idle + 1 if self.withdrawn or self.is_final() else 0
        if self.idle > 2:
            self.another_claim()
        if deed == "next":
            self.goes_its_way(outcome)
        elif isinstance(deed, int):
            self.clock.move(days=deed)
        elif deed in TEXT:
            self.tries(deed)
        else:
            getattr(self, deed)()

    def goes_its_way(self, outcome):
        """Let happen what comes next, if nobody does anything about it."""
        if self.state in NEXT:
            self.tries(NEXT[self.state])
        elif self.live and not self.halted:
            self.a_jury_decides(outcome)
        else:
            self.new_panel()

    def a_jury_decides(self, outcome):
        assert not self.withdrawn
        [ref] = self.live
        self.clock.move(hours=1)
        decide(self.work, ref, outcome)
        self.seen[outcome] += 1
        if outcome != "inquorate":
            self.pays = outcome == "upheld"
        elif not self.on_appeal:
            self.pays = False
        self.look()

    def is_final(self):
        if self.settlement is None:
            return False
        payment = self.settlement.payment(self.clock())
        late = self.settlement.since + APPEAL_TIME <= self.clock()
        return payment is Payment.DUE or (payment is Payment.NOTHING and late)

    def new_panel(self):
        if self.does(self.cast.olive, jury.actions.open_again, self.case):
            self.on_appeal = False

    def objects(self):
        self.does(self.cast.jurors[0], object_to_payment, self.ref, KNOWS)

    def is_answered_yes(self):
        unheard = self.appeal is not None and self.appeal.case_ref is None
        if self.open and self.does(
            self.cast.orla, answer_objection, self.open[0], True, "There is such an order."
        ):
            self.clock.move(hours=1)
            self.pays = self.stands_appealed = False
            self.signed = set()
            self.seen["an appeal ended unheard"] += unheard

    def is_answered_no(self):
        if self.open:
            self.does(self.cast.orla, answer_objection, self.open[0], False, "Of another ditch.")

    def contested(self):
        """Object to the payment, and appeal: from here the ways cross."""
        self.objects()
        self.plan_appeals()

    def contested_and_heard(self):
        self.contested()
        self.appeal_is_opened()

    def claimant_appeals(self):
        self.appeals(self.cast.clara, Side.CLAIMANT)

    def plan_appeals(self):
        self.appeals(self.cast.olive, Side.RESPONDENT)

    def appeals(self, actor, side):
        if self.does(actor, appeal, self.ref, side, "They misread the day."):
            self.stands_appealed = True

    def appeal_is_opened(self):
        if self.does(self.cast.olive, open_appeal, self.ref):
            assert self.stands_appealed
            self.on_appeal = True

    def withdraws(self):
        had = self.live
        if self.does(self.cast.clara, withdraw, self.ref):
            self.withdrawn = True
            self.seen["withdrawn from a jury"] += bool(had)

    def is_taken_back(self):
        if self.does(self.cast.olive, take_back, self.ref, "A certificate came."):
            self.signed = set()

    def is_halted(self):
        if not self.halted:
            self.does(self.cast.olive, jury.actions.halt_case, self.case, "evidence", "In line 3.")

    def goes_on(self):
        self.does(self.cast.otis, let_go_on, self.ref)

    def tries(self, what):
        """Do one of the steps that bring a text before a jury, or one back."""
        actor, action, *values = {
            "send": (self.cast.olive, send_for_review),
            "approve": (self.cast.oscar, approve_summary, self.hidden, self.revision),
            "agree": (self.cast.clara, agree_to_text, self.revision),
            "refuse": (self.cast.clara, refuse_text, self.revision, "It leaves out the day."),
            "answer": (self.cast.olive, answer_refusal, "It stands in line 3."),
            "strike": (self.cast.clara, strike_remarks, self.revision),
            "return": (self.cast.oscar, return_for_changes, "A slip of the pen."),
            "freeze": (self.cast.olive, freeze),
        }[what]
        was_halted, had = self.halted, self.case
        if not self.does(actor, action, self.ref, *values):
            return
        if what == "freeze":
            assert self.signed == READY
            self.on_appeal = self.on_appeal and was_halted  # it is the same case still
            self.seen["frozen anew"] += had is not None and not was_halted
        elif what in READY:
            self.signed.add(what)
        else:
            self.signed = set()

    @invariant()
    def holds(self):
        assert len(self.live) <= 1
        assert not self.live or self.halted or self.state is State.FROZEN
        assert (self.state is State.WITHDRAWN) is self.withdrawn
        if self.withdrawn:
            assert not self.live
            assert self.settlement is None
        if self.settlement is None:
            return
        assert self.settlement.settled.fen == (self.facts.amount if self.pays else 0)
        if self.settlement.payment(self.clock()) is Payment.DUE:
            assert not self.live
            assert not self.open
            assert self.appeal is None or self.appeal.case_ref is not None
            assert self.clock() >= self.settlement.since + PUBLICITY
            self.seen["due"] += 1


@pytest.mark.databases("sqlite")
def test_objection_appeal_and_withdrawal_in_any_order(work, cast, clock, facts):
    seen = Counter()
    short = dict.fromkeys(("summary", "claimant_says", "respondent_says", "decision_reason"), "So.")
    facts = replace(facts, **short)
    run_state_machine_as_test(
        lambda: Crossing(work, cast, clock, facts, seen),
        settings=settings(max_examples=10, stateful_step_count=100),
    )
    # What is crossed here was crossed; else the runs are too few to say anything.
    assert {"frozen anew", "an appeal ended unheard", "withdraw", "open_appeal", "due"} <= set(
        +seen
    )
