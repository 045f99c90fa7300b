"""Links that a mail brings: whoever has one may do one thing, because we have signed it.

What a link allows is kept nowhere. It is signed when the mail is sent and not when it is posted,
so that whoever reads the database finds no link in it that opens anything.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from kernel.clock import as_text
from kernel.errors import N_, Conflict, Missing
from kernel.settings import Settings


@dataclass(frozen=True)
class Link:
    """What a link is for: the page, what the page is to know, and until when it is good.

    path: without the token, such as `/join`: a link for one page opens no other. until: None for a
    link that stays good.
    """

    path: str
    values: tuple[str, ...]
    until: datetime | None = None

    def as_json(self) -> list[Any]:
        """Return it as the outbox keeps it."""
        return [self.path, as_text(self.until) if self.until else "", *self.values]

    def address(self, settings: Settings) -> str:
        """Return the whole address, with its token."""
        return address(settings, self.as_json())


def address(settings: Settings, link: Sequence[str]) -> str:
    """Return the whole address of a link as the outbox keeps it, signed."""
    path, *said = link
    return f"{settings.base_url}{path}/{_signer(settings, path).dumps(said)}"


def read(settings: Settings, path: str, token: str, now: datetime) -> list[str]:
    """Return what a page is to know from the token that it was asked with.

    Raises Missing for what we have not signed for this page, Conflict where it is good no more.
    """
    try:
        said: list[str] = _signer(settings, path).loads(token)
    except BadData:
        raise Missing() from None
    until, *values = said
    if until and until <= as_text(now):
        raise Conflict(N_("This link is too old. Ask for another one."))
    return values


def _signer(settings: Settings, path: str) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(settings.secret_key, salt=f"venire.link{path}", signer_kwargs=how)
