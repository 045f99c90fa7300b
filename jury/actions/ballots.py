"""The one write path of a ballot: hold, check, insert; the unit of work commits; the receipt."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from audit.actions import hold, promise
from audit.entry import Entry
from audit.promises import AFTER_CLOSING
from jury.actions.seats import CHALLENGED
from jury.ballot import (
    check_cast,
    choice_digest,
    read_ballot,
    seal_ballot,
    send_digest,
)
from jury.keyfiles import KeyGone
from jury.keys import ballot_key
from jury.minutes import band_of
from jury.models import Ballot as BallotRow
from jury.queries import (
    HALTED,
    HeldCase,
    Voter,
    asked_above,
    file_by,
    held_to_cast,
    last_word,
    voter_of,
)
from jury.reason import SALT_SIZE, read_reason, reason_digest, seal_reason
from jury.seal import pid_of
from kernel.db import new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work

LONGEST_TOKEN = 64
_INSERT = sa.insert(BallotRow.__table__)  # type: ignore[arg-type]


def cast_ballot(
    work: Work,
    ref: str,
    values: Mapping[str, str | None],
    idempotency_key: str,
    cites: Collection[str] = (),
    final: bool = False,
    opened: int | None = None,
) -> str:
    """Cast the actor's ballot, sealed; return the signed receipt.

    values: the fields of the ballot's form: `choice`, `issue-<clause id>`, `tier`, `reason`.
    cites: the ids of the clauses that the reason rests on.
    final: whether it is the last word: no other ballot is taken from them on this file. Only under
    a standard with `early`.
    opened: the minute in which they first opened the file, as their browser says (`jury.minutes`).
    It tells how long they took, is sealed with the reason, and decides nothing.
    idempotency_key: made with the form. The same form sent again gives the same receipt; another
    choice under the same key is refused, and so is one whose ballot is void, since the file is
    another by now. A new form is a new ballot, and the last one counts.

    Raises Missing for a case that is not the actor's, Malformed for a ballot that cannot be read,
    Conflict when the poll is not open, the seat not taken, the case quiz not passed, the last word
    said, or the juror has come close to the claimant since the draw.
    """
    token = _token(idempotency_key)
    case = held_to_cast(work.session, ref, work.actor.account)
    key = _key(work, case)
    pid = pid_of(key, work.actor.account)
    file = file_by(work.session, ref, case.file_digest)
    ballot = read_ballot(file, values)
    reason = read_reason(file, values.get("reason") or "", cites)
    if final and not case.early:
        raise Malformed(N_("In this case every vote may be changed until the poll closes."))
    sent = send_digest(key, pid, token)
    said = choice_digest(key, token, ballot, reason, final)
    salt = secrets.token_bytes(SALT_SIZE)
    voter = voter_of(work.session, ref, work.actor.account, pid, sent)
    if voter.receipt is not None:
        if voter.said != said:
            raise Conflict(N_("This form was sent before with another choice. Open a new one."))
        if voter.sent_on != case.file_digest:
            raise Conflict(N_("The text has changed since this form was sent. Open a new one."))
        return voter.receipt
    if voter.halted:
        raise Conflict(HALTED)
    quiz_passed = voter.quiz_passed or not file.quiz
    check_cast(case.poll, work.now, voter.seat, quiz_passed)
    if case.early and last_word(work.session, ref, case.file_digest, pid):
        raise Conflict(N_("You said that your vote is your last word. It stands."))
    _check_still_free(work, ref, voter)
    entry = hold(
        ref,
        "ballot",
        {
            "pid": pid,
            "rev": voter.revs + 1,
            "file": case.file_digest,
            "sealed": seal_ballot(ballot, case.public_key, ref, pid),
            "reason": reason_digest(salt, reason),
        },
    )
    receipt = promise(work, ref, entry, _closing(case) + AFTER_CLOSING)
    band = band_of(opened, work.now)
    sealed_reason = seal_reason(reason, salt, band, case.public_key, ref, pid)
    marks = {"sent": sent, "said": said, "final": final}
    _insert(work, entry, sealed_reason, receipt, marks)
    return receipt


def _check_still_free(work: Work, ref: str, voter: Voter) -> None:
    """Ask once more, at the vote, what the draw asked before: weeks may lie in between."""
    if not voter.good_standing:
        raise Conflict(N_("Only members in good standing can vote."))
    if voter.challenged:  # none was cast: the poll opened later
        raise Conflict(CHALLENGED)
    if (
        voter.excluded is None
        and not voter.close
        and not asked_above(work.session, ref, work.actor.account)
    ):
        return
    if voter.revs:
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


def _key(work: Work, case: HeldCase) -> bytes:
    """Return what makes the pseudonyms of a case; Conflict when the case is over."""
    over = Conflict(N_("The case is over; no ballot is taken any more."))
    if case.stage in {"withdrawn", "void"}:
        raise over
    try:
        return ballot_key(work.settings, case.ref)
    except KeyGone:
        if case.stage != "decided":
            raise
        raise over from None  # some time after the verdict it is destroyed


def _insert(work: Work, entry: Entry, reason: bytes, receipt: str, marks: dict[str, Any]) -> None:
    row = {
        "id": new_id(),
        "case_ref": entry.fields["case"],
        "pid": entry.fields["pid"],
        "rev": entry.fields["rev"],
        "entry": entry.bytes,
        "reason": reason,
        "receipt": receipt,
        **marks,
    }
    work.session.connection().execute(_INSERT, row)


def _closing(case: HeldCase) -> datetime:
    if case.closes_at is None:
        raise LookupError("an open poll has a closing time")
    return case.closes_at


def _token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or not 8 <= len(text) <= LONGEST_TOKEN:
        raise Malformed(N_("This form is not one of ours. Open the ballot again."))
    return text
