"""The one write path of a ballot: lock, check, insert; the unit of work commits; the receipt."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from audit.actions import hold, promise
from audit.entry import Entry
from jury.ballot import (
    check_cast,
    check_reason,
    choice_digest,
    read_ballot,
    seal_ballot,
    send_digest,
)
from jury.keys import ballot_key
from jury.models import Ballot as BallotRow
from jury.models import CaseQuizPass, JuryCase, Seat
from jury.queries import check_not_halted, file_of, has_conflict, locked_case, poll_of, seat_of
from jury.seal import SALT_SIZE, pid_of, reason_digest, reason_info, seal_reason
from kernel.db import new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from members.queries import account

MERGE_WITHIN = timedelta(hours=1)  # after closing
LONGEST_TOKEN = 64


def cast_ballot(
    work: Work, ref: str, values: Mapping[str, str | None], idempotency_key: str
) -> str:
    """Cast the actor's ballot, sealed; return the signed receipt.

    values: the fields of the ballot's form: `choice`, `issue-<clause id>`, `tier`, `reason`.
    idempotency_key: made with the form. The same form sent again gives the same receipt; another
    choice under the same key is refused. A new form is a new ballot, and the last one counts.

    Raises Missing for a case that is not the actor's, Malformed for a ballot that cannot be read,
    Conflict when the poll is not open, the seat not taken, the case quiz not passed, or the
    juror has come close to the claimant since the draw.
    """
    token = _token(idempotency_key)
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    key = _key(work, case)
    pid = pid_of(key, work.actor.account)
    ballot, reason = read_ballot(file_of(case), values), check_reason(values.get("reason") or "")
    sent = send_digest(key, pid, token)
    said = choice_digest(key, token, ballot, reason)
    earlier = _ballots_of(work, ref, pid)
    for row in earlier:
        if row.sent == sent:
            if row.said != said:
                raise Conflict(N_("This form was sent before with another choice. Open a new one."))
            return str(row.receipt)
    check_not_halted(work.session, ref)
    check_cast(poll_of(case), work.now, seat.state, _quiz_passed(work, case, seat))
    _check_still_free(work, ref, voted=bool(earlier))
    salt = secrets.token_bytes(SALT_SIZE)
    entry = hold(
        ref,
        "ballot",
        {
            "pid": pid,
            "rev": 1 + max((row.rev for row in earlier), default=0),
            "file": case.file_digest,
            "sealed": seal_ballot(ballot, case.public_key, ref, pid),
            "reason": reason_digest(salt, reason),
        },
    )
    receipt = promise(work, ref, entry, _closing(case) + MERGE_WITHIN)
    sealed_reason = seal_reason(reason, salt, case.public_key, reason_info(ref, pid))
    _insert(work, entry, sealed_reason, receipt, {"sent": sent, "said": said})
    return receipt


def _check_still_free(work: Work, ref: str, voted: bool) -> None:
    """Ask once more, at the vote, what the draw asked before: weeks may lie in between."""
    if not account(work.session, work.actor.account).good_standing:
        raise Conflict(N_("Only members in good standing can vote."))
    if not has_conflict(work.session, ref, work.actor.account):
        return
    if voted:
        raise Conflict(
            N_(
                "You have come close to somebody in this case since the draw. The ballot that you "
                "cast before stays as it is; it can no longer be replaced."
            )
        )
    raise Conflict(
        N_(
            "You have come close to somebody in this case since the draw. That happens; give the "
            "seat back, and another juror takes it."
        )
    )


def _key(work: Work, case: JuryCase) -> bytes:
    """Return what makes the pseudonyms of a case; Conflict when the case is over."""
    if case.stage in {"withdrawn", "void"}:
        raise Conflict(N_("The case is over; no ballot is taken any more."))
    return ballot_key(work.settings, case.ref)


def _insert(work: Work, entry: Entry, reason: bytes, receipt: str, marks: dict[str, str]) -> None:
    fields = entry.fields
    work.session.execute(
        sa.insert(BallotRow).values(
            id=new_id(),
            case_ref=fields["case"],
            pid=fields["pid"],
            rev=fields["rev"],
            entry=entry.bytes,
            reason=reason,
            receipt=receipt,
            **marks,
        )
    )


def _ballots_of(work: Work, ref: str, pid: str) -> list[Any]:
    return list(
        work.session.execute(
            sa.select(BallotRow.rev, BallotRow.sent, BallotRow.said, BallotRow.receipt).where(
                BallotRow.case_ref == ref, BallotRow.pid == pid
            )
        )
    )


def _quiz_passed(work: Work, case: JuryCase, seat: Seat) -> bool:
    passed = work.session.get(CaseQuizPass, (case.ref, seat.account_id))
    return passed is not None or not case.file["quiz"]


def _closing(case: JuryCase) -> datetime:
    if case.closes_at is None:
        raise LookupError("an open poll has a closing time")
    return case.closes_at


def _token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or not 8 <= len(text) <= LONGEST_TOKEN:
        raise Malformed(N_("This form is not one of ours. Open the ballot again."))
    return text
