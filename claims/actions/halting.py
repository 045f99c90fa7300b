"""What officers do about a file that jurors read already: it is changed, or it goes on as it is."""

from audit.actions import record
from claims.actions.steps import for_officer, note
from claims.events import FileTakenBack
from claims.life import Deed, State, after
from claims.models import TAKEN_BACK, WENT_ON, Claim
from claims.queries import halted_case, present_case, signed
from jury.actions import halt_case, resume_case
from jury.models import JuryCase
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work


def take_back(work: Work, ref: str, why: str) -> Claim:
    """Take a file back from the jurors to change its text; the case is halted meanwhile.

    The text is prepared, reviewed and agreed to anew; frozen again, it goes to the same jurors, and
    ballots on the old text are void. Raises Missing, Malformed without a reason, Conflict when the
    poll is over.
    """
    claim = for_officer(work, ref)
    case = present_case(work.session, ref)
    state = after(State(claim.state), Deed.TAKE_BACK)
    if case is None:
        raise Conflict(N_("No jury reads this claim."))
    said = remark(why, N_("Say why the text has to change."))
    halt_case(work, case.ref, "evidence", said)
    claim.state = state
    claim.facts = claim.facts.unremarked
    claim.revision += 1
    note(work, claim, TAKEN_BACK, said)
    record(work, FileTakenBack(claim=ref))
    return claim


def let_go_on(work: Work, ref: str) -> JuryCase:
    """Let a halted case go on as it is: nothing in it tells who somebody is.

    A juror's alarm is about what those who prepared and approved the text overlooked, so that
    another officer looks. Beside an assembly whose poll is over, the panel may be halted alone.
    Raises Missing; Conflict for the former, and while the text is changed.
    """
    claim = for_officer(work, ref)
    case = halted_case(work.session, ref) or present_case(work.session, ref)
    if case is None or claim.state != State.FROZEN:
        raise Conflict(N_("The text is being changed. It goes on when it is frozen again."))
    if signed(work.session, claim, work.actor.account):
        raise Conflict(
            N_("You prepared or approved this text: another officer looks, or it is taken back.")
        )
    note(work, claim, WENT_ON)
    return resume_case(work, case.ref)
