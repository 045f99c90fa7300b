"""Questions about the files of a claim: what is there and missing, and to whom a file is shown.

Claimants and the officers on a claim see its papers, the adviser does not. Attachments are seen by
their side, and by the other from the moment when it may read the statements too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims import papers, vault
from claims.life import State
from claims.models import HANDED_IN, Claim, ClaimPaper, ClaimStep, FilingRow
from claims.papers import KindOfClaim, Paper
from claims.queries.filing import filing_row
from claims.queries.statements import claim_and_side, exchange_of, texts_shown
from claims.timetable import Round, Side, check_write
from kernel.errors import N_, Conflict, Missing
from kernel.share import Share


@dataclass(frozen=True)
class Checklist:
    """The papers that a claim is asked for, in order, each with its files; what else there is."""

    asked: Sequence[tuple[Paper, Sequence[ClaimPaper]]]
    besides: Sequence[ClaimPaper]

    @property
    def missing(self) -> list[Paper]:
        return [paper for paper, files in self.asked if not files]

    @property
    def there(self) -> int:
        """How many of the papers that are asked for are there."""
        return len(self.asked) - len(self.missing)

    @property
    def files(self) -> int:
        return len(self.besides) + sum(len(files) for _paper, files in self.asked)


def files_of(session: Session, claim: Claim, side: Side | None = None) -> list[ClaimPaper]:
    """Return the papers of a claim that are there or, with a side, the attachments of that side."""
    of = ClaimPaper.side.is_(None) if side is None else ClaimPaper.side == side
    query = sa.select(ClaimPaper).where(
        ClaimPaper.claim_id == claim.id, ClaimPaper.removed_at.is_(None), of
    )
    return list(session.scalars(query.order_by(ClaimPaper.at, ClaimPaper.id)))


def attached_for(
    session: Session, claim: Claim, side: Side, shown: set[Round]
) -> dict[Side, list[ClaimPaper]]:
    """Return the attachments that a side reads, by whose they are: the other's with the statement
    that they belong to."""
    theirs = files_of(session, claim, side.other) if Round.STATEMENT in shown else []
    return {side: files_of(session, claim, side), side.other: theirs}


def all_files_of(session: Session, claim: Claim) -> list[ClaimPaper]:
    """Return every file that a claim ever had, those that were removed too."""
    return list(session.scalars(sa.select(ClaimPaper).where(ClaimPaper.claim_id == claim.id)))


def kind_of(filed: FilingRow, claim: Claim) -> KindOfClaim:
    """Return what decides which papers a claim is asked for."""
    value = filed.value(claim)
    return KindOfClaim(value.benefit, value.whom)


def checklist(session: Session, claim: Claim) -> Checklist | None:
    """Return the checklist of a claim; None where an officer entered it: its papers are on file."""
    filed = session.get(FilingRow, claim.id)
    if filed is None:
        return None
    files = files_of(session, claim)
    asked = papers.asked_for(kind_of(filed, claim))
    return Checklist(
        [(paper, [one for one in files if one.paper == paper]) for paper in asked],
        [one for one in files if one.paper not in asked],
    )


def papers_missing(session: Session, claim: Claim) -> tuple[Paper, ...]:
    """Return the papers that a claim still needs; raises Missing where none were asked for."""
    have = {Paper(one.paper) for one in files_of(session, claim)}
    return papers.still_asked_for(kind_of(filing_row(session, claim), claim), have)


def check_bring(session: Session, claim: Claim) -> None:
    """Raise Missing where no papers are asked for, Conflict unless one more may be brought."""
    papers_missing(session, claim)
    papers.check_open(State(claim.state))
    papers.check_room(len(files_of(session, claim)), papers.MOST_FILES)


def check_attach(session: Session, claim: Claim, side: Side, now: datetime) -> None:
    """Raise Missing, or Conflict, unless a side may attach one more file to its statement."""
    check_writing(session, claim, side, now)
    papers.check_room(len(files_of(session, claim, side)), papers.ATTACHMENTS)


def check_writing(session: Session, claim: Claim, side: Side, now: datetime) -> None:
    """Raise Missing where a claim was not disputed, Conflict unless a side writes its statement."""
    exchange = exchange_of(session, claim)
    if State(claim.state) is not State.DISPUTED:
        raise Conflict(N_("No statements are being exchanged."))
    check_write(exchange, side, Round.STATEMENT, now)


def file_for(
    session: Session, account_id: str, ref: str, side: Side, paper_id: str, now: datetime
) -> tuple[Claim, ClaimPaper]:
    """Return a file for somebody of a side, with its claim; raises Missing, whatever the reason."""
    claim = claim_and_side(session, account_id, ref, side)
    row = session.get(ClaimPaper, paper_id)
    if row is None or row.claim_id != claim.id or row.removed_at is not None:
        raise Missing()
    if row.side is None:
        is_shown = side is Side.RESPONDENT or account_id == claim.claimant_id
    elif row.side == side:
        is_shown = True
    else:
        shown = texts_shown(session, claim, exchange_of(session, claim), now)
        is_shown = Round.STATEMENT in shown
    if not is_shown:
        raise Missing()
    return claim, row


def complete_within(session: Session, now: datetime) -> dict[int, Share]:
    """Return how many claims had all their papers within a day, and within a week.

    Counted from the first time that they were handed in; all claims, withdrawn ones too.
    """
    handed_in = (
        sa.select(ClaimStep.claim_id, sa.func.min(ClaimStep.number).label("number"))
        .where(ClaimStep.what == HANDED_IN)
        .group_by(ClaimStep.claim_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(ClaimStep.at, Claim.papers_complete_at)
        .join(
            handed_in,
            sa.and_(
                handed_in.c.claim_id == ClaimStep.claim_id,
                handed_in.c.number == ClaimStep.number,
            ),
        )
        .join(Claim, Claim.id == ClaimStep.claim_id)
    )
    moments = [(filed, complete) for filed, complete in rows]
    return {days: papers.share_within(days, moments, now) for days in (papers.DAY, papers.WEEK)}


def to_erase(session: Session, home: Path) -> list[str]:
    """Return the refs of the claims with files that were removed and may be on the disk still, or
    with a key that was given up and is there still."""
    pending = sa.exists().where(
        ClaimPaper.claim_id == Claim.id,
        ClaimPaper.removed_at.is_not(None),
        ClaimPaper.vault_name.is_not(None),
    )
    query = sa.select(Claim.id, Claim.ref, pending.label("pending"))
    rows = session.execute(
        query.where(pending | Claim.papers_erased_at.is_not(None)).order_by(Claim.ref)
    )
    return [one.ref for one in rows if one.pending or not vault.is_shredded(home, one.id)]
