"""What officers, the sides and trustees do in a case, each refused exactly when the model says so;
and how it ends uncounted."""

import json
from collections import Counter
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from jury import actions
from jury.actions.challenges import MOST as MOST_CHALLENGES
from jury.actions.halts import MOST as MOST_HALTS
from jury.actions.halts import halt_case
from jury.queries import challenges_waiting
from jury.randomness import PATIENCE, Kind
from jury.reading.strata import lottery_json
from jury.standard import PRESETS, Standard
from jury.strata.feasible import Infeasible
from jury.strata.lottery import Lottery
from jury.trustee import TIME
from kernel.actor import Actor
from kernel.errors import Refusal
from tests.jury import quotas
from tests.jury.bench import case_file
from tests.jury.lives import LOOSE
from tests.jury.model import NOT_OVER, OVER, roll_of
from tests.jury.seated import TO_ANSWER, Seated
from tests.jury.succession import seated, seated_by_types
from tests.jury.trusted import Trusted

SOURCE, FILES, RARELY = "A die in the hall", 3, 40
THRESHOLD = 2  # trustees who open a box


class Led(Seated):
    """times: how often each juror halted the case. kept, brought: trustees whose words are on
    paper, and who brought them. late_at: until when they could."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.times: Counter[str] = Counter()
        self.challenges, self.given_up = 0, False
        self.kept: set[str] = set()
        self.brought: set[str] = set()
        self.frozen_at: datetime = self.now
        self.late_at: datetime | None = None
        self.quotas = LOOSE

    def begins(self) -> None:
        self.bench.freeze(standard=self.life.standard)
        if self.assembly:
            self.bench.publish_roll()

    def stands_beside(self) -> None:
        """Open a panel beside the assembly."""
        root, model = self.root, self.root.model
        running = model.stage == "frozen" or model.polling(self.now)
        may = root.assembly and running and not model.halted and len(self.family) == 1
        act = lambda w: actions.open_beside(w, root.ref)  # noqa: E731
        if self.attempt(may, self.bench.cast.olive, act, "beside"):
            given = (self.bench, f"E{root.ref[1:]}", self.life, self.seen, self.folder)
            panel = type(self)(*given)
            panel.family, panel.out, panel.model.file = root.family, {*root.out}, model.file
            self.family.append(panel)

    @property
    def trustees(self) -> list[Actor]:
        return self.bench.holders() if isinstance(self.bench, Trusted) else []

    @property
    def root(self) -> Any:
        return self.family[0]

    def is_drawn(self, number: int) -> None:
        """Draw the panel; now and then the first draw waits for dice that nobody throws."""
        olive, may = self.bench.cast.olive, self.model.stage == "frozen" and not self.assembly
        if may:
            self.bench.publish_roll()
        dice = number % 4 == 1 and not self.given_up
        kind, source = (Kind.CEREMONY, SOURCE) if dice else (Kind.HOUSE, "")
        lottery = self._lottery(kind) if may and self.life.quotas else None
        act = lambda w: actions.commit_draw(w, self.ref, kind, source, lottery)  # noqa: E731
        if not self.attempt(may, olive, act):
            return
        fall = lambda w: actions.draw_panel(w, self.ref)  # noqa: E731
        self.attempt(False, None, fall)  # the announcement is not in the log yet
        self.log()
        if dice:
            self._is_given_up()
            return
        self.attempt(True, None, fall, "drawn")
        self._sits()

    def _lottery(self, kind: Kind) -> Lottery:
        """Return one within as many of the quotas as can be kept: some values rest as a whole."""
        for some in (self.quotas, self.quotas[:1]):
            with suppress(Infeasible):
                return quotas.lottery(self.bench, some, kind)
        return quotas.lottery(self.bench, (), kind)

    def _is_given_up(self) -> None:
        give_up = lambda w: actions.void_draw(w, self.ref)  # noqa: E731
        self.bench.clock.move(PATIENCE[Kind.CEREMONY])
        olive, oscar = self.bench.cast.olive, self.bench.cast.oscar
        self.attempt(True, olive, lambda w: actions.propose_void(w, self.ref))
        self.attempt(False, olive, give_up)
        self.given_up = self.attempt(True, oscar, give_up, "draw given up")

    def _sits(self) -> None:
        self.roll = roll_of(self.bench)
        [result] = [entry for entry in self.log() if entry["kind"] == "draw.result"]
        if self.life.quotas:
            with self.bench.work(writing=False) as w:
                lottery = json.loads(lottery_json(w.session, self.ref))
            drawn = seated_by_types(result, self.roll, self.out, lottery)
        else:
            drawn = seated(result, self.roll, self.out)
        self.model.is_drawn(*drawn)
        self.model.due = dict.fromkeys(self.model.sitting, self.now + TO_ANSWER)

    def opens(self) -> None:
        model = self.model
        ready = not model.halted and not model.waiting and len(self.kept) == len(self.trustees)
        if self.assembly:
            may = model.stage == "frozen" and ready
            act = lambda w: actions.open_assembly(w, self.ref)  # noqa: E731
        else:
            if model.stage == "drawn" and not model.halted:
                with self.bench.work() as w:
                    actions.replace_silent(w, self.ref)
                self.silent_leave()
            may = model.stage == "drawn" and len(model.accepted) >= self.quorum and ready
            act = lambda w: actions.open_poll(w, self.ref)  # noqa: E731
        if self.attempt(may, self.bench.cast.olive, act, "opened"):
            model.stage = "open"
            model.closes_at = self.now + timedelta(hours=self.standard.hours)
            self.log()

    @property
    def standard(self) -> Standard:
        return PRESETS[self.life.standard if self.root is self else "twelve"]

    @property
    def quorum(self) -> int:
        return self.standard.quorum()

    def is_challenged(self, number: int, so: bool) -> None:
        """A side challenges somebody, or an officer decides on what waits."""
        olive, model = self.bench.cast.olive, self.model
        if model.waiting:
            who = model.waiting.pop()
            with self.bench.work(olive) as w:
                [row] = challenges_waiting(w.session, olive.account, self.ref)
                actions.decide_challenge(w, row.id, "So it is.", who if so else None)
                leaves_at = row.leaves_at
            if leaves_at:
                model.barred[who] = min(leaves_at, model.barred.get(who, leaves_at))
                self.seen["challenged"] += 1
                if model.stage == "frozen":
                    self.out.add(who)
            return
        who = self.somebody(number)
        if model.stage == "frozen":
            who = self.bench.cast.jurors[number % len(self.bench.cast.jurors)].account
        may = model.stage in {"frozen", "drawn"} and self.challenges < MOST_CHALLENGES
        said = f"Number {self.challenges}: {self.by_id[who].name}."
        act = lambda w: actions.challenge(w, self.ref, "claimant", said)  # noqa: E731
        if self.attempt(may, self.bench.cast.clara, act):
            model.waiting.append(who)
            self.challenges += 1
            if so:
                self.is_challenged(number, so)

    def poll_ends(self) -> None:
        ends_at = self.model.ends_at
        if self.model.polling(self.now) and not self.model.halted and ends_at:
            self.bench.clock.move(ends_at - self.now)

    def is_halted_and_goes_on(self, number: int, so: bool) -> None:
        """Halt it, as an officer or as a juror who reads it; or go on, on another file if `so`.
        What stands beside it is halted too, and goes on."""
        halts = self._goes_on if self.model.halted else self._is_halted
        halts(number, so)

    def _is_halted(self, number: int, so: bool) -> None:
        may, who = self.model.before_its_end(self.now), self.somebody(number)
        if so:
            may = may and who in self.model.accepted - {*self.model.barred}
            may = may and self.times[who] < MOST_HALTS
            told = "In the summary, a street."
            act = lambda w: actions.report_private_data(w, self.ref, told)  # noqa: E731
        else:
            act = lambda w: halt_case(w, self.ref, "evidence", "A new paper.")  # noqa: E731
        actor = self.by_id[who] if so else self.bench.cast.olive
        if not self.attempt(may, actor, act, "halted by a juror" if so else "halted"):
            return
        for one in self.family:
            if one.model.before_its_end(self.now) and not one.model.halted:
                one.model.halted_at = self.now
                one.times[who] += so
                self.seen["halted together"] += one is not self

    def _goes_on(self, number: int, so: bool) -> None:
        number = number % FILES if so else self.model.file
        summary = f"{case_file(self.ref).summary} Version {number}."
        file = replace(case_file(self.ref), **({"summary": summary} if number else {}))
        may = self.model.stage not in OVER
        act = lambda w: actions.resume_case(w, self.ref, file if so else None)  # noqa: E731
        changed, before = number != self.model.file, self.model.early_at
        if not self.attempt(may, self.bench.cast.olive, act, "went on"):
            return
        for one in self.family:
            if one.model.halted and one.model.stage not in OVER:
                one.model.goes_on(self.now, number if so else one.model.file)
        self.seen["another file"] += changed
        self.seen["asked again after all was said"] += before is not None

    def is_withdrawn(self, number: int) -> None:
        if number < RARELY:  # rarely: it ends all else
            self.root.ends_for_good()

    def ends_for_good(self) -> None:
        may = self.model.before_its_end(self.now)
        stage = "withdrawn while open" if self.model.stage == "open" else "withdrawn"
        act = lambda w: actions.withdraw_case(w, self.ref)  # noqa: E731
        if self.attempt(may, self.bench.cast.clara, act, stage):
            self._end("withdrawn")

    def _end(self, stage: str) -> None:
        """End it, and the panel beside it."""
        for one in self.family if self.root is self else [self]:
            if one.model.stage in NOT_OVER:
                one.model.ends(stage)
                self.seen[f"{stage} with its assembly"] += one is not self
        self.seen[stage] += 1

    def is_found_hopeless(self) -> None:
        """Two officers void a case that can come to no count."""
        model = self.model
        late = bool(self.trustees) and self.frozen_at + TIME <= self.now
        unkept = late and len(self.kept) < len(self.trustees) and model.stage in {"frozen", "drawn"}
        can_sit = len(model.sitting) + len(model.line.spare)
        nobody = model.stage == "drawn" and can_sit < self.quorum and model.line.is_over()
        may = not model.halted and (unkept or nobody)
        void = lambda w: actions.void_case(w, self.ref)  # noqa: E731
        olive, oscar = self.bench.cast.olive, self.bench.cast.oscar
        self.attempt(False, oscar, void)
        if self.attempt(may, olive, lambda w: actions.propose_case_void(w, self.ref)):
            self.attempt(False, olive, void)
            self.attempt(True, oscar, void, "void: not kept" if unkept else "void: nobody left")
            self._end("void")

    def words_are_kept(self, number: int) -> None:
        """A trustee looks at their words, and says that they have them on paper."""
        if self.trustees:
            who = self.trustees[number % len(self.trustees)]
            may = self.model.stage in {"frozen", "drawn"} and who.account not in self.kept
            with nullcontext() if may else pytest.raises(Refusal):
                self.bench.keep(who)
            if may:
                self.kept.add(who.account)

    def words_are_brought(self, number: int) -> None:
        """A trustee brings their words, which are taken after closing alone; or it is too late."""
        if not self.kept:
            return
        who = next(one for one in self.trustees if one.account in self.kept)
        if len(self.kept) == len(self.trustees):
            who = self.trustees[number % len(self.trustees)]
        words = self.bench.papers[who.account]
        late = self.late_at is not None and self.late_at <= self.now
        may = self.model.stage == "closed" and not late and who.account not in self.brought
        act = lambda w: actions.enter_share(w, self.ref, words)  # noqa: E731
        if self.attempt(may, who, act, "brought words"):
            self.brought.add(who.account)
        lost = self.model.stage == "closed" and late and len(self.brought) < THRESHOLD
        if self.attempt(lost, None, lambda w: actions.void_lost_key(w, self.ref), "void: key lost"):
            self._end("void")
