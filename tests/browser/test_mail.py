"""Pages that are there where mail is sent: joining by a link, a new password, mail switched."""

import dataclasses

import pytest

from kernel.mail import post, post_to, send_mail
from kernel.smtp import Refused
from tests.kernel.mailbox import SERVER, Mailbox
from tests.village import PASSWORD, person

NEW = "timber otter velvet plum"


@pytest.fixture
def settings(settings):
    return dataclasses.replace(settings, smtp_url=SERVER)


@pytest.fixture
def mail(live):
    """Send what waits; return the last mail's first address on this server."""
    box = Mailbox().of(live.app)

    def last():
        with live.app.app_context():
            send_mail()
        lines = box.sent[-1].text.splitlines()
        return next(line for line in lines if line.startswith(live.url))

    last.box = box
    return last


def ask(page, where, email, axe):
    page.goto(where)
    axe(page)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me the link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()


def test_without_scripts_one_joins_by_a_link_and_sets_a_password_anew(live, no_script, mail, axe):
    page = no_script
    ask(page, "/join", "noor@village.example", lambda _page: None)
    page.goto(mail())
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Password").fill(NEW)
    page.get_by_label("Date of birth").fill("1990-05-17")
    page.get_by_label("I have read").check()
    page.get_by_role("main").get_by_role("button", name="Join").click()
    page.wait_for_url("**/quiz/")
    page.get_by_role("button", name="Sign out").click()
    ask(page, "/password", "noor@village.example", lambda _page: None)
    page.goto(mail())
    page.get_by_label("Password").fill("violet anchor maple crow")
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/sign-in")


def test_the_pages_of_mail_are_for_everybody(live, visitor, mail, axe):
    page = visitor
    with live.work() as w:
        agnes = person(w, "Agnes", "admin").id
        long = f"{'a-long-name.' * 5}kim@a-long-name.of-a-far-host.example"
        post_to(w, long, "Joining", "Go on here", "join:1")
    refused = Refused(f"550 5.1.1 <{long}>: Recipient address rejected", for_good=True)
    mail.box.refuses[long] = refused
    with live.app.app_context():
        send_mail()
    ask(page, "/join", "noor@village.example", axe)
    axe(page)
    page.goto(mail())
    axe(page)
    ask(page, "/password", "agnes@village.example", axe)
    page.goto(mail())
    axe(page)
    with live.work() as w:
        post(w, agnes, "Subject", "Something waits.", "one")
    leave = mail()
    page.goto(leave)
    axe(page)
    page.get_by_role("button", name="Send me no mail any more").click()
    page.get_by_text("You get no mail from us.").wait_for()
    axe(page)
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten your password?").wait_for()
    page.get_by_label("E-mail").fill("agnes@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.goto("/me")
    axe(page)
    page.get_by_role("button", name="Send me mail again").click()
    axe(page)
    page.goto("/people/mail")
    axe(page)
