"""How a case begins before the jury, and begins again."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from audit.actions import append, record
from audit.reasons import CHALLENGED, TOOK_PART, TRUSTEE
from jury.actions.casekeys import hand_out, new_key
from jury.ballot import Ballot, Choice, Finding
from jury.casefile import CaseFile
from jury.events import CaseFrozen
from jury.models import Exclusion, JuryCase, Seat, Verdict
from jury.queries import (
    EARLIER_CASE,
    case_for_officer,
    chain_of,
    challenged_in,
    file_of,
    is_of_appeal,
    sat_in,
    standard_of,
)
from jury.reason import longest_reason
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
    beside_of: str | None = None,
) -> JuryCase:
    """Freeze a case file, make the case's keys and begin its log.

    exclusions: account id to reason code, of those who may not sit.
    again_of: the case that this one decides again; whoever was drawn for it is excluded too.
    appeal: whether a side appealed; without a decision, what it appealed from stands.
    beside_of: the assembly beside which this one estimates, and decides nothing.
    Raises Malformed for a file or a standard that cannot be judged under, Conflict for a case
    that is there already, and as `new_key` does.
    """
    standard = PRESETS.get(standard_name)
    if standard is None:
        raise Malformed(N_("There is no such standard."))
    _check_file(file)
    if work.session.get(JuryCase, file.ref) is not None:
        raise Conflict(N_("This case is before the jury already."))
    chain = chain_of(work.session, again_of) if again_of else []
    barred = {**_some_of_before(work, chain), **exclusions}
    key = new_key(work, file.ref, barred)
    case = JuryCase(
        ref=file.ref,
        stage="frozen",
        mode="drawn" if standard.drawn else "open",
        title=file.title,
        file=file.as_json(),
        file_digest=file.digest(),
        standard=standard.as_json(),
        public_key=key.public,
        again_of=again_of,
        beside_of=beside_of,
        frozen_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    barred = {**dict.fromkeys(key.trustees, TRUSTEE), **barred}
    work.session.add_all(
        Exclusion(case_ref=file.ref, account_id=account, reason=reason)
        for account, reason in barred.items()
    )
    work.session.flush()
    _exclude_those_of(work, file.ref, chain)
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
            "key": key.public.hex(),
            "again_of": again_of,
            "appeal": appeal,
            **({} if beside_of is None else {"beside_of": beside_of}),
        },
    )
    hand_out(work, file.ref, key)
    record(work, CaseFrozen(case=file.ref, file=case.file_digest))
    return case


def open_again(work: Work, ref: str) -> JuryCase:
    """Open the one new case that a hung or inquorate verdict asked for, or in place of a void one,
    with a fresh panel.

    The file stays the same, and so does the standard; in place of the case of an appeal it is that
    of the same appeal. Raises Missing, also for an actor with a stake or a seat in the case;
    Conflict when nothing asks for a new panel, or the case is there already.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    verdict = work.session.get(Verdict, ref)
    asked = verdict is not None and verdict.body["stands"] == NEW_PANEL
    if case.beside_of is not None:
        raise Conflict(N_("A panel beside an assembly is not drawn twice."))
    if case.stage != "void" and not asked:
        raise Conflict(N_("The verdict does not ask for a new panel."))
    excluded = work.session.execute(
        sa.select(Exclusion.account_id, Exclusion.reason).where(
            Exclusion.case_ref == ref,
            # The new key is for trustees of its own; who sat before, or was challenged, is found.
            Exclusion.reason.not_in((TRUSTEE, CHALLENGED, EARLIER_CASE)),
        )
    )
    return open_case(
        work,
        file_of(case).named(next_ref(ref)),
        standard_of(case).name,
        {row.account_id: row.reason for row in excluded},
        again_of=ref,
        appeal=case.stage == "void" and is_of_appeal(work.session, ref),
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


def _some_of_before(work: Work, chain: Sequence[str]) -> dict[str, str]:
    """Return who was challenged in one of these cases, and of the trustees who sat in one.

    How many were drawn is public. So whoever was challenged counts among those who were drawn, or
    who took part: a code of their own would tell how many of the challenged were drawn.
    """
    challenged = challenged_in(work.session, chain)
    sat = sat_in(work.session, chain, challenged)
    return {**dict.fromkeys(challenged, TOOK_PART), **dict.fromkeys(sat, EARLIER_CASE)}


def _exclude_those_of(work: Work, ref: str, chain: Sequence[str]) -> None:
    """Exclude from a case whoever was drawn for one of these, or took a seat in it, in one
    statement: of an assembly there may be a million."""
    there = sa.exists().where(Exclusion.case_ref == ref, Exclusion.account_id == Seat.account_id)
    sat = (
        sa.select(sa.literal(ref), Seat.account_id, sa.literal(EARLIER_CASE))
        .where(Seat.case_ref.in_(chain), sa.not_(there))
        .distinct()
    )
    work.session.execute(
        sa.insert(Exclusion).from_select(["case_ref", "account_id", "reason"], sat)
    )


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
    if not (longest.fits and longest_reason(file).fits):
        raise Malformed(N_("A ballot cannot hold so many clauses."))
