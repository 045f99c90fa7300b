"""The ballot: what it says, whether it may be cast now, and what is sealed of it."""

import base64
import binascii
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from audit.entry import BadEntry, canonical, strict
from jury.casefile import CaseFile
from jury.reason import Reason
from jury.seal import BALLOT_SIZE, OVERHEAD, NotOpened, ballot_info, pad, seal, unpad, unseal
from kernel.errors import N_, Conflict, Malformed

VERSION = 1
TIED = timedelta(days=30)  # after the verdict, jurors are still led to their ballots


class Choice(StrEnum):
    UPHOLD = "uphold"
    DENY = "deny"
    CANNOT_JUDGE = "cannot_judge"


class Finding(StrEnum):
    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNCLEAR = "unclear"
    CANNOT_BE_MET = "cannot_be_met"


@dataclass(frozen=True)
class Ballot:
    """A vote: the choice, a finding for each clause in dispute, the sum where one is asked."""

    choice: Choice
    issues: Mapping[str, Finding] = field(default_factory=dict)
    tier: int | None = None

    def encode(self) -> bytes:
        """Return the padded plaintext: 1,024 bytes for any choice."""
        said = {
            "choice": self.choice,
            "issues": dict(self.issues),
            "tier": self.tier,
            "v": VERSION,
        }
        return pad(canonical(said), BALLOT_SIZE)

    @property
    def fits(self) -> bool:
        """Whether it can be sealed."""
        try:
            self.encode()
        except ValueError:
            return False
        return True

    @classmethod
    def decode(cls, padded: bytes, clauses: Collection[str], tiers: Collection[int]) -> "Ballot":
        """Read a plaintext strictly; raises NotOpened for anything that is not a ballot of the
        case with these clauses and tiers."""
        try:
            said = strict(unpad(padded, BALLOT_SIZE))
            if not isinstance(said, dict) or set(said) != {"choice", "issues", "tier", "v"}:
                raise NotOpened("not the four fields of a ballot")
            if type(said["v"]) is not int or said["v"] != VERSION:
                raise NotOpened("of another version")
            issues = {clause: Finding(found) for clause, found in said["issues"].items()}
            choice, tier = Choice(said["choice"]), said["tier"]
        except (BadEntry, ValueError, TypeError, AttributeError):
            raise NotOpened("not a ballot") from None
        if not set(issues) <= set(clauses):
            raise NotOpened("it answers for a clause that is not in dispute")
        if tier is not None and (type(tier) is not int or tier not in tiers):
            raise NotOpened("it names a sum that is not in dispute")
        return cls(choice, issues, tier)


def read_ballot(file: CaseFile, values: Mapping[str, str | None]) -> Ballot:
    """Read the fields of the ballot's form (`choice`, `issue-<clause id>`, `tier`).

    Whoever judges says something on each clause, and names a sum if one is asked and they uphold;
    from the others a sum is not taken. Raises Malformed.
    """
    try:
        choice = Choice(values.get("choice") or "")
        issues = {
            clause: Finding(said)
            for clause in file.issues
            if (said := values.get(f"issue-{clause}"))
        }
    except ValueError:
        raise Malformed(N_("Choose one of the answers on the ballot.")) from None
    if choice is not Choice.CANNOT_JUDGE and len(issues) < len(set(file.issues)):
        raise Malformed(N_("Say what you find on each clause."))
    if choice is not Choice.UPHOLD or not file.asks_tier:
        return Ballot(choice, issues)
    tiers = {str(tier): tier for tier in file.tiers}
    if (named := values.get("tier") or "") not in tiers:
        raise Malformed(N_("You uphold the claim, so choose the amount."))
    return Ballot(choice, issues, tiers[named])


@dataclass(frozen=True)
class Poll:
    """What the question "may this ballot be cast now?" hangs on."""

    stage: str
    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether ballots are taken at `now`: from the opening on, until before the closing."""
        if self.stage != "open" or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= now < self.closes_at


def check_open(poll: Poll, now: datetime) -> None:
    """Raise Conflict unless ballots are taken at `now`."""
    if poll.is_open(now):
        return
    if poll.stage in {"frozen", "committed", "drawn"}:
        raise Conflict(N_("The poll has not opened yet."))
    raise Conflict(N_("The poll has closed."))


def check_cast(poll: Poll, now: datetime, seat: str, quiz_passed: bool) -> None:
    """Raise Conflict unless the holder of a seat in state `seat` may cast a ballot at `now`."""
    check_open(poll, now)
    if seat == "summoned":
        raise Conflict(N_("Take your seat first."))
    if seat != "accepted":
        raise Conflict(N_("You hold no seat in this case."))
    if not quiz_passed:
        raise Conflict(N_("Answer the three questions about the case first."))


def seal_ballot(ballot: Ballot, public_key: bytes, case: str, pid: str) -> str:
    """Return the sealed ballot as base64."""
    sealed = seal(ballot.encode(), public_key, ballot_info(case, pid))
    return base64.b64encode(sealed).decode("ascii")


def open_sealed(sealed: str, private_key: bytes, case: str, pid: str) -> bytes:
    """Return the padded plaintext of a sealed ballot, whatever it says; raises NotOpened."""
    try:
        raw = binascii.a2b_base64(sealed, strict_mode=True)
    except (binascii.Error, ValueError):
        raise NotOpened("not base64") from None
    if len(raw) != BALLOT_SIZE + OVERHEAD or base64.b64encode(raw).decode("ascii") != sealed:
        raise NotOpened("not the one form of a sealed ballot")
    return unseal(raw, private_key, ballot_info(case, pid))


def send_digest(key: bytes, pid: str, token: str) -> str:
    """Return what is kept of a form's token, so that the same form sent again is recognised.

    Keyed with the case's key: the row tells nothing to a reader of the database.
    """
    return hmac.digest(key, canonical(["sent", pid, token]), "sha256").hex()


def choice_digest(
    key: bytes, token: str, ballot: Ballot, reason: Reason, final: bool = False
) -> str:
    """Return a keyed digest by which the same choice, sent again, is told from another."""
    said = ["said", token, ballot.encode().hex(), reason.text, *reason.cites]
    if final:
        said[0] = "said at last"
    return hmac.digest(key, canonical(said), "sha256").hex()
