"""What is said to a mail server, and what is made of its answers. No socket is opened."""

import base64
import dataclasses
from email.message import EmailMessage
from pathlib import Path

import pytest

from kernel.settings import MailServer, Settings
from kernel.smtp import Refused, Unreachable, connect
from tests.kernel.postman import FakeServer

FAR = MailServer("mail.example", 587)
HOUSE = Settings(Path(), "secret", base_url="https://jury.example", smtp_url=FAR)
KIM, LEE = "kim@plan.example", "lee@plan.example"


def letter(text="Hello"):
    message = EmailMessage()
    message["Subject"] = text
    message.set_content(f"{text}\n.\nend")
    return message


def talk(monkeypatch, server, *to, **settings):
    server.takes_over(monkeypatch)
    with connect(dataclasses.replace(HOUSE, **settings)) as send:
        for address in to:
            send(letter(), address)


def test_a_conversation_goes_over_to_tls_before_anything_is_said(monkeypatch):
    server = FakeServer()
    talk(monkeypatch, server, KIM, LEE)
    assert server.asked_for == [("mail.example", 587)]
    assert server.tls_for == ["mail.example"]
    assert server.timeouts == [10.0]
    size = server.heard[4].partition(" size=")[2]
    assert server.heard == [
        "ehlo jury.example",
        "STARTTLS",
        "ehlo jury.example",
        "mail FROM:<venire@jury.example>" + (f" size={size}" if size else ""),
        f"rcpt TO:<{KIM}>",
        "data",
        "mail FROM:<venire@jury.example>",
        f"rcpt TO:<{LEE}>",
        "data",
        "quit",
    ]
    assert [b"\r\n.." in one for one in server.taken] == [True, True]


def test_what_cannot_be_said_under_tls_is_not_said(monkeypatch):
    server = FakeServer(offers="")
    with pytest.raises(Unreachable, match="STARTTLS"):
        talk(monkeypatch, server, KIM, smtp_url=MailServer("mail.example", 25, False, "u", "p"))
    assert server.heard == ["ehlo jury.example"]


def test_to_this_machine_it_is_said_plainly(monkeypatch):
    server = FakeServer(offers="STARTTLS")
    talk(monkeypatch, server, KIM, smtp_url=MailServer("127.0.0.1", 2525))
    assert (server.tls_for, len(server.taken)) == ([], 1)


def test_tls_from_the_first_byte(monkeypatch):
    server = FakeServer()
    talk(monkeypatch, server, KIM, smtp_url=MailServer("mail.example", 465, wrapped=True))
    assert server.tls_for == ["mail.example"]
    assert "STARTTLS" not in server.heard
    assert len(server.taken) == 1


def test_a_password_is_said_after_tls(monkeypatch):
    server = FakeServer(offers="STARTTLS,AUTH PLAIN")
    talk(monkeypatch, server, smtp_url=MailServer("mail.example", 587, False, "kim", "hush"))
    said = base64.b64encode(b"\0kim\0hush").decode()
    assert server.heard == [*["ehlo jury.example", "STARTTLS"], "ehlo jury.example",
                            f"AUTH PLAIN {said}", "quit"]  # fmt: skip


@pytest.mark.parametrize(
    "says",
    [
        {"connect": None},
        {"banner": None},
        {"banner": "554 Go away"},
        {"STARTTLS": "454 Not now"},
        {"AUTH": "535 Wrong"},
    ],
)
def test_a_server_that_takes_nothing_is_unreachable(monkeypatch, says):
    server = FakeServer(offers="STARTTLS,AUTH PLAIN", says=says)
    with pytest.raises(Unreachable):
        talk(monkeypatch, server, smtp_url=MailServer("mail.example", 587, False, "kim", "hush"))


@pytest.mark.parametrize(
    ("says", "for_good"),
    [
        ({f"rcpt TO:<{KIM}>": "550 No such user"}, True),
        ({f"rcpt TO:<{KIM}>": "450 Greylisted"}, False),
        ({"DATA": "451 Later"}, False),
        ({"text": "554 Not this"}, True),
    ],
)
def test_a_mail_that_is_refused_keeps_no_other(monkeypatch, says, for_good):
    server = FakeServer(says=says)
    server.takes_over(monkeypatch)
    with connect(HOUSE) as send:
        with pytest.raises(Refused) as told:
            send(letter(), KIM)
        assert told.value.for_good is for_good
        server.says.clear()
        send(letter(), LEE)
    assert len(server.taken) == 1 + ("text" in says)


@pytest.mark.parametrize(
    "says",
    [
        {"RCPT": "421 <kim@plan.example> must wait"},
        {"MAIL": "550 Not as that sender"},
        {"RCPT": None},
        {"text": None},
    ],
)
def test_a_server_that_has_something_against_us_is_unreachable(monkeypatch, says):
    with pytest.raises(Unreachable) as told:
        talk(monkeypatch, FakeServer(says=says), KIM)
    assert "kim" not in str(told.value)


def test_an_address_that_the_server_cannot_spell_is_refused_for_good(monkeypatch):
    with pytest.raises(Refused) as told:
        talk(monkeypatch, FakeServer(), "käthe@plan.example")
    assert told.value.for_good
    server = FakeServer(offers="STARTTLS,SMTPUTF8,8BITMIME")
    talk(monkeypatch, server, "käthe@plan.example")
    assert len(server.taken) == 1
