"""A case as it is played from the beginning to its end; what must be true of it after every deed,
and of its count."""

from typing import Any

import pytest
import sqlalchemy as sa

from jury import actions
from jury.keyfiles import KeyGone
from jury.keys import ballot_key, case_keys
from jury.models import Ballot, CaseStratum, JuryCase, Reason, Verdict, Voted
from jury.seal import pid_of
from jury.trustee import TIME
from jury.verdict import differences
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.jury.bench import raw
from tests.jury.led import THRESHOLD, Led
from tests.jury.model import NOT_OVER, outcome, told_of_seats
from tests.jury.succession import ByTypes

AFTER_CLOSING = {"verdict", "key.revealed", "ballot", "case.closed"}
OF_AN_ASSEMBLY = {"case.opened", "assembly.committed", "case.halted", "case.resumed"}


class Played(Led):
    """One case, and whatever may be done in it."""

    def goes_on(self, choice: str, so: bool) -> None:
        """Do what comes next on the straight way from the beginning to the verdict."""
        model, unkept = self.model, [one.account not in self.kept for one in self.trustees]
        if model.halted:
            self.is_halted_and_goes_on(0, False)
        elif model.waiting:
            self.is_challenged(0, True)
        elif any(unkept) and model.stage in {"frozen", "drawn"}:
            self.words_are_kept(unkept.index(True))
        elif model.stage == "frozen" and not self.assembly:
            self.is_drawn(0)
        elif model.stage == "drawn" and len(model.accepted) < self.quorum:
            self.silence_is_handed_on(bool(model.accepted))
            self.all_accept()
        elif model.stage in {"frozen", "drawn"}:
            self.opens()
        elif model.polling(self.now) and not model.said:
            self.all_accept()
            self.most_vote(choice, so, last=so)
            self.worker_looks_for_last_words()
        elif model.stage == "closed":
            self.words_are_brought(len(self.brought))
            self.is_decided()
        elif model.stage == "open":
            self.poll_ends()
            self.is_closed_and_decided()

    def is_closed_and_decided(self) -> None:
        model = self.model
        over = model.stage == "open" and not model.polling(self.now) and not model.halted
        if self.attempt(over, None, lambda w: actions.close_poll(w, self.ref), "closed"):
            self.seen["ended early"] += model.early_at is not None
            model.stage, model.was_closed, model.closes_at = "closed", True, model.ends_at
            self.late_at = self.now + TIME
            self.attempt(False, None, self._decide)  # its closing is not in the log yet
            self.log()
        self.is_decided()

    def _decide(self, w: Any) -> None:
        actions.decide_case(w, self.ref)

    def is_decided(self) -> None:
        closed = self.model.stage == "closed"
        waits = self.root is not self and self.root.model.stage in NOT_OVER
        opens = not self.trustees or len(self.brought) >= THRESHOLD
        self.seen["waited for its assembly"] += closed and waits
        if self.attempt(closed and opens and not waits, None, self._decide, "decided"):
            self.model.stage = "decided"
            self._is_counted()

    def _is_counted(self) -> None:
        """One counted ballot a seat, of those who voted alone, and the last on the last file."""
        self.bench.log()  # of the registry too
        log, model = self.log(), self.model
        assert log[-1]["kind"] == "verdict"
        numbers = log[-1]["numbers"]
        told = model.counts()
        assert {name: numbers[name] for name in told} == told
        held = len(model.accepted) if self.assembly else self.standard.seats
        assert numbers["seats"] == held >= len(model.ballots)
        follows = outcome(numbers, self.assembly, self.quorum)
        assert log[-1]["outcome"] == follows
        self.seen[follows] += 1
        assert differences(raw(log)) == []
        pids = [entry["pid"] for entry in log if entry["kind"] == "ballot"]
        with self.bench.work(writing=False) as w:
            key = ballot_key(w.settings, self.ref)
            own = {pid_of(key, who): len(cast) for who, cast in model.ballots.items()}
            assert {pid: pids.count(pid) for pid in pids} == own
            for opening in log:
                if opening["kind"] == "roll.committed":
                    assert own.keys() <= set(opening["pids"])
            assert faults(bundle_of(w.session, self.ref), w.settings, self.folder) == []

    def check(self) -> None:
        """Nothing is counted before closing, and nothing after another end; seats go as the line
        says; and the times are those of the model."""
        model, log = self.model, self.log()
        decided, ballots = model.stage == "decided", sum(map(len, model.ballots.values()))
        with self.bench.work(writing=False) as w:
            case = w.session.get_one(JuryCase, self.ref)
            times = case.closes_at, case.early_at
            assert (case.stage, *times) == (model.stage, model.closes_at, model.early_at)
            rows = (Voted, Verdict, Reason, CaseStratum)
            counts = [sa.func.count().filter(row.case_ref == self.ref) for row in rows]
            found = [
                w.session.scalar(sa.select(one).select_from(row))
                for one, row in zip(counts, rows, strict=True)
            ]
            assert found[0] == (len(model.ballots) if model.was_closed else 0)
            assert decided or not any(found[1:])
            by_pid = sa.select(sa.func.count(), sa.func.max(Ballot.rev)).group_by(Ballot.pid)
            cast = w.session.execute(by_pid.where(Ballot.case_ref == self.ref)).all()
            if model.stage in {"withdrawn", "void"}:
                with pytest.raises(KeyGone):
                    case_keys(w.settings, self.ref)
        assert sorted(map(tuple, cast)) == sorted((len(b),) * 2 for b in model.ballots.values())
        self._check_log(log, ballots)

    def _check_log(self, log: list[dict[str, Any]], ballots: int) -> None:
        model, kinds = self.model, [entry["kind"] for entry in log]
        assert told_of_seats(log, self.roll) == model.replaced
        assert kinds.count("ballot") in (
            {0} if model.stage in {"frozen", "drawn", "open"} else {ballots}
        )
        if model.stage in {"frozen", "drawn", "open"}:
            assert not AFTER_CLOSING & {*kinds}
            if self.assembly:
                assert {*kinds} <= OF_AN_ASSEMBLY
        if model.stage in {"withdrawn", "void"}:
            assert kinds[-1] == {"withdrawn": "case.withdrawn", "void": "case.voided"}[model.stage]
            assert not {"verdict", "key.revealed"} & {*kinds}
            assert ("case.closed" in kinds) is model.was_closed
        if isinstance(model.line, ByTypes):
            self.seen.update(model.line.steps)
            model.line.steps.clear()
