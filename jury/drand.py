"""Fetches a round of the beacon: from a relay of drand, or from a file that somebody brought.

What comes is not to be trusted before `jury.beacon.check_signature` has looked at it.
"""

from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

from jury.beacon import LARGEST, Chain, read_round

# Takes the chain and the number of a round; returns its signature, unchecked. Raises NotReached,
# and BadBeacon for an answer that is none.
Client = Callable[[Chain, int], bytes]
PATIENCE = 10.0  # seconds, for all of an answer


class NotReached(Exception):
    """The round did not come: nobody answered, or it is not there yet."""


def by_url(base: str) -> Client:
    """Return a client that asks a relay, such as https://api.drand.sh, by drand's HTTP interface.

    Raises ValueError for an address that is not of the web.
    """
    if not base.startswith(("https://", "http://")):
        raise ValueError("a relay of the beacon has an address that begins with https://")

    def fetch(chain: Chain, round: int) -> bytes:
        address = f"{base.rstrip('/')}/{chain.hash}/public/{round}"
        came: list[bytes | Exception] = []

        def ask() -> None:
            try:
                came.append(_ask(address))
            except (NotReached, ValueError) as error:
                came.append(error)

        # Not waited for: whoever goes on sending, however slowly, would hold up all other work.
        thread = Thread(target=ask, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        match came:
            case [bytes() as raw]:
                return read_round(raw, round)
            case [Exception() as error]:
                raise error
        raise NotReached("the relay has not answered in time")

    return fetch


def _ask(address: str) -> bytes:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            raw: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        error.close()
        raise NotReached(f"the relay answers {error.code}") from None
    except (OSError, HTTPException) as error:
        raise NotReached(str(error)) from None
    return raw


def by_file(file: Path) -> Client:
    """Return a client that reads a file in which a relay's answer was kept."""

    def fetch(_chain: Chain, round: int) -> bytes:
        try:
            with file.open("rb") as opened:
                raw = opened.read(LARGEST + 1)
        except OSError as error:
            raise NotReached(str(error)) from None
        return read_round(raw, round)

    return fetch
