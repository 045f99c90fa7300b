"""What happens in the exam room that the registry remembers.

A sitting is named by a random id, and its member by none: a paper without a certificate is one that
was failed. How somebody scored stands in no log; a pass shows as the qualification that the
members' room grants (docs/adr/0018-the-log-names-nobody-who-sits.md).
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class BankLoaded(Event):
    """Items were added to the bank or given a new wording.

    items: how many changed. enemies: how many pairs that never meet in a paper are new. digest:
    SHA-256 over a line for each, sorted: `item/version content` of an item, content being its own
    SHA-256, and `item other` of a pair.
    """

    kind: ClassVar[str] = "bank.loaded"

    items: int
    enemies: int
    digest: str


@dataclass(frozen=True)
class SittingStarted(Event):
    """A member took a paper; who it was is nobody's business. seed: SHA-256 of the seed that the
    paper was drawn from."""

    kind: ClassVar[str] = "sitting.started"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    sitting: str
    specification: str
    seed: str


@dataclass(frozen=True)
class SittingHandedIn(Event):
    """A paper was handed in, or its time ended, and it was graded; whose it was is nobody's
    business.

    digest: SHA-256 over `answers`, `handed_in_at`, `paper` and `seed` of the sitting as canonical
    JSON (compact, keys sorted, UTF-8): none of them can be changed afterwards.
    """

    kind: ClassVar[str] = "sitting.handed_in"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    sitting: str
    digest: str


@dataclass(frozen=True)
class DeltaStarted(Event):
    """A juror began to learn anew what changed; who it was is nobody's business. clauses: the ids
    of the clauses. seed: SHA-256 of the seed that its questions are chosen by."""

    kind: ClassVar[str] = "delta.started"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    sitting: str
    clauses: list[str]
    seed: str


@dataclass(frozen=True)
class DeltaEnded(Event):
    """A delta paper ended: all was known, the rules changed again, or nothing could be asked any
    more; whose it was is nobody's business.

    digest: SHA-256 over `ended_at`, `mastered`, `owed`, `seed` and `steps` of the paper, canonical
    JSON (compact, keys sorted, UTF-8): none of them can be changed afterwards.
    """

    kind: ClassVar[str] = "delta.ended"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    sitting: str
    digest: str


@dataclass(frozen=True)
class ReportMade(Event):
    """A member reported, from a graded paper, a question (`item`) or a clause (`clause`)."""

    kind: ClassVar[str] = "report.made"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    report: str
    about: str
    clause: str


@dataclass(frozen=True)
class ReportAnswered(Event):
    """An editor answered a member's report from the exam."""

    kind: ClassVar[str] = "report.answered"

    report: str


@dataclass(frozen=True)
class HelpAsked(Event):
    """A member who failed often asked a person for help; who it was is nobody's business."""

    kind: ClassVar[str] = "help.asked"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"


@dataclass(frozen=True)
class HelpTaken(Event):
    """An editor sees to a member who asked for help."""

    kind: ClassVar[str] = "help.taken"


@dataclass(frozen=True)
class AllowanceGiven(Event):
    """An admin gave a member more time for papers. Who, how much and why stands in no log: it
    tells of their health."""

    kind: ClassVar[str] = "allowance.given"


@dataclass(frozen=True)
class AllowanceWithdrawn(Event):
    """An admin took a member's extra time back; whose stands in no log."""

    kind: ClassVar[str] = "allowance.withdrawn"


@dataclass(frozen=True)
class ItemDraftSent(Event):
    """A draft of an item was sent in for a review."""

    kind: ClassVar[str] = "item.draft_sent"

    draft: str
    item: str


@dataclass(frozen=True)
class ItemDraftReturned(Event):
    """A draft went back to those who wrote it: a reviewer returned it, or they took it back."""

    kind: ClassVar[str] = "item.draft_returned"

    draft: str
    item: str


@dataclass(frozen=True)
class ItemApproved(Event):
    """An editor who did not write it put a version of an item into papers."""

    kind: ClassVar[str] = "item.approved"

    item: str
    version: int


@dataclass(frozen=True)
class ItemPulled(Event):
    """An editor took an item out of papers."""

    kind: ClassVar[str] = "item.pulled"

    item: str
    version: int


@dataclass(frozen=True)
class ItemPutBack(Event):
    """An editor let an item be asked again that had been taken out of papers."""

    kind: ClassVar[str] = "item.put_back"

    item: str
    version: int


@dataclass(frozen=True)
class ItemRetired(Event):
    """An item is asked no more."""

    kind: ClassVar[str] = "item.retired"

    item: str


@dataclass(frozen=True)
class EnemiesChanged(Event):
    """Two items never meet in a paper from now on, or may meet again. set: 1 or 0."""

    kind: ClassVar[str] = "item.enemies_changed"

    item: str
    other: str
    set: bool


@dataclass(frozen=True)
class ItemReaffirmed(Event):
    """An editor found an item still right by the words of a later version of a clause."""

    kind: ClassVar[str] = "item.reaffirmed"

    item: str
    version: int
    clause: str
    clause_version: int


@dataclass(frozen=True)
class ItemActionProposed(Event):
    """An editor proposed to drop a question that was asked, to accept further answers, or to give
    everybody credit for it. part: which question of a case, from 0."""

    kind: ClassVar[str] = "item_action.proposed"

    action: str
    item: str
    version: int
    part: int
    what: str


@dataclass(frozen=True)
class ItemActionApplied(Event):
    """A second editor applied an item action. papers: how many asked the question; changed: of how
    many the score changed, or that they are passed."""

    kind: ClassVar[str] = "item_action.applied"

    action: str
    papers: int
    changed: int


@dataclass(frozen=True)
class ItemActionRefused(Event):
    """A second editor refused an item action."""

    kind: ClassVar[str] = "item_action.refused"

    action: str


@dataclass(frozen=True)
class QuestionsImported(Event):
    """An editor brought questions from a file; they are drafts. digest: SHA-256 of the file."""

    kind: ClassVar[str] = "questions.imported"

    drafts: int
    digest: str
