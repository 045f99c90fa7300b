"""What the language group does: give reasons, weigh each change, let a finding stand, sign off."""

from audit.actions import record
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.work import Work
from rules.actions.steps import step
from rules.events import RevisionApproved, RevisionSignedOff, RevisionWeighed
from rules.models import LintWaiver, Revision, UnitReason, UnitStance, UnitWeight
from rules.queries.issues import sign_offs_missing
from rules.queries.revisions import authors, changes_of, revision_by_ref, signed_off_by
from rules.queries.weighing import Weighed, doubts, procedure_of, text_digest, weighed
from rules.revision import (
    LONGEST_REASON,
    Stance,
    State,
    check_edit,
    check_review,
    check_sign_off,
)
from rules.text.weight import Procedure, Weight


def give_reason(work: Work, ref: str, amendment_id: str, unit: str, reason: str) -> None:
    """Say why a group of words changes; raises Missing for a change that is not (or no longer)."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_edit(State(revision.state))
    _unit(work, revision, amendment_id, unit)
    work.session.merge(
        UnitReason(
            amendment_id=amendment_id,
            unit=unit,
            reason=_short(reason, N_("Say why these words change.")),
            by=work.actor.account,
            at=work.now,
        )
    )
    _weighed(work, revision, "reason")


def raise_weight(work: Work, ref: str, amendment_id: str, unit: str, weight: Weight) -> None:
    """Say that a change is more than it counts as; raises Conflict where that is not more.

    More than anybody made of it so far: else whoever raised it could lower it alone.
    """
    revision = _weighable(work, ref)
    one = _unit(work, revision, amendment_id, unit)
    if weight <= one.weight:
        raise Conflict(N_("It weighs that much already. It can only be raised further."))
    work.session.merge(
        UnitWeight(
            amendment_id=amendment_id,
            unit=unit,
            by=work.actor.account,
            weight=int(weight),
            at=work.now,
        )
    )
    _weighed(work, revision, "weight")


def lower_weight(work: Work, ref: str, amendment_id: str, unit: str) -> None:
    """Agree that a raised change may go back to what the rules make of it.

    It takes two who did not raise it: nobody lowers a weight alone.
    """
    revision = _weighable(work, ref)
    one = _unit(work, revision, amendment_id, unit)
    if not one.raised_by - {work.actor.account}:
        raise Conflict(N_("Nobody else has raised this change."))
    work.session.merge(
        UnitWeight(
            amendment_id=amendment_id, unit=unit, by=work.actor.account, weight=None, at=work.now
        )
    )
    _weighed(work, revision, "weight")


def take_stance(
    work: Work, ref: str, amendment_id: str, unit: str, stance: Stance, word: str = ""
) -> None:
    """Say what one holds of a change, in review; an objection says why."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_review(State(revision.state), work.actor.account, authors(work.session, revision))
    _unit(work, revision, amendment_id, unit)
    if stance is Stance.OBJECT:
        word = _short(word, N_("Say what you object to, so that the author can mend it."))
    elif len(word) > LONGEST_REASON:
        raise Malformed(N_("Say it in at most %(most)s letters."), most=LONGEST_REASON)
    work.session.merge(
        UnitStance(
            amendment_id=amendment_id,
            unit=unit,
            by=work.actor.account,
            stance=stance.value,
            word=word.strip(),
            at=work.now,
        )
    )
    _weighed(work, revision, "stance")


def waive_finding(work: Work, ref: str, finding: str, reason: str) -> None:
    """Let a finding of the rules of wording stand, for these words and with a reason."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_edit(State(revision.state))
    after = {one.clause_id: one.after for one in changes_of(work.session, revision) if one.after}
    found = [one for one in doubts(work.session, revision) if one.finding.waiver_key == finding]
    if not found:
        raise Missing()
    for doubt in found:
        work.session.merge(
            LintWaiver(
                clause_id=doubt.clause_id,
                text_digest=text_digest(after[doubt.clause_id]),
                finding=finding,
                rule=doubt.finding.rule,
                quote=doubt.finding.quote,
                reason=_short(reason, N_("Say why the words may stand.")),
                by=work.actor.account,
                at=work.now,
            )
        )
    _weighed(work, revision, "waiver")


def sign_off(work: Work, ref: str, edition: int | None = None) -> None:
    """Sign the present edition off, having weighed every change and objecting to none.

    The last sign-off that the procedure asks for approves the revision, unless members have to be
    asked. edition: the one that was read. Raises Conflict, Stale.
    """
    revision = revision_by_ref(work.session, ref, lock=True)
    mine = [one.stance_of(work.actor.account) for one in weighed(work.session, revision)]
    check_sign_off(
        State(revision.state),
        work.actor.account,
        authors(work.session, revision),
        unweighed=sum(one is None for one in mine),
        objected=sum(one is not None and one.stance is Stance.OBJECT for one in mine),
        edition=revision.edition,
        seen=revision.edition if edition is None else edition,
    )
    if work.actor.account in signed_off_by(work.session, revision):
        return
    step(work, revision, "signed_off")
    record(work, RevisionSignedOff(revision=ref, edition=revision.edition))
    done = not sign_offs_missing(work.session, revision)
    if done and procedure_of(work.session, revision) is not Procedure.CONSULTATION:
        approve(work, revision)


def approve(work: Work, revision: Revision) -> None:
    """Write down that a revision is approved; whoever calls this has checked that it is."""
    revision.state = State.APPROVED
    step(work, revision, "approved")
    record(work, RevisionApproved(revision=revision.ref, edition=revision.edition))


def _weighable(work: Work, ref: str) -> Revision:
    revision = revision_by_ref(work.session, ref, lock=True)
    if revision.state not in {State.DRAFT, State.IN_REVIEW}:
        raise Conflict(N_("The changes of this revision have been weighed already."))
    return revision


def _unit(work: Work, revision: Revision, amendment_id: str, unit: str) -> Weighed:
    for one in weighed(work.session, revision):
        if (one.amendment_id, one.unit.key) == (amendment_id, unit):
            return one
    raise Missing()


def _short(text: str, empty: str) -> str:
    """Return a text that says something, shortly; raises Malformed, with `empty` for none."""
    text = text.strip()
    if not text:
        raise Malformed(empty)
    if len(text) > LONGEST_REASON:
        raise Malformed(N_("Say it in at most %(most)s letters."), most=LONGEST_REASON)
    return text


def _weighed(work: Work, revision: Revision, what: str) -> None:
    work.session.flush()
    record(work, RevisionWeighed(revision=revision.ref, edition=revision.edition, what=what))
