"""What trustees are shown of the keys that they hold in parts, and admins of the trustees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jury import queries
from jury.keys import has_words
from jury.models import CaseTrustee, SharedKey
from jury.trustee import TO_DO, Duty, Holding, duty
from kernel.errors import Missing
from kernel.work import ground


@dataclass(frozen=True)
class PartPage:
    """A part of the key of a case, as the one who holds it sees it: nothing of what it is about.

    until: when what comes next must be done. shown: when they last looked at their words.
    """

    ref: str
    place: int
    threshold: int
    count: int
    duty: Duty
    until: datetime | None
    shown: datetime | None

    @property
    def to_do(self) -> bool:
        return self.duty in TO_DO


def my_parts(session: Session, account_id: str, now: datetime) -> list[PartPage]:
    """Return the parts of keys that an account holds, the latest first."""
    return [_page(*one, now) for one in queries.parts_held(session, account_id)]


def my_part(session: Session, account_id: str, ref: str, now: datetime) -> PartPage:
    """Return the part of the key of one case that an account holds; raises Missing."""
    for part, key, stage in queries.parts_held(session, account_id, ref):
        return _page(part, key, stage, now)
    raise Missing()


def _page(part: CaseTrustee, key: SharedKey, stage: str, now: datetime) -> PartPage:
    holding = Holding(
        stage=stage,
        here=part.kept_at is None and has_words(ground().settings, part.case_ref, part.place),
        shown=part.shown_at is not None,
        kept=part.kept_at is not None,
        brought=part.entered_at is not None,
        until=key.enter_by,
    )
    next_ = duty(holding, now)
    return PartPage(
        ref=part.case_ref,
        place=part.place,
        threshold=key.threshold,
        count=key.count,
        duty=next_,
        until=key.enter_by if next_ is Duty.BRING else key.write_by,
        shown=part.shown_at,
    )
