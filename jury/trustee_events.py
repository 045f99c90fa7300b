"""What happens around trustees that the registry remembers. Nothing in it helps to open a box."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class TrusteeAsked(Event):
    """An admin asked a member to be a trustee. Whom stands in no log unless they accept."""

    kind: ClassVar[str] = "trustee.asked"


@dataclass(frozen=True)
class TrusteeDeclined(Event):
    """A member who was asked to be a trustee declined, or is asked no more; who it was stands in no
    log. Signed as "member"."""

    kind: ClassVar[str] = "trustee.declined"
    signed_as: ClassVar[str] = "member"


@dataclass(frozen=True)
class TrusteeAppointed(Event):
    """An account accepted to be a trustee: it may hold parts of the keys of new cases from now on.
    Earlier logs: an admin made it one. Where a trustee leaves as a member, nothing says so."""

    kind: ClassVar[str] = "trustee.appointed"

    account: str


@dataclass(frozen=True)
class TrusteeEnded(Event):
    """An account gets no more parts of keys; those that it holds stay with it."""

    kind: ClassVar[str] = "trustee.ended"

    account: str


@dataclass(frozen=True)
class WordsShown(Event):
    """A trustee was shown the words of a case. It is there twice where the house broke down
    between showing them and destroying them."""

    kind: ClassVar[str] = "words.shown"

    case: str


@dataclass(frozen=True)
class WordsKept(Event):
    """A trustee said that they have the words of a case on paper."""

    kind: ClassVar[str] = "words.kept"

    case: str


@dataclass(frozen=True)
class ShareEntered(Event):
    """The words of one trustee were entered, after the poll had closed. Signed as "system" where
    that was done on the server itself."""

    kind: ClassVar[str] = "share.entered"

    case: str
