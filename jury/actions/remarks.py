"""What members say of a new roll, and what officers answer: a draw from a wrong list is wrong."""

from audit.actions import record
from jury.events import RollRemarkAnswered, RollRemarked
from jury.models import Roll, RollRemark
from jury.queries import to_answer
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Missing
from kernel.remark import remark
from kernel.work import Work


def remark_on_roll(work: Work, epoch: int, told: str) -> None:
    """Say, as a member, that a roll is wrong: they are missing on it, or stand on it wrongly.

    Until an officer has answered, nobody is drawn from it. Raises Missing for no such roll,
    Malformed for no words or too many, Conflict when the time for it is over, or for a second
    remark of a member on a roll.
    """
    roll = work.session.get(Roll, epoch)
    if roll is None:
        raise Missing()
    if work.now >= roll.usable_from:
        raise Conflict(
            N_("The time to correct this roll is over. What is wrong goes right in the next one.")
        )
    said = remark(told, N_("Say what is wrong: that you are missing, or what is not so."))
    row = RollRemark(
        id=new_id(), epoch=epoch, account_id=work.actor.account, told=said, at=work.now
    )
    if not insert_once(work.session, row):
        raise Conflict(N_("You said before that this roll is wrong; an officer answers you here."))
    record(work, RollRemarked(epoch=epoch))


def answer_remark(work: Work, remark_id: str, upheld: bool, answer: str) -> RollRemark:
    """Answer a remark on a roll, as an officer; from a roll with an upheld one nobody is drawn.

    What was wrong is mended, and then the next roll published. Raises Missing, also for one's own
    remark and that of somebody close; Malformed without an answer; Conflict when it was answered.
    """
    row = to_answer(work.session, RollRemark, remark_id, work.actor.account)
    if row.upheld is not None:
        raise Conflict(N_("This remark was answered before."))
    row.answer = remark(answer, N_("Say what you found: the member reads it."))
    row.upheld, row.answered_by, row.answered_at = upheld, work.actor.account, work.now
    record(work, RollRemarkAnswered(epoch=row.epoch, upheld=upheld))
    work.session.flush()
    return row
