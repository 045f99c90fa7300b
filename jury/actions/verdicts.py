"""Deciding: the key is revealed, the ballots of the log are opened, and the count is logged."""

import sqlalchemy as sa

from audit import queries as log
from audit.actions import append, record
from audit.entry import parse
from jury.actions.evidence import hand_down
from jury.box import Box, Entry, count_box, counted, open_box
from jury.events import CaseDecided, ReasonModerated
from jury.keys import case_keys
from jury.models import Ballot as BallotRow
from jury.models import JuryCase, Reason, Seat, Verdict
from jury.queries import case_for_officer, locked_case
from jury.seal import NotOpened, open_reason, reason_info
from jury.verdict import verdict_body
from kernel.errors import N_, Conflict, Missing
from kernel.work import Work


def decide_case(work: Work, ref: str) -> Verdict:
    """Open the box as the log holds it, count, and log the verdict.

    Raises Missing; Conflict unless the poll is closed and `case.closed` stands in a signed
    checkpoint.
    """
    case = locked_case(work.session, ref)
    if case.stage != "closed":
        raise Conflict(N_("Only a closed poll can be decided."))
    opening, closing = (_head(work, ref, leaf) for leaf in (case.opening_leaf, case.closing_leaf))
    entries = [parse(raw) for raw in log.entries(work.session, ref, 0, closing.size)]
    private = case_keys(work.settings, ref).private
    box = open_box(entries, private)
    tally = count_box(entries, box)
    append(work, ref, "key.revealed", {"key": private.hex()})
    body = verdict_body(entries, tally, _accepted(work, ref), _as_json(opening), _as_json(closing))
    append(work, ref, "verdict", body)
    verdict = Verdict(case_ref=ref, outcome=tally.outcome.value, body=body, decided_at=work.now)
    work.session.add(verdict)
    case.stage = "decided"
    work.session.flush()
    _open_reasons(work, case, entries, box, private)
    hand_down(work, ref)
    record(work, CaseDecided(case=ref, outcome=tally.outcome.value))
    work.session.flush()
    return verdict


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


def _head(work: Work, ref: str, leaf: bytes | None) -> log.Head:
    index = log.sequenced(work.session, ref, leaf or b"")
    head = None if index is None else log.covering(work.session, ref, index)
    if head is None:
        raise Conflict(N_("The closing is not in the log yet. Try again in a moment."))
    return head


def _as_json(head: log.Head) -> dict[str, object]:
    return {"root": head.root.hex(), "size": head.size}


def _accepted(work: Work, ref: str) -> int:
    query = sa.select(sa.func.count()).select_from(Seat)
    return work.session.scalar(query.where(Seat.case_ref == ref, Seat.state == "accepted")) or 0


def _open_reasons(
    work: Work, case: JuryCase, entries: list[Entry], box: Box, private: bytes
) -> None:
    """Keep the reasons of the counted ballots for an officer to look at; an empty one is none."""
    last = counted(entries)
    rows = work.session.execute(
        sa.select(BallotRow.pid, BallotRow.rev, BallotRow.reason).where(
            BallotRow.case_ref == case.ref
        )
    )
    for pid, rev, sealed in rows:
        ballot, entry = box.ballots.get(pid), last.get(pid)
        if ballot is None or entry is None or entry["rev"] != rev:
            continue
        try:
            text = open_reason(sealed, private, reason_info(case.ref, pid), entry["reason"])
        except NotOpened:
            continue
        if text.strip():
            work.session.add(
                Reason(case_ref=case.ref, choice=ballot.choice.value, text=text, state="waiting")
            )
