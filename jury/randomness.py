"""Where the randomness of a draw comes from: announced before the lot falls.

A round of a beacon and digits of a ceremony nobody can know by then. A secret of the house is known
to the house, which could have tried others before: ADR 41.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from jury.beacon import QUICKNET, Chain
from kernel.errors import N_, Malformed

CEREMONY = b"jury-draw/v1/ceremony\0"
LEAD = 600  # seconds from the commitment to the beacon's round: time enough for a checkpoint
FEWEST_DIGITS = 12  # with few of them one could try commitments until every outcome suits
MOST_DIGITS = 200
LONGEST_SOURCE = 200  # characters
DIGITS = re.compile(r"[0-9]+")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """Whose randomness decides a draw.

    house: a secret of the house, committed to beforehand; the weakest. ceremony: digits of dice or
    of a public lottery, entered by another officer. beacon: a round of a public beacon.
    """

    HOUSE = "house"
    CEREMONY = "ceremony"
    BEACON = "beacon"


# How long after it could be there the randomness is overdue.
PATIENCE = {
    Kind.HOUSE: timedelta(hours=1),
    Kind.CEREMONY: timedelta(hours=72),
    Kind.BEACON: timedelta(hours=1),
}

# Why a draw is given up: its randomness was overdue. Words of the log.
NEVER_CAME = {
    Kind.HOUSE: "secret lost",
    Kind.CEREMONY: "no digits",
    Kind.BEACON: "no round",
}


def read_source(text: str) -> str:
    """Return the source of a ceremony as it is logged and hashed: NFC, one line, single spaces.

    Raises Malformed for one that is empty, too long, or holds what nobody sees.
    """
    source = " ".join(unicodedata.normalize("NFC", text).split())
    if not source or not source.isprintable():
        raise Malformed(N_("Name the dice, or the public lottery and its day."))
    if len(source) > LONGEST_SOURCE:
        raise Malformed(N_("Name the source within 200 characters."))
    return source


def read_digits(text: str) -> str:
    """Return the digits of a ceremony without the spaces between them.

    Raises Malformed for anything but 12 to 200 of the digits 0 to 9.
    """
    digits = "".join(text.split())
    if not DIGITS.fullmatch(digits):
        raise Malformed(N_("Enter the digits 0 to 9 as they fell, and nothing else."))
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise Malformed(N_("Enter 12 to 200 digits; throw the dice once more if they are fewer."))
    return digits


def ceremony_randomness(source: str, digits: str) -> bytes:
    """Return SHA-256("jury-draw/v1/ceremony\\0" ‖ source ‖ "\\n" ‖ digits), 32 bytes.

    Both are as `read_source` and `read_digits` return them; raises ValueError otherwise.
    """
    if not _is_plain(source, digits):
        raise ValueError("a source or digits in another form than the logged one")
    return sha256(CEREMONY + source.encode() + b"\n" + digits.encode()).digest()


def round_at(at: datetime, lead: int = LEAD, chain: Chain = QUICKNET) -> int:
    """Return the round of the beacon that comes about `lead` seconds after `at`.

    It is the last one whose time is not after `at`, to the whole second, plus `lead`: so it comes
    more than `lead` - `chain.period` seconds later. Raises ValueError for a time before round 1.
    Source: drand's `CurrentRound`.
    """
    since = (at - EPOCH) // SECOND + lead - chain.genesis
    if since < 0:
        raise ValueError("before the beacon began")
    return since // chain.period + 1


def time_of(round: int, chain: Chain = QUICKNET) -> datetime:
    """Return when a round of the beacon comes."""
    return EPOCH + timedelta(seconds=chain.genesis + (round - 1) * chain.period)


def due_by(kind: Kind, at: datetime) -> datetime:
    """Return until when the randomness of a draw committed to `at` is there, or is overdue."""
    begins = time_of(round_at(at)) if kind is Kind.BEACON else at
    return begins + PATIENCE[kind]


def beacon_randomness(signature: bytes) -> bytes:
    """Return the 32 bytes that a round of the beacon gives: SHA-256 of its signature.

    Whoever calls this has had the signature checked (`jury.beacon.check_signature`). Source: drand,
    "Specification", which calls it the round's randomness.
    """
    return sha256(signature).digest()


def _is_plain(source: str, digits: str) -> bool:
    try:
        return (read_source(source), read_digits(digits)) == (source, digits)
    except Malformed:
        return False
