"""An installation that sends mail, for the tests that ask for `by_mail`."""

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask

from kernel.mail import send_mail
from kernel.settings import Settings
from tests.kernel.mailbox import SERVER, Mailbox, Sent


@pytest.fixture
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    mails = "by_mail" in request.fixturenames
    return dataclasses.replace(settings, smtp_url=SERVER) if mails else settings


@pytest.fixture
def by_mail(app: Flask) -> Mailbox:
    """The mailbox that all mail of the app goes to."""
    return Mailbox().of(app)


@pytest.fixture
def sent(app: Flask, by_mail: Mailbox) -> Callable[[], list[Sent]]:
    """Send what waits, as the worker does; return what was sent by it."""

    def go() -> list[Sent]:
        before = len(by_mail.sent)
        with app.app_context():
            send_mail()
        return by_mail.sent[before:]

    return go
