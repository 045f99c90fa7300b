"""What the audit room itself puts in the registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from audit.event import Event


@dataclass(frozen=True)
class TokenMade(Event):
    """An auditor made a token, by which their programs read what they may."""

    kind: ClassVar[str] = "token.made"

    token: str


@dataclass(frozen=True)
class TokenEnded(Event):
    """An auditor ended a token of theirs."""

    kind: ClassVar[str] = "token.ended"

    token: str


@dataclass(frozen=True)
class TokenUsed(Event):
    """A program read by a token, for the first time on that day. what: cases, registry, verdicts or
    figures; votes that are read are exports."""

    kind: ClassVar[str] = "token.used"
    coarse: ClassVar[bool] = True

    token: str
    what: str


@dataclass(frozen=True)
class ExportTaken(Event):
    """Somebody took data out of the house.

    what: bundle, votes, registry, verdicts or figures. form: zip, csv, jsonl or xlsx. case: the
    reference, or `all`. only: which entries of the registry, by kind, subject, since and until;
    nothing where all are in it. digest: SHA-256 of the file. rows: how many it has; of a bundle,
    how many entries.
    """

    kind: ClassVar[str] = "export.taken"

    what: str
    form: str
    case: str
    only: Mapping[str, str]
    digest: str
    rows: int


@dataclass(frozen=True)
class LogKeyRotated(Event):
    """The key of the logs hands over to another, from the head on that first holds this.

    old, new: verifier keys. signature: of the old key over both. acceptance: of the new one.
    """

    kind: ClassVar[str] = "log.key_rotated"

    old: str
    new: str
    signature: str
    acceptance: str
