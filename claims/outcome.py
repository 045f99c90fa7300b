"""What a jury's verdict means for the claimant, and what comes next: their own words for it."""

from dataclasses import dataclass
from datetime import datetime

from claims.settlement import Result, Settlement
from claims.timetable import Side
from jury.verdict import NEW_PANEL


@dataclass(frozen=True)
class Outcome:
    """Where a claim stands since its last verdict.

    verdict_ref: the case of that verdict. outcome, stands: as its log says. settlement: what the
    claim comes to as things are; None while another panel is to be drawn. appealed: the side that
    has appealed. is_heard: whether that appeal is decided.
    """

    verdict_ref: str
    outcome: str
    stands: str
    settlement: Settlement | None
    appealed: Side | None = None
    is_heard: bool = False

    @property
    def place(self) -> str:
        """Where that is for the claimant, by the words for it."""
        if self.appealed is not None and not self.is_heard:
            return "plan_appealed" if self.appealed is Side.RESPONDENT else "you_appealed"
        if self.settlement is None or self.stands == NEW_PANEL:
            return "again"
        paid = self.settlement.settled.result
        if self.outcome == "upheld":
            return "upheld" if paid is Result.FULL else "upheld_less"
        if self.outcome == "denied":
            return "denied" if paid is Result.REFUSED else "denied_less"
        return "undecided" if paid is Result.REFUSED else "undecided_paid"

    @property
    def fen(self) -> int:
        """What is to be paid as things are."""
        return self.settlement.settled.fen if self.settlement else 0

    @property
    def is_final(self) -> bool:
        """Whether it was the appeal that was decided, so that there is none any more."""
        return self.appealed is not None and self.is_heard

    @property
    def is_objected_to(self) -> bool:
        """Whether a member's objection to the payment is not answered yet."""
        return bool(self.settlement and self.settlement.objections)

    def appeal_until(self, now: datetime) -> datetime | None:
        """Return until when the claimant may appeal; None where they may not."""
        if self.settlement is None or not self.settlement.may_appeal(Side.CLAIMANT, now):
            return None
        return self.settlement.appeal_until

    def open_until(self, now: datetime) -> datetime | None:
        """Return until when a side may appeal, whichever; None where none may any more."""
        if self.settlement is None:
            return None
        can = any(self.settlement.may_appeal(side, now) for side in Side)
        return self.settlement.appeal_until if can else None

    def is_news(self, now: datetime) -> bool:
        """Whether it is still on its way: members or sides may do something, or have done it."""
        if self.settlement is None:
            return True
        return self.settlement.pending or self.is_objected_to or now < self.settlement.free_at
