"""Mail switched on and off, by its owner and by the link in each; what an admin reads of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.mail import LATE, post, post_to
from kernel.smtp import Refused
from members.actions import switch_mail
from members.queries import takes_mail
from tests.village import PASSWORD, settle

CLARA = "clara@village.example"


@pytest.fixture
def cast(work):
    with work() as w:
        return settle(w, jurors=1)


@pytest.fixture
def to_clara(work, cast):
    """Post a mail to Clara."""

    def put(once="one"):
        with work() as w:
            assert post(w, cast.clara.account, "C-2026-0004", "Something is to be done.", once)

    return put


def test_mail_is_switched_off_and_on_on_the_account_page(by_mail, sent, client, to_clara):
    client.sign_in(CLARA, PASSWORD)
    page = client.get("/me").press("Send me no mail any more")
    assert "From now on you get no mail." in page.html
    to_clara()
    assert sent() == []
    page = page.press("Send me mail again")
    assert "From now on you get mail." in page.html
    to_clara("two")
    assert [mail.to for mail in sent()] == [CLARA]


def test_a_wish_that_is_none_is_malformed(by_mail, client, cast):
    client.sign_in(CLARA, PASSWORD)
    client.post("/me/mail", {"on": "perhaps"}, status=422)


def test_the_link_in_a_mail_switches_it_off_without_signing_in(by_mail, sent, client, to_clara):
    to_clara()
    [mail] = sent()
    [link] = mail.links
    assert mail.message["List-Unsubscribe"] == f"<http://localhost{link}>"
    page = client.get(link)
    assert client.get(link).forms, "looking at it does nothing"
    page = page.press("Send me no mail any more")
    assert page.path == link
    assert "You get no mail from us." in page.text
    to_clara("two")
    assert sent() == []


def test_a_mail_program_switches_it_off_at_one_click(by_mail, sent, app, work, cast, to_clara):
    """RFC 8058: a POST of its own, without a cookie; it follows no 303."""
    to_clara()
    [mail] = sent()
    answer = app.test_client().post(mail.links[0], data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with work(writing=False) as w:
        assert not takes_mail(w.session, cast.clara.account)
        assert takes_mail(w.session, cast.olive.account)
    assert app.test_client().post("/mail/x").status_code == 404


@pytest.mark.databases("sqlite", "postgresql")
def test_the_log_tells_that_mail_was_switched_and_not_whose(app, work, cast):
    with work() as w:
        before = w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry))
    for on in (True, False, False, True, True):
        with work() as w:
            switch_mail(w, cast.clara.account, on)
    with work(writing=False) as w:
        query = sa.select(QueuedEntry.entry).order_by(QueuedEntry.id).offset(before)
        entries = list(w.session.scalars(query))
    assert len(entries) == 2, "the same again is nothing new"
    for entry in entries:
        assert b'"by":"member"' in entry
        assert cast.clara.ref.encode() not in entry


def test_without_a_mail_server_there_is_nothing_to_switch(client, cast):
    client.sign_in(CLARA, PASSWORD)
    assert "mail any more" not in client.get("/me").text


def test_an_admin_reads_what_was_given_up_and_why_and_not_what_it_said(
    by_mail, sent, client, to_clara, work, cast
):
    by_mail.refuses = {
        one: Refused(f"550 {one}: no such user", for_good=True) for one in (CLARA, "noor@x.example")
    }
    to_clara()
    with work() as w:
        post_to(w, "noor@x.example", "Joining", "Go on here", "join:1")
    client.sign_in("agnes@village.example", PASSWORD)
    assert "does not reach" not in client.get("/desk/").text
    assert sent() == []
    page = client.get("/desk/").click("Mail does not reach members")
    assert "550 clara@village.example: no such user" in page.text
    assert cast.clara.ref in page.links
    assert "noor@x.example" in page.text
    assert "C-2026-0004" not in page.html
    assert "2 given up in a week" in page.text


def test_mail_that_does_not_get_away_is_told_to_admins(by_mail, client, to_clara, clock):
    to_clara()
    client.sign_in("agnes@village.example", PASSWORD)
    assert "No mail was given up" in client.get("/people/mail").text
    clock.move(LATE + timedelta(seconds=1))
    assert "Waiting: 1. Given up in a week: 0." in client.get("/desk/").text
    assert "1 mail waits" in client.get("/people/mail").text


def test_where_no_mail_is_sent_an_admin_reads_why(client, cast):
    client.sign_in("agnes@village.example", PASSWORD)
    page = client.get("/people/").click("How mail stands")
    assert "VENIRE_SMTP_URL is not set" in page.text


def test_the_doctor_says_how_mail_stands(by_mail, app, to_clara):
    def doctor():
        return app.test_cli_runner().invoke(args=["doctor"]).output

    to_clara()
    assert "mail.example:587 takes it, from venire@localhost" in doctor()
    assert "waiting: 1, given up in a week: 0" in doctor()
    by_mail.is_away = True
    assert "mail.example:587 TAKES NONE: away" in doctor()


def test_the_doctor_says_that_none_is_sent(app):
    assert "VENIRE_SMTP_URL is not set" in app.test_cli_runner().invoke(args=["doctor"]).output
