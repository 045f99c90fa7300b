"""What members remarked on the words of a clause, followed to the words that stand there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from rules.clause import ClauseVersion
from rules.models import Comment
from rules.queries.signals import comments_on
from rules.text.anchor import Anchor, find, reanchor
from rules.text.passage import in_its_sentence
from rules.text.reference import printed


@dataclass(frozen=True)
class Remark:
    """A remark, and where its words stand in the version shown; no anchor: they are gone.

    before, quote, after: the words in their sentence as the page prints them; of an orphan, the
    quote alone, as it was.
    """

    comment: Comment
    anchor: Anchor | None
    before: str
    quote: str
    after: str

    @property
    def orphan(self) -> bool:
        """Whether the words that it was about are gone."""
        return self.anchor is None


def remarks_on(session: Session, versions: Sequence[ClauseVersion]) -> list[Remark]:
    """Return the remarks on a clause, the latest first, as they stand in the last of `versions`.

    versions: of one clause, the oldest first, up to the one shown. What was said of a later one is
    left out: it does not speak of these words.
    """
    shown = versions[-1]
    made = comments_on(session, [shown.clause_id]).get(shown.clause_id, [])
    said = [one for one in made if one.version <= shown.version]
    return [_remark(one, _followed(one, versions), shown) for one in said]


def _followed(comment: Comment, versions: Sequence[ClauseVersion]) -> Anchor | None:
    """Follow the quote of a comment through the versions since; None when its words are gone."""
    texts = [one.text for one in versions if one.version >= comment.version]
    anchor: Anchor | None = Anchor(comment.quote, comment.before, comment.after)
    for old, new in pairwise(texts):
        anchor = reanchor(anchor, old, new) if anchor else None
    return anchor


def _remark(comment: Comment, anchor: Anchor | None, shown: ClauseVersion) -> Remark:
    place = find(anchor, shown.text) if anchor else None
    if anchor is None or place is None:
        return Remark(comment, None, "", printed(comment.quote, shown.numbers), "")
    parts = in_its_sentence(shown.text, *place)
    before, quote, after = (printed(part, shown.numbers) for part in parts)
    return Remark(comment, anchor, before, quote, after)
