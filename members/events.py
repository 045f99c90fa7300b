"""What members do that the registry remembers. Accounts stand in it by reference, never by name."""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class MemberJoined(Event):
    """Somebody joined the plan."""

    kind: ClassVar[str] = "member.joined"

    account: str


@dataclass(frozen=True)
class RoleGranted(Event):
    """An account was entrusted with a role."""

    kind: ClassVar[str] = "role.granted"

    account: str
    role: str


@dataclass(frozen=True)
class RoleWithdrawn(Event):
    """A role was taken from an account."""

    kind: ClassVar[str] = "role.withdrawn"

    account: str
    role: str


@dataclass(frozen=True)
class QualificationGranted(Event):
    """An account was certified for the clause versions in force on that day."""

    kind: ClassVar[str] = "qualification.granted"

    account: str
    certificate: str


@dataclass(frozen=True)
class QualificationExtended(Event):
    """A certified account learned clauses anew that had changed. certificate: the delta paper."""

    kind: ClassVar[str] = "qualification.extended"

    account: str
    certificate: str
    clauses: list[str]
