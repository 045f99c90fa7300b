"""A ballot as its entry says it, read without parsing JSON where it stands in its usual form."""

import binascii
import json
import re
from typing import Any, NamedTuple

# What follows the case. All of it is JSON in its one form, so nothing is left for a parser to find.
FIELDS = re.compile(
    rb'"file":"([0-9a-f]{64})","kind":"ballot","pid":"([0-9a-f]{32})",'
    rb'"reason":"([0-9a-f]{64})","rev":(0|[1-9][0-9]{0,14}),"sealed":"'
)
ENDS = b'","v":1}'
SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Slip(NamedTuple):
    """What a ballot's entry says, besides its case. sealed: in base64, in its one form."""

    file: str
    pid: str
    reason: str
    rev: int
    sealed: bytes


def begins(case: str) -> bytes:
    """Return how the entry of a ballot of this case begins in the usual form."""
    return b'{"case":' + json.dumps(case, ensure_ascii=False).encode() + b","


def slip_of(raw: bytes, beginning: bytes, again: bool = False) -> Slip | None:
    """Return the ballot in an entry; None for any that is not one in the usual form.

    again: all of it was looked at before, so what is sealed need not be.
    """
    if not raw.startswith(beginning) or not raw.endswith(ENDS):
        return None
    form = FIELDS.match(raw, len(beginning))
    if not form:
        return None
    sealed = raw[form.end() : -len(ENDS)]
    if not again and not _is_base64(sealed):
        return None
    file, pid, reason, rev = form.groups()
    return Slip(file.decode(), pid.decode(), reason.decode(), int(rev), sealed)


def _is_base64(text: bytes) -> bool:
    """Whether this is base64 in its one form: only the last four signs can have another."""
    last = text[-4:]
    if len(text) % 4 or text[:-4].translate(None, SIGNS):
        return False
    try:
        return binascii.b2a_base64(binascii.a2b_base64(last), newline=False) == last
    except ValueError:
        return False


def of_line(says: dict[str, Any]) -> Slip:
    """Return the ballot in an entry that was parsed and is of its schema."""
    fields = (says["file"], says["pid"], says["reason"], says["rev"])
    return Slip(*fields, says["sealed"].encode())
