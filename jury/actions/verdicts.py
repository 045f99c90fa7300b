"""Deciding: the key is revealed, the ballots of the log are opened, and the count is logged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa

from audit import queries as log
from audit.actions import append, record
from jury.actions.evidence import hand_down
from jury.archive import searchable
from jury.box import AT_ONCE, Entry, Pair, Told, count_box, look_around, open_box
from jury.events import CaseDecided, ReasonModerated
from jury.figures.times import counts_as_a_case
from jury.hopeless import BEFORE_THE_COUNT
from jury.keyfiles import KeyGone
from jury.keys import SharesMissing, case_keys, destroy_entered
from jury.minutes import Band
from jury.models import Ballot as BallotRow
from jury.models import CaseStratum, JuryCase, Reason, Seat, Verdict, VerdictClause, VotingTime
from jury.opening import opener_for
from jury.queries import case_for_officer, file_of, locked_case, the_case
from jury.queries.selection import strata_in
from jury.tally import Tally
from jury.verdict import Json, verdict_body
from kernel.db import held, insert_once, leave_no_trace, once_committed
from kernel.errors import N_, Conflict, Missing
from kernel.work import Work


def decide_case(work: Work, ref: str) -> Verdict:
    """Open the box as the log holds it, count, and log the verdict.

    Raises Missing; Conflict unless the poll is closed, `case.closed` stands in a signed checkpoint,
    and enough trustees have brought their part of the key, where trustees hold it; KeyGone.
    """
    case = locked_case(work.session, ref)
    if case.stage != "closed":
        raise Conflict(N_("Only a closed poll can be decided."))
    of = case.beside_of and the_case(work.session, case.beside_of)
    if of and of.stage in BEFORE_THE_COUNT:  # its vote is not to know what a panel said
        raise Conflict(N_("The assembly beside it is counted first."))
    opening, closing = (_head(work, ref, leaf) for leaf in (case.opening_leaf, case.closing_leaf))
    private = _private_key(work, case)
    taken = _accepted(work, ref)
    entries, tally, bands = open_and_count(work, ref, closing.size, private, taken)
    append(work, ref, "key.revealed", {"key": private.hex()})
    heads = _as_json(opening), _as_json(closing)
    body = verdict_body(entries, tally, taken, *heads, private)
    append(work, ref, "verdict", body)
    verdict = _keep(work, case, body)
    if case.mode != "open":
        _keep_strata(work, ref)
    case.stage = "decided"
    work.session.flush()
    hand_down(work, ref)
    record(work, CaseDecided(case=ref, outcome=tally.outcome.value))
    empty_reasons(work, ref)
    _add_times(work, case.mode == "open", bands)  # at the end: other cases wait for that row
    work.session.flush()
    leave_no_trace(work.session)
    # The key is in the log by now; the job sweeps up after a crash in between.
    once_committed(work.session, lambda: destroy_entered(work.settings, ref))
    return verdict


def open_and_count(
    work: Work, ref: str, size: int, private: bytes, taken: int
) -> tuple[list[Entry], Tally, Mapping[Band, int]]:
    """Open and count the ballots among the first `size` entries of a case's log, and keep their
    reasons for an officer to look at; return the other entries, the count, and of how many ballots
    that count the jurors took how long.

    Neither the log nor the reasons are ever held. taken: the seats that were, in an assembly.
    """
    around = look_around(log.Stream(work.session, ref, size))
    box = open_box(
        around,
        _held(work, ref),
        private,
        opener_for(around.sent),
        lambda told: _keep_reasons(work, ref, told),
    )
    return around.entries, count_box(around.entries, box, taken), box.bands


def moderate_reason(work: Work, ref: str, reason_id: str, publish: bool) -> Reason:
    """Publish a juror's reason on the page of the verdict `ref`, or withhold it.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict for one that was
    looked at before.
    """
    case_for_officer(work.session, ref, work.actor.account_id)
    reason = work.session.scalar(sa.select(Reason).where(Reason.id == reason_id).with_for_update())
    if reason is None or reason.case_ref != ref:
        raise Missing()
    if reason.state != "waiting":
        raise Conflict(N_("This reason was looked at before."))
    reason.state = "published" if publish else "withheld"
    reason.moderated_by, reason.moderated_at = work.actor.ref, work.now
    record(work, ReasonModerated(case=reason.case_ref, reason=reason.id, published=publish))
    work.session.flush()
    return reason


def _private_key(work: Work, case: JuryCase) -> bytes:
    try:
        keys = case_keys(work.settings, case.ref)
    except SharesMissing:
        raise Conflict(N_("The trustees have not brought enough of the key yet.")) from None
    if keys.public != case.public_key:
        raise KeyGone("the key that is here is not the one that ballots were sealed to")
    return keys.private


def _head(work: Work, ref: str, leaf: bytes | None) -> log.Head:
    index = log.sequenced(work.session, ref, leaf or b"")
    head = None if index is None else log.covering(work.session, ref, index)
    if head is None:
        raise Conflict(N_("The closing is not in the log yet. Try again in a moment."))
    return head


def _as_json(head: log.Head) -> dict[str, object]:
    return {"root": head.root.hex(), "size": head.size}


def _keep(work: Work, case: JuryCase, body: Json) -> Verdict:
    """Keep a verdict, with what the archive finds it by."""
    file = file_of(case)
    verdict = Verdict(
        case_ref=case.ref,
        outcome=body["outcome"],
        body=body,
        decided_at=work.now,
        standard=body["standard"]["name"],
        tier=body["tier"],
        words=searchable(file),
    )
    work.session.add(verdict)
    work.session.add_all(
        VerdictClause(case_ref=case.ref, clause_id=clause) for clause in file.issues
    )
    return verdict


def _keep_strata(work: Work, ref: str) -> None:
    """Keep how many of each stratum came how far, for the audit of the lot."""
    work.session.flush()
    rows = strata_in(work.session, ref)
    work.session.add_all(CaseStratum(case_ref=ref, **asdict(one)) for one in rows)


def _accepted(work: Work, ref: str) -> int:
    query = sa.select(sa.func.count()).select_from(Seat)
    return work.session.scalar(query.where(Seat.case_ref == ref, Seat.state == "accepted")) or 0


def _held(work: Work, ref: str) -> Iterator[Pair]:
    """Yield the ballots of a case with the reasons beside them, a few at a time."""
    query = sa.select(BallotRow.entry, BallotRow.reason).where(BallotRow.case_ref == ref)
    rows = work.session.execute(query, execution_options={"yield_per": AT_ONCE})
    for some in rows.partitions():
        yield from ((entry, reason) for entry, reason in some)


def empty_reasons(work: Work, ref: str) -> None:
    """Empty the sealed reasons of a case, once they were opened: the key in the log would show to
    every reader of the rows, ballot by ballot, how long its juror took."""
    work.session.execute(sa.update(BallotRow).where(BallotRow.case_ref == ref).values(reason=b""))


def _add_times(work: Work, assembly: bool, bands: Mapping[Band, int]) -> None:
    """Add up how long jurors took to what is kept of this month, of all cases together."""
    if not bands:
        return
    month = work.now.date().replace(day=1)
    insert_once(work.session, VotingTime(month=month, assembly=assembly))
    kept = sa.select(VotingTime).where(VotingTime.month == month, VotingTime.assembly == assembly)
    row = work.session.scalars(held(kept)).one()
    row.cases += counts_as_a_case(bands)
    for band, ballots in bands.items():
        name = band.name.lower()
        setattr(row, name, getattr(row, name) + ballots)


def _keep_reasons(work: Work, ref: str, told: Sequence[Told]) -> None:
    rows = [
        {
            "case_ref": ref,
            "choice": one.choice.value,
            "text": one.reason.text,
            "cites": list(one.reason.cites),
            "state": "waiting",
        }
        for one in told
    ]
    work.session.execute(sa.insert(Reason.__table__), rows)  # type: ignore[arg-type]
