"""What the claimant says of the text that jurors will read: it may go before them, or not yet."""

from dataclasses import replace

from audit.actions import record
from claims.actions.steps import note
from claims.claim import check_approved, check_seen
from claims.events import SummaryAgreed, SummaryRefused
from claims.life import Deed, State, after
from claims.models import AGREED, REFUSED, Agreement, Claim
from claims.queries import digest_of, locked_claim, my_claim, refusals, sign_off
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work


def agree_to_text(work: Work, ref: str, revision: int) -> Claim:
    """Agree that jurors read the text as it stands. revision: the one that was read.

    Raises Missing, Conflict.
    """
    claim, state = _reading(work, ref, revision, Deed.AGREE)
    digest, approved = digest_of(work.session, claim), sign_off(work.session, claim)
    check_approved(approved.text_digest if approved else None, digest)
    claim.state = state
    work.session.add(_said(work, claim, text_digest=digest))
    note(work, claim, AGREED)
    record(work, SummaryAgreed(claim=ref, revision=claim.revision))
    return claim


def refuse_text(work: Work, ref: str, revision: int, remarks: str) -> Claim:
    """Refuse the text, with remarks that say why; it is written anew.

    The second time the remarks go into the file, for jurors to read beside the summary, and a
    third refusal is none: then the claimant agrees, or withdraws. Raises Missing, Malformed,
    Conflict.
    """
    claim, state = _reading(work, ref, revision, Deed.REFUSE)
    said = remark(remarks, N_("Say what is wrong or missing in the text."))
    before = refusals(work.session, claim)
    if before > 1:
        raise Conflict(
            N_(
                "Your remarks stand in the text by now. Agree that it goes before the jury with "
                "them, or withdraw the claim."
            )
        )
    work.session.add(_said(work, claim, remarks=said))
    if before:
        claim.facts = replace(claim.facts, claimant_remarks=said)
    claim.state = state
    claim.revision += 1
    note(work, claim, REFUSED, said)
    record(work, SummaryRefused(claim=ref, revision=claim.revision))
    return claim


def _said(
    work: Work, claim: Claim, *, remarks: str = "", text_digest: str | None = None
) -> Agreement:
    return Agreement(
        claim_id=claim.id,
        revision=claim.revision,
        agrees=text_digest is not None,
        remarks=remarks,
        text_digest=text_digest,
        at=work.now,
    )


def _reading(work: Work, ref: str, revision: int, deed: Deed) -> tuple[Claim, State]:
    my_claim(work.session, work.actor.account, ref)
    claim = locked_claim(work.session, ref)
    state = after(State(claim.state), deed)
    check_seen(claim.revision, revision)
    return claim, state
