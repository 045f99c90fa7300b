"""The cases of the demo: entered, signed off, drawn, voted on, decided or withdrawn."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

import claims.actions
import claims.queries
import jury.actions
from claims.examples import examples
from claims.handover import hide_all
from claims.standards import USUAL
from home.stage import Scene
from home.trustees import Trustees
from home.voices import Saying, Voices, finding, rests_on
from jury.minutes import minute_of
from jury.models import SITTING, Seat
from jury.queries import file_of, reasons_waiting, the_case
from jury.randomness import Kind
from jury.reading.quotas import frame_of, quotas_page
from jury.strata.leximin import leximin
from jury.strata.lottery import Lottery
from jury.strata.solver import is_there
from kernel.actor import Actor
from kernel.db import new_id
from kernel.work import unit_of_work
from members.queries import account, actor_of

# Whose claim is before the jury now, was upheld, and was denied a few days ago.
CLAIMANTS = {
    "C-03": "clara@demo.example",
    "C-02": "cora@demo.example",
    "C-06": "dario@demo.example",
}
# How many minutes jurors take to read and vote, by seat.
TOOK = (3, 7, 12, 14, 18, 25, 40, 90)


class Cases(Trustees):
    """What happens to the disputed claims, each step in somebody's name."""

    def claims_it(self, label: str) -> str:
        """Return the e-mail of whose claim it is."""
        return CLAIMANTS.get(label) or self.member(int(label[2:]))

    def claimant(self, label: str) -> Actor:
        return self.who(self.claims_it(label))

    def prepared(self, label: str, days_ago: float, standard: str = USUAL) -> Scene[str]:
        """An officer enters a claim and sends it to a second one for review."""
        yield days_ago
        with unit_of_work(self.officer) as work:
            facts = replace(examples()[label].facts, standard=standard)
            claim = claims.actions.enter_claim(work, self.claims_it(label), facts)
            claims.actions.send_for_review(work, claim.ref)
            return claim.ref

    def drawn(
        self, label: str, standard: str, days_ago: float, within_quotas: bool = False
    ) -> Scene[str]:
        """A second officer signs the claim off, it is frozen, and its panel is drawn.

        Within quotas, where what works out their lottery is installed.
        Where trustees hold its key, all but one put their words on paper.
        """
        ref = yield from self.prepared(label, days_ago + 2, standard)
        yield days_ago + 1
        with unit_of_work(self.second_officer) as work:
            revision = claims.queries.claim_by_ref(work.session, ref).revision
            hidden = hide_all(examples()[label].facts)
            claims.actions.approve_summary(work, ref, hidden, revision)
        yield days_ago + 0.5
        with unit_of_work(self.claimant(label)) as work:
            revision = claims.queries.my_claim(work.session, work.actor.account, ref).revision
            claims.actions.agree_to_text(work, ref, revision)
        yield days_ago
        with unit_of_work(self.officer) as work:
            claims.actions.freeze(work, ref)
        self.put_on_paper(ref)
        lottery = self.lottery(ref) if within_quotas and is_there() else None
        with unit_of_work(self.officer) as work:
            jury.actions.commit_draw(work, ref, lottery=lottery)
        self.tick()
        return ref

    def lottery(self, ref: str) -> Lottery:
        """Return the fairest lottery in which each age has its share of the seats."""
        with unit_of_work(self.officer, writing=False) as work:
            page = quotas_page(work.session, work.actor.account, ref, work.now)
            usual = [one.usual for one in page.features["age"]]
            frame = frame_of(work.session, work.actor.account, ref, work.now, Kind.HOUSE, usual)
        return leximin(frame.available, frame.quotas, frame.seats)

    def opened(
        self, label: str, standard: str, days_ago: float, within_quotas: bool = False
    ) -> Scene[str]:
        """The jurors answer (one declines, one recognises the case), and the poll is opened."""
        ref = yield from self.drawn(label, standard, days_ago + 0.6, within_quotas)
        yield days_ago + 0.3
        for turn, juror in enumerate(self.seated(ref)):
            with unit_of_work(juror) as work:
                if turn in (3, 7):
                    jury.actions.decline_seat(work, ref, recognised=turn == 7)
                else:
                    jury.actions.accept_seat(work, ref)
        for juror in self.seated(ref):
            with unit_of_work(juror) as work:
                jury.actions.accept_seat(work, ref)
        yield days_ago
        self.put_on_paper(ref, last=True)
        with unit_of_work(self.officer) as work:
            jury.actions.open_poll(work, ref)
        self.tick()
        return ref

    def vote(self, ref: str, label: str, said: Saying, up_to: int = 99, spare: str = "") -> None:
        """The jurors answer the questions about the file and vote; a few stay silent.

        spare: the account of one who has not voted yet.
        """
        voices = Voices(label)
        for seat, juror in enumerate(self.seated(ref)[:up_to], start=1):
            if seat % 11 == 0 or juror.account == spare:
                continue
            with unit_of_work(juror) as work:
                file = file_of(the_case(work.session, ref))
                jury.actions.pass_case_quiz(work, ref, [one.key for one in file.quiz])
                values: dict[str, str | None] = {
                    f"issue-{clause}": finding(said(seat), label, clause, seat)
                    for clause in file.issues
                }
                choice = "cannot_judge" if seat % 13 == 0 else said(seat)
                values |= {"choice": choice, "reason": voices.reason(choice, seat)}
                cites = rests_on(file.issues, seat) if values["reason"] else ()
                if file.tiers and choice == "uphold":
                    values["tier"] = str(max(file.tiers))
                took = timedelta(minutes=TOOK[seat % len(TOOK)])
                opened = minute_of(work.now - took)
                jury.actions.cast_ballot(work, ref, values, new_id(), cites, opened=opened)

    def decided(
        self,
        label: str,
        standard: str,
        days_ago: float,
        said: Saying,
        *,
        within_quotas: bool = False,
    ) -> Scene[None]:
        """The poll closes by the clock, and the worker counts."""
        ref = yield from self.opened(label, standard, days_ago, within_quotas)
        yield days_ago - 1
        self.vote(ref, label, said)
        yield days_ago - 4
        self.tick()
        self.bring_words(ref)
        self.tick()
        with unit_of_work(self.second_officer) as work:
            for one in reasons_waiting(work.session, ref):
                jury.actions.moderate_reason(work, ref, one.id, publish=True)

    def withdrawn(self, label: str, days_ago: float) -> Scene[None]:
        """The claimant withdraws during the poll: the box stays shut."""
        ref = yield from self.opened(label, "panel", days_ago)
        yield days_ago - 1
        self.vote(ref, label, lambda seat: "uphold" if seat % 3 else "deny", up_to=20)
        yield days_ago - 2
        with unit_of_work(self.claimant(label)) as work:
            claims.actions.withdraw(work, ref)
        self.tick()

    def seated(self, ref: str) -> list[Actor]:
        """Return who sits on a case now, by seat."""
        with unit_of_work(writing=False) as work:
            found = work.session.scalars(
                sa.select(Seat.account_id)
                .where(Seat.case_ref == ref, Seat.state.in_(SITTING))
                .order_by(Seat.number)
            )
            return [actor_of(work.session, account(work.session, one)) for one in found]
