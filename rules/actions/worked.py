"""What is done with worked cases: one is written, and answered blind."""

from audit.actions import record
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.work import Work
from rules.events import RevisionWeighed
from rules.models import Revision, WorkedAnswer, WorkedCase
from rules.queries.revisions import amendments, revision_by_ref
from rules.queries.worked import answers_to, worked_case
from rules.revision import State
from rules.worked import Reading

LONGEST_FACTS = 2_000


def write_case(work: Work, ref: str, clause_id: str, facts: str, reading: Reading) -> WorkedCase:
    """Write a case on a clause that a revision changes, with its outcome under both wordings."""
    revision = _open(work, ref)
    if clause_id not in _touched(work, revision):
        raise Missing()
    if not facts.strip() or len(facts) > LONGEST_FACTS:
        raise Malformed(N_("Tell the facts in at most %(most)s letters."), most=LONGEST_FACTS)
    written = WorkedCase(
        clause_id=clause_id,
        revision_id=revision.id,
        facts=facts.strip(),
        before=reading.before.value,
        after=reading.after.value,
        by=work.actor.account,
        at=work.now,
    )
    work.session.add(written)
    work.session.flush()
    record(work, RevisionWeighed(revision=ref, edition=revision.edition, what="worked"))
    return written


def answer_case(work: Work, ref: str, case_id: str, reading: Reading) -> None:
    """Answer a case on the present wording, once: whoever has answered sees the others' answers."""
    revision = _open(work, ref)
    case = worked_case(work.session, case_id)
    if case.clause_id not in _touched(work, revision):
        raise Missing()
    if case.by == work.actor.account:
        raise Conflict(N_("You wrote this case. Others answer it."))
    answers = answers_to(work.session, case, revision.edition)
    if any(one.by == work.actor.account for one in answers):
        raise Conflict(N_("You have answered this case, and have seen what others answered."))
    work.session.add(
        WorkedAnswer(
            case_id=case.id,
            by=work.actor.account,
            edition=revision.edition,
            before=reading.before.value,
            after=reading.after.value,
            at=work.now,
        )
    )
    work.session.flush()
    record(work, RevisionWeighed(revision=ref, edition=revision.edition, what="worked"))


def _open(work: Work, ref: str) -> Revision:
    revision = revision_by_ref(work.session, ref, lock=True)
    if revision.state not in {State.DRAFT, State.IN_REVIEW}:
        raise Conflict(N_("The changes of this revision have been weighed already."))
    return revision


def _touched(work: Work, revision: Revision) -> set[str]:
    return {name for one in amendments(work.session, revision) for name in one.touches}
