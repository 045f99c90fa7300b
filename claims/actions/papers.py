"""What is done with the files of a claim: brought, taken back, opened, erased.

A row and its file stand in two places, and no transaction spans both. A file is written before its
row is committed, and goes again if that fails. It is erased after its row says so is committed; a
job finishes what was broken off in between. How long a file is kept:

- until its side takes it back, which it can while papers are brought, or its statement is written,
  and a paper only until the plan has decided on it, though the claim is taken up again;
- of a claim that is withdrawn while its claimant writes it and nothing was decided: until then;
- else as long as the claim: what was decided rests on it, and a member may still object.
"""

import logging
from collections.abc import Callable, Iterable

from claims import papers, vault
from claims.actions.steps import for_claimant, for_side, note_writer, tell
from claims.life import State
from claims.models import Claim, ClaimPaper
from claims.paper_events import (
    PaperAdded,
    PaperAddedByPlan,
    PaperOpened,
    PaperOpenedByOfficer,
    PaperRemoved,
    PaperRemovedByPlan,
    PapersErased,
)
from claims.papers import Paper
from claims.queries import (
    all_files_of,
    check_attach,
    check_bring,
    check_writing,
    decision_of,
    file_for,
    locked_claim,
    papers_missing,
)
from claims.timetable import Side
from claims.uploads import Judged, stripped
from kernel.db import if_undone, new_id, once_committed
from kernel.errors import Missing
from kernel.work import Work

log = logging.getLogger("venire.papers")


def add_paper(work: Work, ref: str, paper: Paper, judged: Judged) -> ClaimPaper:
    """Keep a paper of the actor's own claim, stripped. judged: what `uploads.judge` returned.

    Raises Missing, also for a claim that an officer entered; Conflict once papers are no longer
    brought, or where there are too many.
    """
    claim = for_claimant(work, ref)
    check_bring(work.session, claim)
    row = _keep(work, claim, paper, None, judged)
    note_completeness(work, claim)
    _count_change(work, claim)
    tell(work, claim, PaperAdded(claim=ref, paper=row.id))
    return row


def attach(work: Work, ref: str, side: Side, judged: Judged) -> ClaimPaper:
    """Add a file to the statement of a side, for as long as that is being written.

    Raises Missing for who does not write for this side; Conflict when it is late, or has three.
    """
    claim = for_side(work, ref, side)
    check_attach(work.session, claim, side, work.now)
    row = _keep(work, claim, Paper.OTHER, side, judged)
    note_writer(work, claim, side)
    told = PaperAdded if side is Side.CLAIMANT else PaperAddedByPlan
    tell(work, claim, told(claim=ref, paper=row.id))
    return row


def remove_paper(work: Work, ref: str, side: Side, paper_id: str) -> ClaimPaper:
    """Take a file back: a paper as its claimant, or an attachment as one of its side.

    side: whose door the actor came through. Raises Missing, Conflict once it can not be changed.
    """
    for_side(work, ref, side)
    claim, row = file_for(work.session, work.actor.account, ref, side, paper_id, work.now)
    if side is not (Side(row.side) if row.side else Side.CLAIMANT):
        raise Missing()
    if row.side:
        check_writing(work.session, claim, side, work.now)
    else:
        papers.check_open(State(claim.state))
        decided = decision_of(work.session, claim)
        papers.check_take_back(row.at, decided.at if decided else None)
        _count_change(work, claim)
    _forget(work, row)
    work.session.flush()
    home, name = work.settings.home, row.vault_name
    if name is not None:
        _once_committed(work, lambda: vault.drop(home, claim.id, name))
    told = PaperRemoved if side is Side.CLAIMANT else PaperRemovedByPlan
    tell(work, claim, told(claim=ref, paper=row.id))
    return row


def open_paper(work: Work, ref: str, side: Side, paper_id: str) -> tuple[ClaimPaper, bytes]:
    """Return a file and what is in it, for one of a side; that it was opened is recorded.

    Raises Missing, alike for another's, for what is not there and for what was erased.
    """
    claim, row = file_for(work.session, work.actor.account, ref, side, paper_id, work.now)
    data = vault.get(work.settings.home, claim.id, row.id, row.vault_name or "")
    told = PaperOpened if side is Side.CLAIMANT else PaperOpenedByOfficer
    tell(work, claim, told(claim=ref, paper=row.id))
    return row, data


def erase_papers(work: Work, claim: Claim) -> None:
    """Give up the key of a claim's papers, as part of withdrawing it while it is written."""
    rows = all_files_of(work.session, claim)
    for row in rows:
        if row.removed_at is None:
            _forget(work, row)
    claim.papers_erased_at = work.now
    work.session.flush()
    home, known = work.settings.home, _on_disk(rows)
    _once_committed(work, lambda: vault.shred(home, claim.id, known))
    tell(work, claim, PapersErased(claim=claim.ref))


def note_completeness(work: Work, claim: Claim) -> None:
    """Keep the first moment at which no paper of a claim was missing."""
    if claim.papers_complete_at is None and not papers_missing(work.session, claim):
        claim.papers_complete_at = work.now
        work.session.flush()


def finish_erasing(work: Work, ref: str) -> int:
    """Erase, where that was broken off, the key or the files of a claim; return how many."""
    claim = locked_claim(work.session, ref)
    home, rows = work.settings.home, all_files_of(work.session, claim)
    removed = [row for row in rows if row.removed_at is not None and row.vault_name is not None]
    gave_up = claim.papers_erased_at is not None
    if gave_up:
        vault.shred(home, claim.id, _on_disk(removed))
    for row in removed:
        if not gave_up:
            vault.drop(home, claim.id, row.vault_name or "")
        row.vault_name = None
    return len(removed) + gave_up


def _on_disk(rows: Iterable[ClaimPaper]) -> tuple[str, ...]:
    return tuple(row.vault_name for row in rows if row.vault_name is not None)


def _keep(work: Work, claim: Claim, paper: Paper, side: Side | None, judged: Judged) -> ClaimPaper:
    home, paper_id, data = work.settings.home, new_id(), stripped(judged)
    name = vault.put(home, claim.id, paper_id, data)
    if_undone(work.session, lambda: vault.drop(home, claim.id, name))
    row = ClaimPaper(
        id=paper_id,
        claim_id=claim.id,
        paper=paper,
        side=side,
        label=judged.label,
        kind=judged.kind,
        size=len(data),
        vault_name=name,
        by=work.actor.account,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _forget(work: Work, row: ClaimPaper) -> None:
    row.label, row.removed_by, row.removed_at = "", work.actor.account, work.now


def _count_change(work: Work, claim: Claim) -> None:
    """Let no decision be made on other papers than its officer has read. While the claim is written
    nobody else reads it, and what its claimant types beside is not to wait for a paper."""
    if State(claim.state) is not State.FILING:
        claim.revision += 1
        work.session.flush()


def _once_committed(work: Work, do: Callable[[], object]) -> None:
    """Do what cannot be taken back when the rows are safe; the job does what fails here."""

    def run() -> None:
        try:
            do()
        except Exception:  # whatever it is, what was asked for is done and committed
            log.exception("erasing files of a claim is left to the job")

    once_committed(work.session, run)
