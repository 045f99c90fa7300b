"""Who is acting. Rooms see this value and never the account behind it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an account was entrusted with. To be a juror is a qualification, not a role."""

    MEMBER = "member"
    OFFICER = "officer"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """One who acts: an account by its public reference, or the system itself."""

    account_id: str | None
    ref: str
    name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def account(self) -> str:
        """The account's id; asking for it of someone who has not signed in is a bug."""
        if self.account_id is None:
            raise LookupError(f"{self.ref} has no account")
        return self.account_id


ANYONE = Actor(None, "anyone")
SYSTEM = Actor(None, "system")
