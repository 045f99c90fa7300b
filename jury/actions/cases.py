"""How a case begins before the jury, begins again, and ends without a decision."""

from collections.abc import Mapping

import sqlalchemy as sa

from audit.actions import append, record
from jury.actions.box import log_held_ballots
from jury.actions.evidence import hand_down
from jury.ballot import Ballot, Choice, Finding
from jury.casefile import CaseFile
from jury.events import CaseFrozen, CaseWithdrawn
from jury.keys import destroy_case_keys, make_case_keys
from jury.models import BEFORE_CLOSING, Draw, Exclusion, JuryCase, Seat, Verdict, Withdrawal
from jury.queries import (
    EARLIER_CASE,
    case_for_officer,
    file_of,
    halt_of,
    locked_case,
    standard_of,
)
from jury.standard import PRESETS
from jury.verdict import NEW_PANEL
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work


def open_case(
    work: Work,
    file: CaseFile,
    standard_name: str,
    exclusions: Mapping[str, str],
    again_of: str | None = None,
    *,
    appeal: bool = False,
) -> JuryCase:
    """Freeze a case file, make the case's keys and begin its log.

    exclusions: account id to reason code, of those who may not sit.
    again_of: the case that this one decides again; whoever was drawn for it is excluded too.
    appeal: whether a side appealed; without a decision, what it appealed from stands.
    Raises Malformed for a file or a standard that cannot be judged under, Conflict for a case
    that is there already.
    """
    standard = PRESETS.get(standard_name)
    if standard is None or not standard.drawn:
        raise Malformed(N_("Choose a standard under which a panel is drawn."))
    _check_file(file)
    if work.session.get(JuryCase, file.ref) is not None:
        raise Conflict(N_("This case is before the jury already."))
    keys = make_case_keys(work.settings, file.ref)
    case = JuryCase(
        ref=file.ref,
        stage="frozen",
        title=file.title,
        file=file.as_json(),
        file_digest=file.digest(),
        standard=standard.as_json(),
        public_key=keys.public,
        again_of=again_of,
        frozen_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    barred = {**_drawn_for(work, again_of), **exclusions}
    work.session.add_all(
        Exclusion(case_ref=file.ref, account_id=account, reason=reason)
        for account, reason in barred.items()
    )
    append(
        work,
        file.ref,
        "case.opened",
        {
            "file": case.file_digest,
            "question": file.question,
            "clauses": [
                {"id": clause.id, "version": clause.version, "digest": clause.digest}
                for clause in file.clauses
            ],
            "standard": case.standard,
            "tiers": list(file.tiers),
            "key": keys.public.hex(),
            "again_of": again_of,
            "appeal": appeal,
        },
    )
    record(work, CaseFrozen(case=file.ref, file=case.file_digest))
    return case


def open_again(work: Work, ref: str) -> JuryCase:
    """Open the one new case that a hung or inquorate verdict asked for, with a fresh panel.

    The file stays the same, and so does the standard. Raises Missing, also for an actor with a
    stake or a seat in the case; Conflict when the verdict asked for none, or the case is there
    already.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    verdict = work.session.get(Verdict, ref)
    if verdict is None or verdict.body["stands"] != NEW_PANEL:
        raise Conflict(N_("The verdict does not ask for a new panel."))
    excluded = work.session.execute(
        sa.select(Exclusion.account_id, Exclusion.reason).where(Exclusion.case_ref == ref)
    )
    return open_case(
        work,
        file_of(case).named(next_ref(ref)),
        standard_of(case).name,
        {row.account_id: row.reason for row in excluded},
        again_of=ref,
    )


def open_on_appeal(work: Work, ref: str, exclusions: Mapping[str, str]) -> JuryCase:
    """Open a new case on the file of a decided one, with a panel that nobody sits on who was drawn
    for it before. exclusions: account id to reason code, of those with a stake.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict while it is not
    decided, or was decided again already.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if work.session.get(Verdict, ref) is None:
        raise Conflict(N_("This case is not decided yet."))
    file = file_of(case).named(next_ref(ref))
    return open_case(work, file, standard_of(case).name, exclusions, ref, appeal=True)


def next_ref(ref: str) -> str:
    """Return the reference of the case that decides `ref` again: C-2026-0001, then -2, then -3."""
    letter, year, number, *again = ref.split("-")
    return f"{letter}-{year}-{number}-{int(again[0]) + 1 if again else 2}"


def withdraw_case(work: Work, ref: str) -> JuryCase:
    """Withdraw a case before its poll has closed. The box is never opened: its key is destroyed.

    The ballots that were cast are logged as they are, sealed, and the log ends. Raises Missing,
    or Conflict when the poll has closed or the case is over.
    """
    case = locked_case(work.session, ref)
    halted = halt_of(work.session, ref) is not None
    over = case.closes_at is not None and case.closes_at <= work.now and not halted
    if case.stage not in BEFORE_CLOSING or over:
        raise Conflict(N_("The poll has closed, so the claim can no longer be withdrawn."))
    log_held_ballots(work, case)
    append(work, ref, "case.withdrawn", {})
    work.session.execute(
        sa.update(Draw).where(Draw.case_ref == ref, Draw.state == "pending").values(state="void")
    )
    work.session.add(Withdrawal(case_ref=ref, stage=case.stage, withdrawn_at=work.now))
    case.stage = "withdrawn"
    work.session.flush()
    hand_down(work, ref)
    record(work, CaseWithdrawn(case=ref))
    # Only once it is sure that the withdrawal stands; the job sweeps up after a crash in between.
    sa.event.listen(
        work.session,
        "after_commit",
        lambda _session: destroy_case_keys(work.settings, ref),
        once=True,
    )
    return case


def _drawn_for(work: Work, ref: str | None) -> dict[str, str]:
    """Return who was drawn for a case, or for one that it decided again."""
    found: dict[str, str] = {}
    while ref is not None:
        drawn = work.session.scalars(sa.select(Seat.account_id).where(Seat.case_ref == ref))
        found |= dict.fromkeys(drawn, EARLIER_CASE)
        ref = work.session.get_one(JuryCase, ref).again_of
    return found


def _check_file(file: CaseFile) -> None:
    if not file.clauses or len(set(file.issues)) < len(file.clauses):
        raise Malformed(N_("A case cites each clause in dispute once, and at least one."))
    if any(tier <= 0 for tier in file.tiers) or len(set(file.tiers)) < len(file.tiers):
        raise Malformed(N_("The amounts in dispute must be positive and differ."))
    longest = Ballot(
        Choice.CANNOT_JUDGE,
        dict.fromkeys(file.issues, Finding.DOES_NOT_APPLY),
        max(file.tiers, default=None),
    )
    try:
        longest.encode()
    except ValueError:
        raise Malformed(N_("A ballot cannot hold so many clauses.")) from None
