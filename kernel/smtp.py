"""Handing mail to a server by SMTP (RFC 5321), over TLS whose certificate is checked."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.message import EmailMessage
from functools import partial

from kernel.settings import Settings

TIMEOUT = 10.0  # seconds for each answer of the server
GONE = 421  # the server ends the conversation (RFC 5321, 3.8)

Send = Callable[[EmailMessage, str], None]


class Unreachable(Exception):
    """The server takes no mail at all now: the next one would fare no better."""


class Refused(Exception):
    """The server does not take this mail. for_good: nor would it later."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        super().__init__(said)
        self.for_good = for_good


@contextmanager
def connect(settings: Settings) -> Iterator[Send]:
    """Lend what sends a mail to one address, over one connection. Raises Unreachable; what it
    lends raises Refused as well.

    Everything is said under TLS with a certificate that we can check, but to a server on this
    machine by `smtp://`, where nobody is in between.
    """
    try:
        server = _open(settings)
    except OSError as error:  # whatever smtplib raises is one too
        raise Unreachable(_told(error)) from error
    try:
        yield partial(_send, server, settings.sender)
    finally:
        with suppress(OSError):
            server.quit()


def _open(settings: Settings) -> smtplib.SMTP:
    to = settings.smtp_url
    if to is None:
        raise LookupError("no mail is sent without VENIRE_SMTP_URL")
    tls = ssl.create_default_context()
    # Our name is said here, or smtplib would ask the net for it.
    name = settings.host
    if to.wrapped:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            to.host, to.port, local_hostname=name, timeout=TIMEOUT, context=tls
        )
    else:
        server = smtplib.SMTP(to.host, to.port, local_hostname=name, timeout=TIMEOUT)
    try:
        if not to.wrapped and not to.is_here:
            server.starttls(context=tls)  # refused by smtplib where it is not offered
        if to.user:
            server.login(to.user, to.password)
    except BaseException:
        server.close()
        raise
    return server


def _send(server: smtplib.SMTP, sender: str, message: EmailMessage, address: str) -> None:
    try:
        server.send_message(message, sender, [address])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = error.recipients[address]
        raise _refused(code, said) from error
    except smtplib.SMTPSenderRefused as error:  # what it has against us it has against every mail
        raise Unreachable(_told(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:  # an address that this server cannot spell
        raise Refused(_told(error), for_good=True) from error
    except OSError as error:
        raise Unreachable(_told(error)) from error
    except (ValueError, MessageError) as error:  # what cannot be written as a mail
        raise Refused(type(error).__name__, for_good=True) from error


def _refused(code: int, said: bytes | str) -> Exception:
    if code == GONE:
        return Unreachable(f"{code}")  # its words may hold an address, and this one is logged
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Refused(f"{code} {text}", for_good=code >= 500)


def _told(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"
