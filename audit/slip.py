"""A ballot as it stands in the log of a case."""

import re
from typing import NamedTuple

# The one form of a ballot's entry: reading it so takes a fiftieth of parsing JSON.
_BEGINS = re.compile(
    rb'\{"case":"[^"\\]+","file":"([0-9a-f]{64})","kind":"ballot","pid":"([0-9a-f]{32})",'
    rb'"reason":"([0-9a-f]{64})","rev":([0-9]{1,15}),"sealed":"'
)
_ENDS = b'","v":1}'


class Slip(NamedTuple):
    """A ballot as it stands in the log. reason: the digest of what is sealed beside it."""

    file: str
    pid: str
    reason: str
    rev: int
    sealed: str


def slip_of(raw: bytes) -> Slip | None:
    """Return the ballot that an entry is; None for an entry that is none."""
    found = _BEGINS.match(raw)
    if found is None or not raw.endswith(_ENDS):
        return None
    sealed = raw[found.end() : -len(_ENDS)]
    if b'"' in sealed or b"\\" in sealed:
        return None
    file, pid, reason, rev = found.groups()
    return Slip(file.decode(), pid.decode(), reason.decode(), int(rev), sealed.decode())
