"""A mail server without a socket: it listens to one conversation and remembers what was said.

    server = FakeServer(says={"RCPT": "550 No such user"})
    server.takes_over(monkeypatch)

TLS is only noted, and that its certificate would be checked.
"""

import io
import socket
import ssl
from collections.abc import Mapping

import pytest


class FakeServer:
    """Speaks SMTP (RFC 5321). says: an answer for a command that is another than the usual one, or
    for a command with its word, such as `RCPT TO:<kim@plan.example>`; None hangs up."""

    def __init__(
        self, offers: str = "STARTTLS", says: Mapping[str, str | None] | None = None
    ) -> None:
        self.offers, self.says = offers, dict(says or {})
        self.heard: list[str] = []
        self.taken: list[bytes] = []
        self.asked_for: list[tuple[str, int]] = []
        self.tls_for: list[str] = []
        self.timeouts: list[float] = []

    def takes_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answer whoever opens a connection to a server or begins TLS."""

        def create_connection(
            address: tuple[str, int], timeout: float, _source: object = None
        ) -> "Line":
            self.asked_for.append(address)
            self.timeouts.append(timeout)
            if self.says.get("connect", "") is None:
                raise TimeoutError("timed out")
            return Line(self)

        def wrap_socket(context: ssl.SSLContext, line: "Line", server_hostname: str) -> "Line":
            assert context.check_hostname
            assert context.verify_mode is ssl.CERT_REQUIRED
            self.tls_for.append(server_hostname)
            return line

        monkeypatch.setattr(socket, "create_connection", create_connection)
        monkeypatch.setattr("ssl.SSLContext.wrap_socket", wrap_socket)

    def answer(self, line: str) -> str | None:
        """Return what it says to one line."""
        self.heard.append(line)
        verb = line.upper().partition(" ")[0]
        for key in (line, verb):
            if key in self.says:
                return self.says[key]
        if verb == "EHLO":
            offers = "".join(f"250-{one}\r\n" for one in self.offers.split(",") if one)
            return f"250-mail.example\r\n{offers}250 HELP"
        usual = {"DATA": "354 Go on", "QUIT": "221 Bye", "AUTH": "235 Yes", "STARTTLS": "220 Go"}
        return usual.get(verb, "250 OK")


class Line:
    """The end of a connection that smtplib holds: what it writes is answered at once."""

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.said = io.BytesIO()
        self.rest = b""
        self.in_text = False
        self._say(server.says.get("banner", "220 mail.example"))

    def _say(self, answer: str | None) -> None:
        if answer is not None:
            at = self.said.tell()
            self.said.seek(0, io.SEEK_END)
            self.said.write(answer.encode() + b"\r\n")
            self.said.seek(at)

    def makefile(self, _mode: str) -> io.BytesIO:
        return self.said

    def sendall(self, data: bytes) -> None:
        self.rest += data
        while True:
            end = b"\r\n.\r\n" if self.in_text else b"\r\n"
            line, found, rest = self.rest.partition(end)
            if not found:
                return
            self.rest = rest
            if self.in_text:
                self.in_text = False
                self.server.taken.append(line)
                self._say(self.server.says.get("text", "250 Taken"))
            else:
                answer = self.server.answer(line.decode())
                self.in_text = answer is not None and answer.startswith("354")
                self._say(answer)

    def close(self) -> None:
        pass
