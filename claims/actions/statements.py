"""What is done in a dispute: texts are written and handed in, time is added."""

from dataclasses import replace

from audit.actions import record
from claims.actions.steps import for_side, note, note_writer
from claims.claim import BY_YOUR_SIDE, BY_YOURSELF, LONGEST_STATEMENT, check_fresh
from claims.events import (
    ExchangeClosed,
    StatementByPlan,
    StatementHandedIn,
    TimeExtended,
)
from claims.life import Deed, State, after
from claims.models import EXTENDED, WHY_MORE, Claim, ExtensionRow, StatementRow
from claims.queries import (
    answer_of,
    exchange_of,
    locked_claim,
    texts_of,
)
from claims.timetable import (
    LONGEST_REPLY,
    LONGEST_WHY_MORE,
    Round,
    Side,
    check_more,
    check_write,
)
from kernel.errors import N_, Conflict, Malformed
from kernel.remark import check_length, remark
from kernel.work import Work

NO_WHY = N_("Say why more time is given.")
ONLY_THE_CLAIMANT = N_("Only the claimant hands it in. What you have saved stays for them.")


def save_statement(
    work: Work, ref: str, side: Side, round_: Round, text: str, edition: int
) -> StatementRow:
    """Keep what a side has written so far. edition: the one it was written on; 0 for the first.

    Raises Missing for who does not write for this side, Malformed, Conflict when it is late, Stale
    where another of the same side was quicker.
    """
    claim = _disputed(work, ref, side)
    check_write(exchange_of(work.session, claim), side, round_, work.now)
    check_length(text, LONGEST_STATEMENT if round_ is Round.STATEMENT else LONGEST_REPLY)
    row = texts_of(work.session, claim).get((side, round_))
    if row is not None and row.text == text:  # the same again, as where a button is pressed twice
        return row
    check_fresh(row.edition if row else 0, edition, _who_was_quicker(work, row))
    if row is None:
        row = StatementRow(claim_id=claim.id, side=side, round=round_, edition=0, handed_in_at=None)
        work.session.add(row)
    row.text, row.by, row.saved_at = text, work.actor.account, work.now
    row.edition += 1
    work.session.flush()
    note_writer(work, claim, side)
    return row


def hand_in_statement(work: Work, ref: str, side: Side, round_: Round, edition: int) -> None:
    """Declare what a side saved as final: it can no longer be changed. The last ends the exchange.

    edition: the one that was read; 0 where nothing is written. A reply may say nothing. Raises
    Missing, Malformed for a statement without a word, Conflict when it is late or for an adviser,
    Stale where another of the same side has saved since: nobody hands in words that they have not
    read.
    """
    claim = _disputed(work, ref, side)
    if side is Side.CLAIMANT and work.actor.account != claim.claimant_id:
        raise Conflict(ONLY_THE_CLAIMANT)
    check_write(exchange_of(work.session, claim), side, round_, work.now)
    row = texts_of(work.session, claim).get((side, round_))
    if round_ is Round.STATEMENT and not (row and row.text.strip()):
        raise Malformed(N_("Write something first, and save it."))
    check_fresh(row.edition if row else 0, edition, _who_was_quicker(work, row))
    if row is None:
        row = save_statement(work, ref, side, round_, "", 0)
    row.handed_in_at = work.now
    work.session.flush()
    told = StatementHandedIn if side is Side.CLAIMANT else StatementByPlan
    record(work, told(claim=ref, what=round_))
    close_exchange(work, ref)


def extend_time(
    work: Work, ref: str, side: Side, round_: Round, days: int, why: str, told: str
) -> None:
    """Give a side more days for a text, as an officer. why: one of WHY_MORE, for the log; told:
    the reason in full, for those on the claim. Raises Missing, Malformed, Conflict."""
    claim = _disputed(work, ref, Side.RESPONDENT)
    said = remark(told, NO_WHY, LONGEST_WHY_MORE)
    if why not in WHY_MORE:
        raise Malformed(NO_WHY)
    check_more(exchange_of(work.session, claim), side, round_, days, work.now)
    work.session.add(
        ExtensionRow(
            claim_id=claim.id,
            side=side,
            round=round_,
            days=days,
            why=why,
            told=said,
            by=work.actor.account,
            at=work.now,
        )
    )
    work.session.flush()
    note(work, claim, EXTENDED, said)
    record(work, TimeExtended(claim=ref, side=side, what=round_, days=days, why=why))


def close_exchange(work: Work, ref: str) -> bool:
    """Take over what both sides wrote, once nothing can be written any more; whether it was due.

    Who wrote no statement is heard by what they said before: the claimant by the dispute, the plan
    by the reason of its decision.
    """
    claim = locked_claim(work.session, ref)
    if State(claim.state) is not State.DISPUTED:
        return False
    if work.now < exchange_of(work.session, claim).over_at:
        return False
    answer = answer_of(work.session, claim)
    said = {place: row.text.strip() for place, row in texts_of(work.session, claim).items()}
    held = claim.facts
    claim.facts = replace(
        held,
        claimant_says=said.get((Side.CLAIMANT, Round.STATEMENT)) or (answer.why if answer else ""),
        respondent_says=said.get((Side.RESPONDENT, Round.STATEMENT)) or held.decision_reason,
        claimant_replies=said.get((Side.CLAIMANT, Round.REPLY), ""),
        respondent_replies=said.get((Side.RESPONDENT, Round.REPLY), ""),
    )
    claim.state = after(State.DISPUTED, Deed.CLOSE_EXCHANGE)
    claim.revision += 1
    work.session.flush()
    record(work, ExchangeClosed(claim=ref))
    return True


def _who_was_quicker(work: Work, row: StatementRow | None) -> str:
    by_oneself = row is None or row.by == work.actor.account
    return BY_YOURSELF if by_oneself else BY_YOUR_SIDE


def _disputed(work: Work, ref: str, side: Side) -> Claim:
    """Return a claim in dispute for one of a side, held; raises Missing, Conflict."""
    claim = for_side(work, ref, side)
    if State(claim.state) is not State.DISPUTED:
        raise Conflict(N_("No statements are being exchanged."))
    return claim
