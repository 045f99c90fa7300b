"""The life of the claim in which the canaries are planted, from its form to the objections."""

import io
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

import jury.actions
from claims import actions, queries
from claims.claim import Decision, Question
from claims.decision import Decided
from claims.examples import examples
from claims.handover import hide_all
from claims.timetable import Round, Side
from jury.models import Challenge
from tests.claims import canaries
from tests.claims.canaries import MARKS, NAMED, PLACES, said
from tests.jury.bench import Bench
from tests.village import answer_case, vote

REF = "C-2026-0001"
FORM = {
    "benefit": "illness",
    "whom": "child",
    "story": said("filing: story"),
    "joined": "2026-02-01",
    "born": "2019-05-04",
    "diagnosed": "2026-10-01",
    "medication_days": "47",
    "stay_days": "13",
    **{f"named_{n}_name": one.name for n, one in enumerate(NAMED, 1)},
    **{f"named_{n}_kind": one.kind.value for n, one in enumerate(NAMED, 1)},
}


@dataclass
class Planting:
    """One claim, step by step; people and browsers by the columns of docs/audience.md."""

    work: Any
    do: Any
    people: Any
    browsers: Any
    bench: Bench

    def file(self) -> None:
        """The claimant fills in every field, and brings papers that tell much of themselves."""
        clara = self.browsers["claimant"]
        form = clara.get("/claims/file").form(action="/claims/file")
        page = form.fill(benefit="illness", whom="child").send()
        page.form("Save").fill(FORM).send()
        report, photograph, scan = PLACES["papers: file names"][1]
        self._send("claimant", "papers", f"{report}.pdf", canaries.report(), "diagnosis")
        self._send("claimant", "papers", f"{photograph}.jpg", canaries.photograph(), "identity")
        self._send("claimant", "papers", f"{scan}.png", canaries.scan(), "other")

    def _send(self, who: str, door: str, name: str, data: bytes, paper: str | None = None) -> None:
        browser = self.browsers[who]
        browser.get(f"/claims/{REF}/{'plan-statement' if who == 'officer' else ''}".rstrip("/"))
        more = {"paper": paper} if paper else {}
        browser.post(f"/claims/{REF}/{door}", {"file": (io.BytesIO(data), name), **more})

    def pay(self) -> None:
        """It is paid at first; a member objects, and it is taken up again."""
        claim = self.do(self.people["claimant"], actions.hand_in_claim, REF)
        reason = f"So say {said('decision: earlier reason')}."
        paid = Decided(Decision.PAY, "An illness", reason, ("medication",), 30_000_000, 250_000)
        with self.work(self.people["officer"]) as w:
            actions.decide_claim(w, REF, paid, claim.revision, despite="No order was found.")
        self.do(self.people["member"], actions.object_to_payment, REF, "It began years before.")
        with self.work(writing=False) as w:
            [row] = queries.objections(w.session, self._claim())
        answered = (actions.answer_objection, row.id, True, f"So says {said('objection: answer')}.")
        self.do(self.people["second"], *answered)

    def dispute(self) -> None:
        """It is decided and disputed; somebody advises, there is more time, and attachments."""
        claimant, olive = self.people["claimant"], self.people["officer"]
        mark = MARKS["reason of the decision"]
        reason = f"A {mark} reason, says {said('decision: reason')}; so {said('filing: names')}."
        title = f"The case of {said('decision: title')}"
        cited = ("medication", "waiting-period")  # which was over by then
        decided = Decided(Decision.REFUSE, title, reason, cited, 30_000_000, 250_000)
        why = f"It was found earlier, says {PLACES['decision: despite'][1][0]}."
        with self.work(olive) as w:
            actions.decide_claim(w, REF, decided, self._claim().revision, despite=why)
        self.do(claimant, actions.dispute_decision, REF, f"It is not so: {said('dispute')}.", 2)
        self.do(claimant, actions.name_adviser, REF, self.people["adviser"].ref)
        more = (Side.CLAIMANT, Round.STATEMENT, 2, "illness", f"So said {said('extension')}.")
        self.do(olive, actions.extend_time, REF, *more)
        for who, door, side in (
            ("claimant", "attachments", "claimant"),
            ("officer", "plan-attachments", "plan"),
        ):
            name, author = PLACES[f"attachment of the {side}"][1]
            self._send(who, door, f"{name}.pdf", canaries.letter(author))

    def speak(self, called: str) -> None:
        """Both sides hand in a text."""
        sides = (
            ("claimant", Side.CLAIMANT, "claimant", MARKS["own statement of the claimant"]),
            ("officer", Side.RESPONDENT, "plan", MARKS["statement of the plan"]),
        )
        for who, side, name, mark in sides:
            text = f"A {mark} {called}: {said(f'{called} of the {name}')}; {said('filing: names')}."
            actor, round_ = self.people[who], Round(called)
            self.do(actor, actions.save_statement, REF, side, round_, text, 0)
            self.do(actor, actions.hand_in_statement, REF, side, round_, 1)

    def write(self) -> None:
        """An officer writes what jurors will read besides the statements."""
        warning, number = PLACES["text for jurors: warning and question"][1]
        stem, option = PLACES["text for jurors: quiz"][1]
        first, *others = examples()["C-01"].facts.quiz
        quiz = Question(f"What of {stem}?", (f"See {option} today", *first.options[1:]), first.key)
        texts = f"{said('text for jurors: summary')}; {said('filing: names')}"
        self._update(
            summary=f"A {MARKS['neutral summary']} summary: {texts}.",
            content_warning=f"It tells of {warning}.",
            question=f"Is it to be paid to {number}?",
            quiz=(quiz, *others),
            standard="twelve",
            dates=replace(self._claim().facts.dates, event=date(2026, 9, 17)),
        )

    def approve(self) -> None:
        """The claimant refuses it twice, an officer answers, and it is approved again."""
        told = f"I am known to {said('told to officers of the text')}."
        wrong = f"It leaves out {said('remarks on the text')}."
        for for_jurors in ("", wrong):
            revision = self._approve()
            self.do(self.people["claimant"], actions.refuse_text, REF, revision, told, for_jurors)
            answer = f"It hides {said('answer of an officer on the text')}."
            with self.work(self.people["officer"]) as w:
                actions.answer_refusal(w, REF, answer)
        self._update(respondent_remarks=f"No: so says {said('remarks of the plan')}.")
        self.revision = self._approve()

    def _claim(self) -> Any:
        with self.work(writing=False) as w:
            return queries.claim_by_ref(w.session, REF)

    def _update(self, **changed: Any) -> None:
        claim = self._claim()
        whole = replace(claim.facts, **changed)
        self.do(self.people["officer"], actions.update_claim, REF, whole, claim.revision)

    def _approve(self) -> int:
        claim = self.do(self.people["officer"], actions.send_for_review, REF)
        hidden = hide_all(claim.facts, self.people["claimant"].name)
        why = f"So says {PLACES['decision: despite'][1][1]}."
        with self.work(self.people["second"]) as w:
            actions.approve_summary(w, REF, hidden, claim.revision, despite=why)
        return int(claim.revision)

    def draw(self) -> None:
        """The claimant agrees, and a panel is drawn; one of it is the juror from now on."""
        self.do(self.people["claimant"], actions.agree_to_text, REF, self.revision)
        self.do(self.people["officer"], actions.freeze, REF)
        self.bench.draw()
        self.panel = self.bench.accept()
        self.browsers.come_in("juror", self.panel[0])

    def challenge(self) -> None:
        """Each side names somebody who must not judge."""
        for who, side, name in (
            ("claimant", Side.CLAIMANT, "claimant"),
            ("officer", Side.RESPONDENT, "plan"),
        ):
            told = f"It is {said(f'challenge of the {name}')}."
            self.do(self.people[who], actions.challenge_member, REF, side, told)

    def rule(self) -> None:
        """The second officer upholds one, of somebody who sits, and dismisses the other."""
        with self.work(writing=False) as w:
            ids = {row.side: row.id for row in w.session.scalars(sa.select(Challenge))}
        second, sits = self.people["second"], self.panel.pop()
        answer = "Looked into."
        self.do(second, jury.actions.decide_challenge, ids["claimant"], answer, sits.account)
        self.do(second, jury.actions.decide_challenge, ids["respondent"], answer)

    def halt(self) -> None:
        """The juror reports what they found in the file."""
        told = f"By {said('word of a juror')}."
        self.do(self.panel[0], jury.actions.report_private_data, REF, told)

    def decide(self) -> None:
        """The case goes on, the panel votes; a member objects to the payment, the plan appeals."""
        self.do(self.people["third"], actions.let_go_on, REF)
        self.bench.open()
        for one in self.panel:
            with self.work(one) as w:
                answer_case(w, REF)
                vote(w, REF, "uphold")
        self.bench.close()
        self.bench.decide()
        self.do(
            self.people["member"], actions.object_to_payment, REF, f"I know {said('objection')}."
        )
        why = f"It left out {said('appeal')}."
        self.do(self.people["officer"], actions.appeal, REF, Side.RESPONDENT, why)
        self.browsers.all_come_in(self.panel[0])
