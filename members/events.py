"""What members do that the registry remembers. Accounts stand in it by reference, never by name.

Who joined when stands in no log: a case file may tell a day of joining
(docs/adr/0022-the-log-names-nobody-who-joins.md).
"""

from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class MemberJoined(Event):
    """Somebody joined the plan; who it was is nobody's business. Signed as "member"."""

    kind: ClassVar[str] = "member.joined"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"


@dataclass(frozen=True)
class MemberErased(Event):
    """An admin erased what was kept of a member; who it was is nobody's business. Where members
    leave by themselves, nothing says so: what they did last, which stands before it, would tell who
    they were."""

    kind: ClassVar[str] = "member.erased"
    coarse: ClassVar[bool] = True


@dataclass(frozen=True)
class BirthCorrected(Event):
    """An operator corrected a member's date of birth; whose, and to which, is nobody's business."""

    kind: ClassVar[str] = "birth.corrected"
    coarse: ClassVar[bool] = True


@dataclass(frozen=True)
class MailSwitched(Event):
    """A member switched mail on or off; who it was is nobody's business. Signed as "member"."""

    kind: ClassVar[str] = "mail.switched"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"

    on: bool


@dataclass(frozen=True)
class PasswordRenewed(Event):
    """A member set a new password; whose is nobody's business. Signed as "member"."""

    kind: ClassVar[str] = "password.renewed"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"


@dataclass(frozen=True)
class TiesStated(Event):
    """A member said which employer or hospital they are tied to. Which, and who it is, stands in no
    log: it would tell of their life, and when they changed it. Signed as "member"."""

    kind: ClassVar[str] = "ties.stated"
    coarse: ClassVar[bool] = True
    signed_as: ClassVar[str] = "member"


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
