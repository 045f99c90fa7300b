"""What all doors of this room share: the blueprint, what an address may say, how long it keeps."""

import re

from flask import Blueprint, Response, request

from audit.forms import REF
from kernel.errors import Missing

room = Blueprint("audit", __name__)

NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
HASH = re.compile(r"[0-9a-f]{64}")
A_YEAR = "public, max-age=31536000, immutable"
SECONDS = "public, max-age=5"  # what ends with the latest checkpoint, which a moment replaces


def a_ref(text: str) -> str:
    """Return `text` if it is the reference of a case; else the page is missing."""
    if not REF.fullmatch(text):
        raise Missing()
    return text


def a_number(text: str) -> int:
    """Return the number that `text` writes in its one form; else the page is missing."""
    if not NUMBER.fullmatch(text):
        raise Missing()
    return int(text)


def a_hash(text: str) -> bytes:
    """Return the hash that `text` writes in lower hex digits; else the page is missing."""
    if not HASH.fullmatch(text):
        raise Missing()
    return bytes.fromhex(text)


def plain(content: bytes) -> Response:
    """Answer with a text that ends with the latest checkpoint."""
    answered = kept(Response(content, content_type="text/plain; charset=utf-8"), SECONDS)
    return unless_held(answered)


def kept(response: Response, how: str) -> Response:
    response.headers["Cache-Control"] = how
    return response


def unless_held(response: Response) -> Response:
    """Answer with 304 to whoever holds these very bytes already."""
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
