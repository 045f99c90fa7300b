"""What a member is, in values: who may join, who may judge, how long, how old."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from kernel.errors import N_, Malformed
from kernel.letters import is_unseen

ADULT_AT = 18  # years
OLDEST = 110  # years; nobody is refused for it, only asked
TENURE = timedelta(days=30)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another
REF = re.compile(f"A-[{LETTERS}]{{8}}")
LONGEST_NAME = 120  # characters, of an employer or a hospital
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


def is_of_age(born: date, day: date) -> bool:
    """Whether one who was born on a day may judge on another."""
    return born <= born_by(day)


def is_likely(born: date, day: date) -> bool:
    """Whether a date of birth is that of a living adult; else the year may be a slip."""
    return is_of_age(born, day) and age_on(born, day) <= OLDEST


def born_by(day: date) -> date:
    """Return the last day of birth of those who are of age on `day`, by `age_on`."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - ADULT_AT, day.month, 28 if leap else day.day)


def plain_name(name: str) -> str:
    """Return the name of an employer or a hospital as such names are compared: one spelling of each
    letter (NFKC), no capitals, one space between words, no letters that nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(letter for letter in folded if not is_unseen(letter))
    return " ".join(seen.split())[:LONGEST_NAME].rstrip()


def ref_in(text: str) -> str | None:
    """Return the public reference that somebody wrote, in any case of letters, with or without its
    dash; None where it is none."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    ref = "A-" + (letters.removeprefix("A") if len(letters) == 9 else letters)
    return ref if REF.fullmatch(ref) else None


def net_of(address: str) -> str:
    """Return by what tries from an address of the net are counted: the address itself or, of IPv6,
    the 64 bits that every line has at least (RFC 6177), for its owner changes the others at will.

    An IPv4 address that is written as IPv6 is that one. What is no address is returned as it is.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")


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
