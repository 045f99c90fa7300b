"""Witnesses of the tests' own, on this machine: they keep to C2SP tlog-witness, or misbehave."""

import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from audit import merkle, note
from audit.cosignature import ED25519, ML_DSA, Witness, subtree

Answer = tuple[int, str, bytes]
AT = 1_795_435_200  # when all cosign unless told otherwise: 2026-11-23


@dataclass
class FakeWitness:
    """A witness of the log that `knows` is the key of. seen: the size and root that it saw last."""

    name: str
    seed: bytes
    knows: note.Verifier
    sort: int = ED25519
    at: int = AT
    seen: tuple[int, bytes] = (0, merkle.EMPTY_ROOT)
    asked: list[int] = field(default_factory=list)
    instead: Callable[[str], Answer] | None = None
    hangs: bool = False
    url: str = ""

    @property
    def key(self) -> Witness:
        return Witness(self.name, self.sort, self._secret().public_key().public_bytes_raw())

    def _secret(self) -> Any:
        if self.sort == ML_DSA:
            return MLDSA44PrivateKey.from_seed_bytes(self.seed)
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def line(self, text: str) -> str:
        """Cosign the text of a checkpoint."""
        said = f"cosignature/v1\ntime {self.at}\n{text}".encode()
        if self.sort == ML_DSA:
            said = subtree(self.name, self.at, note.Checkpoint.parsed(text))
        raw = self.key.key_id + struct.pack(">Q", self.at) + self._secret().sign(said)
        return f"\u2014 {self.name} {note.b64(raw)}\n"

    def answer(self, body: str) -> Answer:
        """Answer a submission as the protocol wants it."""
        head, _, signed = body.partition("\n\n")
        first, *proof = head.split("\n")
        old = int(first.removeprefix("old "))
        self.asked.append(old)
        if self.instead:
            return self.instead(signed)
        origin = signed.split("\n", 1)[0]
        if origin != self.knows.name:
            return 404, "text/plain", b""
        try:
            new = note.checkpoint(signed, self.knows)
        except note.BadNote:
            return 403, "text/plain", b""
        size, root = self.seen
        if old != size:
            return 409, "text/x.tlog.size", b"%d\n" % size
        try:
            hashes = [note.unb64(line) for line in proof]
            if old:
                merkle.check_consistency(old, new.size, root, new.root, hashes)
            assert old or not hashes
        except merkle.BadProof:
            return (409 if old == new.size else 422), "text/plain", b""
        self.seen = new.size, new.root
        return 200, "text/plain", self.line(new.text).encode()


@contextmanager
def serving(*witnesses: FakeWitness) -> Iterator[threading.Event]:
    """Serve witnesses, each below its own path. Those that hang answer when the event is set."""
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            who = witnesses[int(self.path.split("/")[1])]
            assert self.path.endswith("/add-checkpoint")
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if who.hangs:
                who.asked.append(-1)
                released.wait(60)
                return
            status, kind, says = who.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(says)

        def log_message(self, *_any: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        for number, witness in enumerate(witnesses):
            witness.url = f"http://127.0.0.1:{server.server_port}/{number}/"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield released
        finally:
            released.set()
            server.shutdown()
            thread.join()


def policy_of(least: int, *witnesses: FakeWitness) -> str:
    """Return the policy that so many of these are enough."""
    lines = [f"witness w{n} {one.key} {one.url}" for n, one in enumerate(witnesses)]
    members = " ".join(f"w{n}" for n in range(len(witnesses)))
    return "\n".join([*lines, f"group enough {least} {members}", "quorum enough", ""])
