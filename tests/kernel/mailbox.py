"""Mail without a server: what was sent stands in a list.

mailbox = Mailbox(); mailbox.of(app)
mailbox.sent[0].text
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from flask import Flask

from kernel.mail import Mailing, Recipient
from kernel.settings import MailServer, Settings
from kernel.smtp import Refused, Send, Unreachable
from kernel.work import Work

SERVER = MailServer("mail.example", 587)


@dataclass(frozen=True)
class Sent:
    """A mail that was handed to the server."""

    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self.message.get_content()

    @property
    def links(self) -> list[str]:
        """Paths of our own addresses in it, in order."""
        words = [word for line in self.text.splitlines() for word in line.split()]
        found = [word for word in words if word.startswith("http://localhost")]
        return [word.removeprefix("http://localhost") for word in found]


class Mailbox:
    """Takes mail in place of a server. refuses: what it says to an address. is_away: it takes none.
    meanwhile: what happens while a mail is being sent."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.refuses: dict[str, Refused] = {}
        self.is_away = False
        self.opened = 0
        self.meanwhile: Callable[[str], object] = lambda _address: None

    @contextmanager
    def connect(self, _settings: Settings) -> Iterator[Send]:
        self.opened += 1
        if self.is_away:
            raise Unreachable("away")
        yield self._take

    def _take(self, message: EmailMessage, address: str) -> None:
        self.meanwhile(address)
        if address in self.refuses:
            raise self.refuses[address]
        bytes(message)  # it can be written
        self.sent.append(Sent(address, message))

    def of(self, app: Flask) -> "Mailbox":
        """Take the mail of an app; it knows its members as it did."""
        known: Mailing | None = app.extensions.get("venire-mail")
        recipient_of = known.recipient_of if known else nobody
        app.extensions["venire-mail"] = Mailing(recipient_of, self.connect)
        return self


def nobody(_work: Work, _account_id: str) -> Recipient | None:
    """Return the recipient of an installation without members."""
    return None
