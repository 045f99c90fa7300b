"""Joining and forgotten passwords by mail: whoever asks learns nothing of who has an account."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.links import Link
from kernel.models import Outbox
from members import actions
from members.models import SignIn
from members.queries import account_by_email
from members.views.joining import LINK_HOLDS
from members.views.password import LINK_HOLDS as PASSWORD_LINK_HOLDS
from tests.village import PASSWORD, settle

CLARA, NOOR = "clara@village.example", "noor@village.example"
NEW = "timber otter velvet plum"
ABOUT_NOOR = {"name": "Noor", "password": NEW, "born_on": "1990-05-17", "promise": "y"}


@pytest.fixture
def cast(work):
    with work() as w:
        return settle(w, jurors=1)


def ask(client, page, email, status=200):
    return client.get(page).form(action=page).fill(email=email).send(status=status)


def bare(page):
    """Return what was sent, without what differs with every page."""
    html = re.sub(r'value="[^"]*"', "", page.html)
    headers = {k: v for k, v in page.headers.items() if k not in {"X-Request-Id", "Set-Cookie"}}
    return html, headers, page.path, page.status


@pytest.mark.parametrize("page", ["/join", "/password"])
def test_who_has_an_account_is_told_to_nobody_but_in_their_mail(
    app, by_mail, sent, visit, cast, page
):
    answers, work_done = [], []
    statements = []
    sa.event.listen(
        app.extensions["venire"].engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_more: statements.append(statement),
    )
    for email in (CLARA, NOOR):
        form = visit().get(page).form(action=page).fill(email=email)
        statements.clear()
        answers.append(bare(form.send()))
        work_done.append(list(statements))
    assert answers[0] == answers[1]
    assert work_done[0] == work_done[1]
    assert sum("INSERT INTO outbox" in one for one in work_done[0]) == 1
    to_clara, to_noor = sent()
    assert (to_clara.to, to_noor.to) == (CLARA, NOOR)
    assert to_clara.subject == to_noor.subject
    assert to_clara.text != to_noor.text


def test_a_new_member_joins_by_the_link_in_their_mail(by_mail, sent, client, work, cast):
    page = ask(client, "/join", "Noor@Village.example ")
    assert page.path == "/mail/sent"
    [mail] = sent()
    [link] = mail.links
    page = client.get(link)
    assert NOOR in page.text
    page = page.form("Join").fill(**ABOUT_NOOR).send()
    assert page.path == "/quiz/"
    assert "Noor" in client.get("/me").text
    with work(writing=False) as w:
        assert account_by_email(w.session, NOOR).name == "Noor"


def test_a_link_is_good_once_and_for_a_day(by_mail, sent, client, visit, cast, clock):
    ask(client, "/join", NOOR)
    ask(client, "/join", NOOR)
    first, second = (mail.links[0] for mail in sent())
    clock.move(LINK_HOLDS - timedelta(seconds=1))
    other = visit()
    other.get(first)
    late = other.page.form("Join").fill(**ABOUT_NOOR)
    client.get(second).form("Join").fill(**ABOUT_NOOR).send()
    assert "Sign in instead" in late.send(status=409).text
    for link in (first, second):
        assert "Sign in instead" in visit().get(link, status=409).text
    ask(client, "/join", "lee@village.example")
    [mail] = sent()
    clock.move(LINK_HOLDS)
    assert "too old" in client.get(mail.links[0], status=409).text


def test_a_link_that_we_did_not_send_leads_nowhere(by_mail, client, cast, settings, clock):
    good = Link("/join", (NOOR,), clock.now + LINK_HOLDS).address(settings)
    token = good.rpartition("/")[2]
    client.get(f"/join/{token}")
    for path in ("/join/x", f"/join/{token[:-2]}", f"/password/{token}", f"/mail/{token}"):
        client.get(path, status=404)


def test_what_was_typed_is_kept(by_mail, client, cast, settings, clock):
    page = ask(client, "/join", "not an address", status=422)
    assert page.form(action="/join").values["email"] == ["not an address"]
    link = Link("/join", (NOOR,), clock.now + LINK_HOLDS).address(settings)
    form = client.get(link.removeprefix("http://localhost")).form("Join")
    page = form.fill({**ABOUT_NOOR, "password": "short"}).send(status=422)
    assert page.form("Join").values["name"] == ["Noor"]
    page = page.form("Join").fill(password=NEW, born_on="2999-01-01").send(status=422)
    assert "future" in page.text


@pytest.mark.parametrize("page", ["/join", "/password"])
def test_nobody_fills_anothers_mailbox(by_mail, sent, client, cast, page):
    for email in (CLARA, NOOR):
        for _ in range(actions.MAILS_BY_EMAIL):
            ask(client, page, email)
        told = ask(client, page, f" {email.upper()}", status=429)
        assert "quarter of an hour" in told.html
    assert len(sent()) == 2 * actions.MAILS_BY_EMAIL


def test_a_forgotten_password_is_set_anew_and_all_sessions_end(
    by_mail, sent, client, visit, work, cast
):
    there = visit()
    there.sign_in(CLARA, PASSWORD)
    page = client.get("/sign-in").click("Forgotten")
    page = page.form(action="/password").fill(email=CLARA.title()).send()
    assert page.path == "/mail/sent"
    [mail] = sent()
    page = client.get(mail.links[0])
    page = page.form("Set the password").fill(password="short").send(status=422)
    page = page.form("Set the password").fill(password="clara clara clara").send(status=422)
    page = page.form("Set the password").fill(password=NEW).send()
    assert page.path == "/sign-in"
    assert "new password holds" in page.html
    with work(writing=False) as w:
        assert w.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0
    assert there.get("/me").path.startswith("/sign-in")
    visit().sign_in(CLARA, PASSWORD, status=422)
    assert visit().sign_in(CLARA, NEW).path == "/"


def test_a_link_for_a_password_is_good_once_and_for_two_hours(
    by_mail, sent, client, visit, cast, clock
):
    for _ in range(2):
        ask(client, "/password", CLARA)
    first, second = (mail.links[0] for mail in sent())
    other = visit()
    late = other.get(first).form("Set the password").fill(password="violet anchor maple crow")
    client.get(second).form("Set the password").fill(password=NEW).send()
    assert "has been used" in late.send(status=409).text
    assert "has been used" in visit().get(first, status=409).text
    assert "has been used" in visit().get(second, status=409).text
    ask(client, "/password", CLARA)
    [mail] = sent()
    clock.move(PASSWORD_LINK_HOLDS)
    assert "too old" in client.get(mail.links[0], status=409).text


def test_who_has_no_account_is_told_so_in_their_mail_alone(by_mail, sent, client, cast):
    ask(client, "/password", NOOR)
    [mail] = sent()
    assert mail.links == ["/join"]
    ask(client, "/join", CLARA)
    [mail] = sent()
    assert mail.links == ["/sign-in"]


def test_no_row_holds_a_link_that_opens_anything(by_mail, sent, client, work, cast):
    for page in ("/join", "/password"):
        ask(client, page, CLARA)
        ask(client, page, NOOR)
    with work(writing=False) as w:
        kept = [
            f"{row.subject}{row.body}{row.link}{row.once}"
            for row in w.session.scalars(sa.select(Outbox))
        ]
    links = [link for mail in sent() for link in mail.links if link.count("/") == 2]
    assert len(links) == 2
    for link in links:
        payload, _dot, signature = link.rpartition("/")[2].partition(".")
        assert not any(signature in row or payload in row for row in kept)


def test_where_no_mail_is_sent_nobody_is_sent_to_their_mail(client, cast):
    page = client.get("/sign-in")
    assert "Ask the people who run the plan" in page.text
    assert not [words for words in page.links if "Forgotten" in words]
    client.get("/password", status=404)
    assert client.get("/join").form("Join").values.keys() >= {"email", "password", "name"}
