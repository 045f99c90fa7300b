"""What an officer reads of what is published of a case, and of what is to be taken out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from jury import queries
from jury.blackening import blackened, holds, places
from jury.casefile import CaseFile
from jury.models import Reason
from kernel.errors import Missing


@dataclass(frozen=True)
class Proposed:
    """What is to be taken out. places: see `jury.blackening.places`. reason: the one that is to be
    withheld whole. reads: each text of the file, and each reason, that would change, as it would
    read.
    in_log: whether the words stand in the question, which the log holds in clear."""

    id: str
    words: str
    mine: bool
    at: datetime
    places: dict[str, int]
    reason: str | None
    title: str
    reads: tuple[str, ...]
    in_log: bool


@dataclass(frozen=True)
class BlackeningPage:
    """What is published of a case, what is proposed, and when something was taken out."""

    ref: str
    file: CaseFile
    reasons: list[Reason]
    proposed: list[Proposed]
    done: list[datetime]


def blackening_page(session: Session, account_id: str, ref: str) -> BlackeningPage:
    """Return what an officer sees; raises Missing for a case that they may not handle, and for one
    without a verdict."""
    case = queries.officer_case(session, ref, account_id)
    if case.stage != "decided":
        raise Missing()
    file = queries.file_of(queries.the_case(session, ref))
    reasons = queries.reasons_published(session, ref)
    # Those that wait lose the words too: whoever agrees is to know.
    texts = {one.id: one.text for one in queries.reasons_told(session, ref)}
    proposed = []
    for one in queries.blackenings(session, ref):
        words = one.words
        said = [*_texts(file.as_json()), *texts.values()]
        hit = [text for text in said if words and holds(text, words)]
        proposed.append(
            Proposed(
                id=one.id,
                words=words,
                mine=one.proposed_by == account_id,
                at=one.proposed_at,
                places=places(file, list(texts.values()), words) if words else {},
                reason=texts.get(one.reason_id or ""),
                title=blackened(file.title, words) if words else file.title,
                reads=tuple(blackened(text, words) for text in hit),
                in_log=bool(words) and holds(file.question, words),
            )
        )
    return BlackeningPage(ref, file, reasons, proposed, queries.taken_out(session, ref))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a case file as JSON, once."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
