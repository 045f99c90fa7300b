"""What happens to the papers of a claim that the registry remembers: no name, kind or content.

A paper is called by its random id here, so that who opened it can be asked of the log.
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class PaperAdded(Event):
    """The claimant's side brought a file: a paper, or an attachment of its statement.

    paper: a random id, which tells nothing. Signed as "claimant".
    """

    kind: ClassVar[str] = "claim.paper_added"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    paper: str


@dataclass(frozen=True)
class PaperAddedByPlan(Event):
    """The plan's side attached a file to its statement."""

    kind: ClassVar[str] = "claim.paper_added_by_plan"

    claim: str
    paper: str


@dataclass(frozen=True)
class PaperRemoved(Event):
    """The claimant's side took a file back; it is erased. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.paper_removed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    paper: str


@dataclass(frozen=True)
class PaperRemovedByPlan(Event):
    """The plan's side took an attachment back; it is erased."""

    kind: ClassVar[str] = "claim.paper_removed_by_plan"

    claim: str
    paper: str


@dataclass(frozen=True)
class PaperOpened(Event):
    """The claimant or their adviser opened a file. Signed as "claimant"."""

    kind: ClassVar[str] = "claim.paper_opened"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
    paper: str


@dataclass(frozen=True)
class PaperOpenedByOfficer(Event):
    """An officer opened a file of a claim."""

    kind: ClassVar[str] = "claim.paper_opened_by_officer"

    claim: str
    paper: str


@dataclass(frozen=True)
class PapersErased(Event):
    """All papers of a claim were erased with their key: its claimant withdrew it while writing it.

    Signed as "claimant".
    """

    kind: ClassVar[str] = "claim.papers_erased"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "claimant"

    claim: str
