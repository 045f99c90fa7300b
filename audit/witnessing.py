"""Asks witnesses over HTTP (C2SP tlog-witness). What they answer is not believed before it is
checked; who does not answer in time is left behind, however slowly it goes on sending.
"""

import socket
import threading
import time
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TypeVar
from urllib.parse import urlsplit

from audit.cosignature import LARGEST

PATIENCE = 5.0  # seconds, for all together
CALL = "/add-checkpoint"
TEXT = "text/plain; charset=utf-8"
Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True)
class Answer:
    """What a witness said. kind: the content type."""

    status: int
    kind: str
    body: bytes


def check_address(url: str) -> None:
    """Raise ValueError for an address that no witness can have."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii():
        raise ValueError("the address of a witness begins with https://")
    if parts.query or parts.fragment or parts.username or parts.password or parts.port == 0:
        raise ValueError("the address of a witness is a host and a path")


def post(url: str, body: bytes, kind: str) -> Answer | None:
    """Post to one address; return the answer, None where none came in time."""
    return _all({"": _Post(url, body, kind)})[""]


def ask_all(asks: Mapping[Who, tuple[str, bytes]]) -> dict[Who, Answer | None]:
    """Post to each address what is for it, all at once; return the answers, None for who gave none
    in time."""
    return _all(
        {who: _Post(f"{url.rstrip('/')}{CALL}", body, TEXT) for who, (url, body) in asks.items()}
    )


def _all(posts: dict[Who, "_Post"]) -> dict[Who, Answer | None]:
    ends = time.monotonic() + PATIENCE
    for post in posts.values():
        post.thread.start()
    for post in posts.values():
        post.thread.join(max(0.0, ends - time.monotonic()))
    found = {who: post.answer for who, post in posts.items()}
    for post in posts.values():
        post.cut()
    return found


class _Post:
    """One request, in a thread that is not waited for: redirections are not followed."""

    def __init__(self, url: str, body: bytes, kind: str) -> None:
        parts = urlsplit(url)
        make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = make(parts.hostname or "", parts.port, timeout=PATIENCE)
        self._path, self._body, self._kind = parts.path or "/", body, kind
        self.answer: Answer | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        # It may be cut off at any point: then nobody waits for an answer any longer.
        with suppress(OSError, HTTPException, ValueError, AttributeError):
            self._connection.request("POST", self._path, self._body, {"Content-Type": self._kind})
            came = self._connection.getresponse()
            kind = (came.getheader("Content-Type") or "").split(";")[0].strip()
            self.answer = Answer(came.status, kind, came.read(LARGEST + 1))
        self._connection.close()

    def cut(self) -> None:
        """Cut the connection off if it is still in use, so that the thread ends."""
        there = self._connection.sock
        if there is not None and self.thread.is_alive():
            with suppress(OSError):
                there.shutdown(socket.SHUT_RDWR)
