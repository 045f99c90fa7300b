"""A juror's reason: words, and the clauses that they rest on; sealed beside the ballot.

It is as secret as the ballot, because it betrays the choice: sealed to the same key, of one length
whatever it says, and in the log as a salted digest. With it travels how long the juror took, of
which that digest tells nothing. docs/formats.md, "The sealed reason", says the same.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from audit.entry import BadEntry, canonical, strict
from jury.casefile import CaseFile
from jury.minutes import Band, band_from
from jury.seal import NotOpened, pad, seal, unpad, unseal
from kernel.errors import N_, Malformed

VERSION = 2  # of what a juror writes, which the log has a digest of
SEALED = 3  # of how it is sealed
REASON_SIZE = 4_096
SALT_SIZE = 16
BAND_SIZE = 1
LONGEST_REASON = 1_200  # characters
WIDE = "一"  # as many bytes as the letters of most scripts have at most


@dataclass(frozen=True)
class Reason:
    """What a juror writes. cites: ids of clauses in dispute, in the order of the case."""

    text: str = ""
    cites: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """Return it as the JSON that is sealed."""
        return canonical({"cites": list(self.cites), "text": self.text, "v": VERSION})

    @property
    def fits(self) -> bool:
        """Whether it can be sealed."""
        room = REASON_SIZE - 2 - SALT_SIZE - BAND_SIZE
        return len(self.text) <= LONGEST_REASON and len(self.encode()) <= room


NO_REASON = Reason("")
_EMPTY = NO_REASON.encode()


def longest_reason(file: CaseFile) -> Reason:
    """Return the longest reason that a juror of a case must be able to seal."""
    return Reason(WIDE * LONGEST_REASON, file.issues)


def read_reason(file: CaseFile, text: str, cites: Collection[str]) -> Reason:
    """Read what a ballot's form says of the reason; the order in which clauses come is not kept.

    Raises Malformed for a clause that is not in dispute, for clauses without a word on them, and
    for what is too long to be sealed.
    """
    if not set(cites) <= set(file.issues):
        raise Malformed(N_("Choose among the clauses of this case."))
    reason = Reason(text, tuple(clause for clause in file.issues if clause in cites))
    if reason.cites and not text.strip():
        raise Malformed(N_("You name clauses: say in a few words why, or name none."))
    if len(text) > LONGEST_REASON:
        raise Malformed(N_("Keep your reason within 1,200 characters."))
    if not reason.fits:
        raise Malformed(N_("Keep your reason shorter: as it is written, it cannot be sealed."))
    return reason


def reason_digest(salt: bytes, reason: Reason) -> str:
    """Return what the log holds of a reason: salted, so that a guess cannot be tried."""
    return _digest(VERSION, salt, reason.encode())


def seal_reason(
    reason: Reason, salt: bytes, band: Band, public_key: bytes, case: str, pid: str
) -> bytes:
    """Seal a juror's reason, and how long they took; raises ValueError for one too long."""
    if not reason.fits:
        raise ValueError("a reason has at most 1,200 characters, and room for the clauses")
    plain = salt + bytes([band]) + reason.encode()
    return seal(pad(plain, REASON_SIZE), public_key, _info(SEALED, case, pid))


def open_reason(
    sealed: bytes, private_key: bytes, case: str, pid: str, clauses: Collection[str], digest: str
) -> tuple[Reason, Band]:
    """Return a reason on a case with these clauses, and how long its juror took; raises NotOpened
    when it is not the reason whose digest was logged.

    The first reasons were words alone, and the next were sealed without a band. Nothing but the
    seal tells which of the three one is, so that all look alike before closing. A byte that is no
    band is one not known: it takes nobody's reason away.
    """
    for version in (SEALED, 2, 1):
        try:
            plain = unpad(unseal(sealed, private_key, _info(version, case, pid)), REASON_SIZE)
        except NotOpened:
            continue
        salt, rest = plain[:SALT_SIZE], plain[SALT_SIZE:]
        size = BAND_SIZE if version == SEALED else 0
        band, said = band_from(rest[:size]), rest[size:]
        if not hmac.compare_digest(_digest(min(version, VERSION), salt, said), digest):
            raise NotOpened("another reason than the one that was logged")
        if said == _EMPTY:  # most give none, and reading JSON takes a while
            return NO_REASON, band
        return _words(said) if version == 1 else _decode(said, clauses), band
    raise NotOpened("it does not open")


def _info(version: int, case: str, pid: str) -> bytes:
    return f"jury/reason/v{version}\n{case}\n{pid}".encode()


def _digest(version: int, salt: bytes, said: bytes) -> str:
    return sha256(b"jury/reason/v%d\0" % version + salt + said).hexdigest()


def _words(said: bytes) -> Reason:
    try:
        return Reason(said.decode())
    except UnicodeDecodeError:
        raise NotOpened("not text") from None


def _decode(said: bytes, clauses: Collection[str]) -> Reason:
    try:
        value: Any = strict(said)
    except BadEntry:
        raise NotOpened("not a reason") from None
    if not isinstance(value, dict) or set(value) != {"cites", "text", "v"}:
        raise NotOpened("not the three fields of a reason")
    text, cites = value["text"], value["cites"]
    if type(value["v"]) is not int or value["v"] != VERSION or not isinstance(text, str):
        raise NotOpened("of another version, or without words")
    if not isinstance(cites, list) or not all(isinstance(one, str) for one in cites):
        raise NotOpened("what it names are no clauses")
    if len(set(cites)) < len(cites) or not set(cites) <= set(clauses):
        raise NotOpened("it names a clause twice, or one that is not in dispute")
    return Reason(text, tuple(cites))
