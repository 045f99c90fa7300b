"""What whoever may sit does in a case: each deed under the real actions, and refused exactly when
the model says so. What officers, sides, trustees and the worker do is in tests/jury/played.py."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from audit.queries import entries
from audit.sequencer import advance
from jury import actions
from jury.models import RollLeaf
from kernel.actor import Actor
from kernel.errors import Refusal
from kernel.work import Work, ground
from tests.jury.bench import RIGHT, Bench, fields
from tests.jury.lives import Life
from tests.jury.model import AN_HOUR, Model
from tests.jury.succession import ByTypes

TO_ANSWER = timedelta(hours=24)
COMERS, VOTERS = 10, 9  # of an assembly, who is asked whether they come; who vote at once


class Seated:
    """What is done by whoever may sit in a case.

    family: the assembly, and the panel beside it where there is one; else the case alone.
    """

    def __init__(self, bench: Bench, ref: str, life: Life, seen: Counter[str], folder: Path):
        self.bench, self.ref = replace(bench, ref=ref), ref
        self.life, self.seen, self.folder = life, seen, folder
        self.assembly = life.standard == "historic" and not ref.startswith("E")
        self.by_id = {one.account: one for one in (*bench.cast.jurors, bench.cast.clara)}
        self.model = Model()
        self.family: list[Any] = [self]
        self.out: set[str] = set()  # of the draw, or of the list of an assembly
        self.roll: list[RollLeaf] = []
        self.entries: list[dict[str, Any]] = []

    @property
    def now(self) -> Any:
        return self.bench.clock.now

    def log(self) -> list[dict[str, Any]]:
        """Sequence what waits for this log alone, and return it: each entry is read once."""
        with self.bench.work(writing=False) as w:
            on = ground()
            waits = sa.exists().where(QueuedEntry.log == self.ref)
            waiting = w.session.scalar(sa.select(waits))
        if waiting:
            advance(on.engine, on.settings, self.ref)
        with self.bench.work(writing=False) as w:
            more = entries(w.session, self.ref, len(self.entries))
        self.entries += map(parse, more)
        return self.entries

    def attempt(
        self, allowed: bool, actor: Actor | None, act: Callable[[Work], object], what: str = ""
    ) -> bool:
        """Do it as `actor`, or as the worker: it succeeds if allowed, and else is refused."""
        opened = self.bench.work(actor) if actor else self.bench.work()
        with nullcontext() if allowed else pytest.raises(Refusal), opened as w:
            act(w)
        if what:
            self.seen[what if allowed else f"no {what}"] += 1
        return allowed

    def somebody(self, number: int) -> str:
        """Return somebody drawn, an alternate or one who left now and then; in an assembly a few;
        where nobody is, the claimant."""
        model, clara = self.model, self.bench.cast.clara.account
        some = [*model.sitting, *model.line.spare[:1], *list(model.gone)[-2:]]
        if self.assembly:
            some = [*(one.account for one in self.bench.cast.jurors[:COMERS]), clara]
        some = some or [clara]
        return some[number % len(some)]

    def accepts(self, number: int) -> None:
        self._accept(self.somebody(number))

    def _accept(self, who: str) -> None:
        model = self.model
        free = model.seat_of(who) is not None and who not in model.barred
        may = who in model.accepted or (
            free and model.moves(self.now) and self.now < model.due.get(who, self.now)
        )
        act = lambda w: actions.accept_seat(w, self.ref)  # noqa: E731
        if self.attempt(may, self.by_id[who], act, "accepted"):
            model.accepted.add(who)

    def comes(self, number: int) -> None:
        self._come(self.somebody(number))

    def _come(self, who: str) -> None:
        """Take a seat in an assembly; nobody takes one on a panel so."""
        model = self.model
        left = model.gone.get(who)
        listed = self.assembly and who in self.by_id and who not in self.out
        listed = listed and who != self.bench.cast.clara.account
        may = who in model.accepted if self.assembly else False
        may = may or (
            listed and model.polling(self.now) and not model.halted and left != "stepped_down"
        )
        act = lambda w: actions.take_seat(w, self.ref)  # noqa: E731
        if self.attempt(may, self.by_id[who], act, "came again" if left else "came"):
            model.accepted.add(who)
            model.gone.pop(who, None)

    def all_accept(self) -> None:
        if self.assembly:
            for one in self.bench.cast.jurors[:VOTERS] if self.model.polling(self.now) else ():
                if one.account not in self.out:
                    self._come(one.account)
            return
        for who in self.model.sitting:
            if who not in self.model.accepted and who not in self.model.barred:
                self._accept(who)

    def leaves(self, number: int, so: bool) -> None:
        """Give a seat back; so: because they know the case."""
        self._leave(self.somebody(number), so)

    def one_type_leaves(self, number: int) -> None:
        """Let whoever sits and is of one type go, until the next is of another."""
        line = self.model.line
        if not isinstance(line, ByTypes):
            return
        kind = line.kinds[self.somebody(number)] if self.model.sitting else ""
        while asked := [who for who in self.model.sitting if line.kinds[who] == kind]:
            if not self._leave(asked[0], False):
                return

    def many_leave(self, number: int) -> None:
        for who in self.model.sitting[:number]:
            self._leave(who, False)

    def _leave(self, who: str, so: bool) -> bool:
        model = self.model
        seat, voted = model.seat_of(who), who in model.ballots
        sits = seat is not None or (self.assembly and who in model.accepted)
        may = sits and model.moves(self.now) and not (model.stage == "open" and voted)
        again = model.gone.get(who) in {"declined", "stepped_down"}
        left = "stepped_down" if so or (who in model.accepted and seat) else "declined"
        act = lambda w: actions.decline_seat(w, self.ref, so)  # noqa: E731
        self.attempt(may or again, self.by_id[who], act, "left twice" if again else left)
        if may and seat is not None:
            self.hand_on(seat, left)
        elif may:
            model.accepted.discard(who)
            model.gone[who] = left
        return may

    def hand_on(self, seat: int, left: str) -> None:
        gone = self.model.who[seat]
        self.model.gone[gone or ""] = left
        after = self.model.leaves(seat)
        if after is None:
            self.seen["a seat stays empty"] += 1
            return
        due = self.now + TO_ANSWER
        closes_at = self.model.closes_at
        self.model.due[after] = min(due, closes_at) if closes_at else due

    def silence_is_handed_on(self, so: bool) -> None:
        if so:
            self.bench.clock.move(TO_ANSWER)
        with self.bench.work() as w:
            actions.replace_silent(w, self.ref)
            actions.release_challenged(w, self.ref)
        self.silent_leave()
        if not self.model.moves(self.now):
            return
        for seat, who in [*self.model.who.items()]:
            leaves_at = self.model.barred.get(who or "")
            if who in self.model.accepted and leaves_at and leaves_at <= self.now:
                self.seen["had to leave"] += 1
                self.hand_on(seat, "stepped_down")

    def silent_leave(self) -> None:
        model = self.model
        if not model.moves(self.now) or model.halted:
            return
        for seat, who in [*model.who.items()]:
            if who and who not in model.accepted and model.due[who] <= self.now:
                self.seen["was silent"] += 1
                self.hand_on(seat, "silent")

    def reads(self, number: int) -> None:
        self._read(self.somebody(number))

    def _read(self, who: str) -> None:
        may = who in self.model.accepted and self.model.moves(self.now) and not self.model.halted
        act = lambda w: actions.pass_case_quiz(w, self.ref, RIGHT)  # noqa: E731
        if self.attempt(may, self.by_id[who], act, "read"):
            self.model.knows.add(who)

    def votes(self, number: int, choice: str, so: bool, last: bool) -> None:
        """Cast a ballot; so: and send the same form again, as a double click does."""
        self._vote(self.somebody(number), choice, so, last)

    def _vote(self, who: str, choice: str, so: bool, last: bool) -> None:
        token, receipts = self.bench.token(), []

        def cast(w: Work) -> None:
            receipts.append(actions.cast_ballot(w, self.ref, fields(choice), token, final=last))

        may = self.model.may_vote(who, self.now) and (self.life.early or not last)
        again = "voted again" if who in self.model.ballots else "voted"
        if self.attempt(may, self.by_id[who], cast, "last word" if last else again):
            self.model.says(who, choice, last)
            if so:
                self.attempt(True, self.by_id[who], cast, "sent twice")
                assert receipts[0] == receipts[1]

    def most_vote(self, choice: str, so: bool, last: bool) -> None:
        """Let nine read and vote, or all who sit; so: the last of them otherwise."""
        model = self.model
        if not model.polling(self.now) or model.halted:
            return
        some = sorted(model.accepted - {*model.barred})
        last = last and self.life.early
        for at, who in enumerate(some if last else some[:VOTERS]):
            self._read(who)
            if model.may_vote(who, self.now):
                self._vote(who, "deny" if so and at % 3 == 0 else choice, False, last)

    def all_say_their_last_word(self, choice: str, so: bool) -> None:
        self.all_accept()
        self.most_vote(choice, so, last=True)
        self.worker_looks_for_last_words()

    def time_passes(self, number: int) -> None:
        self.bench.clock.move(hours=(1, 5, 25)[number % 3])

    def worker_looks_for_last_words(self) -> None:
        """The poll ends at the next full hour if all who sit have said their last word."""
        model, closes_at = self.model, self.model.closes_at
        end = self.now.replace(minute=0, second=0, microsecond=0) + AN_HOUR
        all_said = bool(model.sitting) and all(map(model.has_last_word, model.sitting))
        early = self.life.early and model.early_at is None and not model.halted and all_said
        early = early and model.polling(self.now) and closes_at is not None and end < closes_at
        with self.bench.work() as w:
            assert actions.end_early(w, self.ref) is early
        if early:
            model.early_at = end
            self.seen["all was said"] += 1
