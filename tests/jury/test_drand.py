"""Fetching a round: from a relay on this machine that says what it is told to, and from a file."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jury import drand
from jury.beacon import LARGEST, BadBeacon, check_signature
from jury.drand import NotReached, by_file, by_url
from tests.jury import fakebeacon
from tests.jury.fakebeacon import CHAIN, answer

ROUND = 28_000_000
SIGNATURE = fakebeacon.sign(ROUND)


@dataclass
class Relay:
    address: str = ""
    says: bytes = answer(ROUND, SIGNATURE)
    status: int = 200
    asked: list[str] = field(default_factory=list)
    drips: bool = False
    ended: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    relay = Relay()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            relay.asked.append(self.path)
            self.send_response(relay.status)
            self.end_headers()
            while relay.drips and not relay.ended.wait(0.05):
                self.wfile.write(b" ")
            self.wfile.write(relay.says)

        def log_message(self, *_any: object) -> None:
            pass

    monkeypatch.setenv("no_proxy", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        relay.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield relay
        server.shutdown()
        thread.join()


def test_a_relay_is_asked_for_one_round(relay: Relay) -> None:
    signature = by_url(relay.address + "/")(CHAIN, ROUND)
    check_signature(CHAIN, ROUND, signature)
    assert relay.asked == [f"/{CHAIN.hash}/public/{ROUND}"]


def test_a_round_that_is_not_there_yet(relay: Relay) -> None:
    relay.status = 404
    with pytest.raises(NotReached, match="404"):
        by_url(relay.address)(CHAIN, ROUND)


@pytest.mark.parametrize(
    "says", [b"", b"later", answer(ROUND + 1, SIGNATURE), b" " * LARGEST + answer(ROUND, SIGNATURE)]
)
def test_a_relay_that_answers_something_else(relay: Relay, says: bytes) -> None:
    relay.says = says
    with pytest.raises(BadBeacon):
        by_url(relay.address)(CHAIN, ROUND)


def test_nobody_answers(relay: Relay) -> None:
    with pytest.raises(NotReached):
        by_url("http://127.0.0.1:1")(CHAIN, ROUND)


def test_whoever_goes_on_sending_is_left_behind(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drand, "PATIENCE", 0.2)
    relay.drips = True
    with pytest.raises(NotReached, match="in time"):
        by_url(relay.address)(CHAIN, ROUND)
    relay.ended.set()


@pytest.mark.parametrize("base", ["", "file:///etc", "api.drand.sh", "ftp://relay.example"])
def test_what_is_no_address(base: str) -> None:
    with pytest.raises(ValueError, match="https"):
        by_url(base)


def test_an_answer_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    with pytest.raises(NotReached):
        by_file(file)(CHAIN, ROUND)
    file.write_bytes(answer(ROUND, SIGNATURE))
    assert by_file(file)(CHAIN, ROUND) == SIGNATURE
    with pytest.raises(BadBeacon):
        by_file(file)(CHAIN, ROUND + 1)
