"""What the claimant says of the text that jurors will read: it may go before them, or not yet."""

from dataclasses import replace

from audit.actions import record
from claims.actions.steps import for_claimant, note
from claims.claim import check_approved, check_seen
from claims.life import Deed, State, after
from claims.models import AGREED, REFUSED, STRUCK, Agreement, Claim
from claims.queries import digest_of, refusals, sign_off
from claims.refusal import check_said
from claims.text_events import RemarksStruck, SummaryAgreed, SummaryRefused
from kernel.errors import N_, Conflict
from kernel.work import Work


def agree_to_text(work: Work, ref: str, revision: int) -> Claim:
    """Agree that jurors read the text as it stands, and decide by the standard that stands with it.
    revision: the one that was read.

    Raises Missing, Conflict.
    """
    claim, state = _reading(work, ref, revision, Deed.AGREE)
    digest, approved = digest_of(work.session, claim), sign_off(work.session, claim)
    check_approved(approved.text_digest if approved else None, digest)
    claim.state = state
    work.session.add(
        Agreement(
            claim_id=claim.id,
            revision=claim.revision,
            agrees=True,
            remarks="",
            text_digest=digest,
            at=work.now,
        )
    )
    note(work, claim, AGREED)
    record(work, SummaryAgreed(claim=ref, revision=claim.revision))
    return claim


def refuse_text(work: Work, ref: str, revision: int, told: str, for_jurors: str = "") -> Claim:
    """Refuse the text, and say why: it is changed, or an officer answers.

    told: to the officers alone, such as what could give the claimant away. for_jurors: what they
    read beside the summary, from the second refusal on; it takes the place of what stood there.
    Raises Missing, Malformed, Conflict.
    """
    claim, state = _reading(work, ref, revision, Deed.REFUSE)
    before = refusals(work.session, claim)
    told, for_jurors = check_said(told, for_jurors, before)
    said = Agreement(
        claim_id=claim.id, revision=claim.revision, agrees=False, remarks=told, at=work.now
    )
    claim.state = state
    said_to_jurors = replace(claim.facts, claimant_remarks=for_jurors)
    claim.facts = claim.facts.with_remarks_of(said_to_jurors)
    claim.revision += 1
    work.session.flush()
    said.text_digest = digest_of(work.session, claim)
    work.session.add(said)
    note(work, claim, REFUSED, told or for_jurors)
    record(work, SummaryRefused(claim=ref, revision=claim.revision))
    return claim


def strike_remarks(work: Work, ref: str, revision: int) -> Claim:
    """Take one's remarks out of the text, and with them the plan's to them.

    A second officer reads it anew, and the claimant is asked again. Raises Missing, Conflict.
    """
    claim, state = _reading(work, ref, revision, Deed.STRIKE)
    if not claim.claimant_remarks:
        raise Conflict(N_("No remarks of yours stand in the text."))
    claim.state = state
    claim.facts = claim.facts.unremarked
    claim.revision += 1
    note(work, claim, STRUCK)
    record(work, RemarksStruck(claim=ref, revision=claim.revision))
    return claim


def _reading(work: Work, ref: str, revision: int, deed: Deed) -> tuple[Claim, State]:
    claim = for_claimant(work, ref)
    state = after(State(claim.state), deed)
    check_seen(claim.revision, revision)
    return claim, state
