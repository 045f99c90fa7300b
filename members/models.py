"""Rows of the members: accounts, what they were entrusted with, what they are qualified for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from kernel.actor import Role
from kernel.db import Base, Id, UtcDateTime, new_id
from members.member import LONGEST_NAME, plain_name

ROLES = ", ".join(f"'{role}'" for role in Role)


class Account(Base):
    """A person. `ref` is what the log says instead of a name.

    erased_at: when they left. Then nothing else is known of them: the name is the reference, the
    e-mail leads nowhere, and the date of birth is `members.leaving.UNBORN`.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(sa.String(12), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    born_on: Mapped[date] = mapped_column(sa.Date)
    good_standing: Mapped[bool] = mapped_column(default=True)
    household: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    employer: Mapped[str | None] = mapped_column(sa.String(LONGEST_NAME))
    employer_key: Mapped[str | None] = mapped_column(sa.String(LONGEST_NAME), index=True)
    hospital: Mapped[str | None] = mapped_column(sa.String(LONGEST_NAME))
    hospital_key: Mapped[str | None] = mapped_column(sa.String(LONGEST_NAME), index=True)
    inviter_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @validates("employer", "hospital")
    def _keep_key(self, which: str, name: str | None) -> str | None:
        """Keep beside each name what it is compared by."""
        setattr(self, f"{which}_key", plain_name(name or "") or None)
        return name


class RoleGrant(Base):
    """A role given to an account, by whom and when. Without a row there is no role."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.CheckConstraint(f"role IN ({ROLES})", name="role_is_known"),)

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    granted_by: Mapped[str] = mapped_column(sa.String(12))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Qualification(Base):
    """A certificate: this account knows these versions of these clauses."""

    __tablename__ = "qualification"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    certificate: Mapped[str] = mapped_column(sa.String(64))
    clause_versions: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """A session as a row: ended here, it is ended everywhere. Only the token's hash is kept."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Digest(Base):
    """A member who takes mail; without a row one takes none.

    looked_on: the day on which it was last looked for what waits for them. told: what stood there
    then, by `members.digest.Line.key`, and how many of each.
    """

    __tablename__ = "digest"

    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    looked_on: Mapped[date] = mapped_column(sa.Date, index=True)
    told: Mapped[dict[str, int]] = mapped_column(sa.JSON)


class DoorTry(Base):
    """A try at a door where somebody could guess: a sign-in that has not succeeded (yet), a
    joining, a link that somebody has sent to an e-mail, a member looked up by another, as an
    adviser is. Counted by e-mail and by address, whether or not there is an account."""

    __tablename__ = "door_try"
    __table_args__ = (
        sa.CheckConstraint("door IN ('sign-in', 'join', 'mail', 'adviser')", name="door_is_known"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    door: Mapped[str] = mapped_column(sa.String(8))
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    address: Mapped[str] = mapped_column(sa.String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
