"""What a member is, in values: who may join, who may judge, how long, how old."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel.errors import N_, Malformed

ADULT_AT = 18  # years
TENURE = timedelta(days=30)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another
REF = re.compile(f"A-[{LETTERS}]{{8}}")
SHORTEST_PASSWORD = 15  # characters, where a password stands alone (OWASP ASVS 5.0, 6.2)


@dataclass(frozen=True)
class EligibleMember:
    """One who may be drawn: the account, its public reference, and the clauses it knows."""

    account_id: str
    ref: str
    clause_versions: dict[str, int]
    qualified_at: datetime


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on `day`; one born on 29 February ages on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def ref_in(text: str) -> str | None:
    """Return the public reference that somebody wrote, in any case of letters, with or without its
    dash; None where it is none."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    ref = "A-" + (letters.removeprefix("A") if len(letters) == 9 else letters)
    return ref if REF.fullmatch(ref) else None


def has_tenure(joined_at: datetime, now: datetime) -> bool:
    """Whether thirty days have passed since joining: from that moment on a member may judge."""
    return joined_at + TENURE <= now


def check_password(password: str, email: str, name: str) -> None:
    """Raise Malformed unless the password is long, varied, and not the person's own name."""
    if len(password) < SHORTEST_PASSWORD:
        raise Malformed(
            N_("Choose a password of at least %(count)s characters. Four random words do well."),
            count=SHORTEST_PASSWORD,
        )
    plain = password.casefold()
    own = [word for word in (email.split("@")[0].casefold(), name.casefold()) if len(word) > 3]
    if len(set(plain)) < 6 or any(word in plain for word in own):
        raise Malformed(
            N_("This password is easy to guess: it repeats itself or holds your own name.")
        )
