"""The outbox: what is posted is sent, once as far as can be, and nothing keeps another."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import current_app
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kernel.db import WRITING
from kernel.links import Link
from kernel.mail import (
    HERE,
    KEPT,
    LATE,
    PAUSE,
    WAITS,
    Letter,
    Mailing,
    Recipient,
    as_message,
    forget_letters,
    forget_mail,
    given_up,
    post,
    post_due,
    post_to,
    send_mail,
    standing,
)
from kernel.models import Outbox
from kernel.smtp import Refused
from tests.kernel.mailbox import SERVER, Mailbox

KIM, LEE = "kim@plan.example", "lee@plan.example"
PEOPLE = {"K" * 22: KIM, "L" * 22: LEE}
FOR_NOW, FOR_GOOD = Refused("450 Later", for_good=False), Refused("550\0No", for_good=True)


def recipient_of(_work, account_id):
    address = PEOPLE.get(account_id)
    return Recipient(address, "http://localhost/mail/TOKEN") if address else None


@pytest.fixture
def settings(settings):
    return dataclasses.replace(settings, smtp_url=SERVER)


@pytest.fixture
def mailbox(work):
    with work(writing=False):
        box = Mailbox()
        current_app.extensions["venire-mail"] = Mailing(recipient_of, box.connect)
    return box


@pytest.fixture
def send(work, mailbox):
    def go():
        with work(writing=False):
            app = current_app._get_current_object()
        with app.app_context():
            return send_mail()

    return go


@pytest.fixture
def run(work):
    """Run a job as the worker does: with an app, and no unit of work of its own."""

    def go(job, *values):
        with work(writing=False):
            app = current_app._get_current_object()
        with app.app_context():
            return job(*values)

    return go


def put(work, once="one", to=KIM, body="Hello"):
    with work() as w:
        return post_to(w, to, "Subject", body, once)


def rows(work):
    with work(writing=False) as w:
        return list(w.session.scalars(sa.select(Outbox).order_by(Outbox.once)))


def test_what_is_posted_is_sent_once(work, mailbox, send):
    with work() as w:
        assert post(w, "K" * 22, "C-2026-0004", "The poll closes.", "poll:C-2026-0004")
    assert (send(), send()) == (1, 0)
    [mail] = mailbox.sent
    assert (mail.to, mail.subject) == (KIM, "C-2026-0004")
    assert mail.text.startswith("The poll closes.\n")
    assert mailbox.opened == 1
    assert [(row.state, row.sent_at is not None, row.body) for row in rows(work)] == [
        ("sent", True, "")
    ]


def test_without_a_mail_server_nothing_is_posted(work, settings, monkeypatch):
    with work() as w:
        without = dataclasses.replace(w, settings=dataclasses.replace(settings, smtp_url=None))
        assert not post(without, "K" * 22, "Subject", "Hello", "one")
        assert not post_to(without, KIM, "Subject", "Hello", "two")
    assert rows(work) == []


def test_what_is_rolled_back_is_not_posted(work):
    with pytest.raises(ZeroDivisionError), work() as w:
        assert 1 / (post_to(w, KIM, "Subject", "Hello", "one") - 1)
    assert rows(work) == []


def test_there_is_one_mail_of_a_thing(work, mailbox, send):
    assert put(work, "digest:kim:2026-11-23")
    assert not put(work, "digest:kim:2026-11-23")
    assert put(work, "digest:kim:2026-11-24")
    assert send() == 2
    assert not put(work, "digest:kim:2026-11-23")


def test_who_takes_no_mail_by_now_is_sent_none(work, mailbox, send):
    with work() as w:
        post(w, "N" * 22, "Subject", "Hello", "one")
    assert send() == 0
    assert [(row.state, row.body) for row in rows(work)] == [("unwanted", "")]
    with work(writing=False) as w:
        assert standing(w.session) == dataclasses.replace(standing(w.session), given_up=0)


@pytest.mark.parametrize("refusal", [FOR_NOW, FOR_GOOD])
def test_an_address_that_fails_keeps_no_other(work, mailbox, send, clock, refusal):
    for once, to in (("1", LEE), ("2", KIM), ("3", LEE)):
        put(work, once, to)
    mailbox.refuses[LEE] = refusal
    assert send() == 1
    assert [mail.to for mail in mailbox.sent] == [KIM]
    gone = refusal.for_good
    assert [row.state for row in rows(work)] == (
        ["given_up", "sent", "given_up"] if gone else ["waiting", "sent", "waiting"]
    )
    clock.move(WAITS[0] - timedelta(seconds=1))
    mailbox.refuses.clear()
    assert send() == 0
    clock.move(seconds=1)
    assert send() == (0 if gone else 2)


def test_it_waits_longer_each_time_and_then_gives_up(work, mailbox, send, clock, caplog):
    put(work)
    mailbox.refuses[KIM] = FOR_NOW
    for wait in WAITS:
        assert rows(work)[0].state == "waiting"
        send()
        clock.move(wait - timedelta(seconds=1))
        send()
        clock.move(seconds=1)
    send()
    [row] = rows(work)
    assert (row.state, row.tries, row.error, row.body) == ("given_up", len(WAITS), "450 Later", "")
    assert KIM not in caplog.text
    with work(writing=False) as w:
        assert standing(w.session).needs_somebody(w.now)
        assert [one.id for one in given_up(w.session, 9)] == [row.id]


def test_a_server_that_is_away_costs_no_mail_a_try(work, mailbox, send, clock):
    for number in range(3):
        put(work, str(number))
    mailbox.is_away = True
    for _ in range(50):
        assert send() == 0
        assert send() == 0
        clock.move(PAUSE)
    assert mailbox.opened == 50
    assert [row.tries for row in rows(work)] == [0, 0, 0]
    with work(writing=False) as w:
        assert not standing(w.session).needs_somebody(w.now)
        assert standing(w.session).needs_somebody(w.now + LATE)
    mailbox.is_away = False
    assert send() == 3


def test_a_mail_that_was_broken_off_is_sent_again_by_the_same_name(work, mailbox, send, clock):
    put(work)

    def die(_address):
        mailbox.sent.append("half")
        raise KeyboardInterrupt

    mailbox.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        send()
    mailbox.meanwhile = lambda _address: None
    assert send() == 0
    clock.move(WAITS[0])
    assert send() == 1
    [row] = rows(work)
    assert mailbox.sent[1].message["Message-ID"] == f"<{row.id}@localhost>"


def test_a_worker_that_always_dies_on_a_mail_does_not_do_so_for_ever(work, mailbox, send, clock):
    put(work)
    mailbox.meanwhile = lambda _address: (_ for _ in ()).throw(SystemExit)
    for wait in WAITS:
        with pytest.raises(SystemExit):
            send()
        clock.move(wait)
    assert send() == 0
    assert rows(work)[0].state == "given_up"


@pytest.mark.parametrize("refusals", [{}, {KIM: FOR_NOW}])
def test_a_mail_whose_member_is_erased_meanwhile_keeps_no_other(work, mailbox, send, refusals):
    put(work, "1")
    put(work, "2", LEE)

    def erase(_address):
        with work() as w:
            forget_letters(w, "K" * 22, KIM)

    mailbox.meanwhile, mailbox.refuses = erase, refusals
    assert send() == 2 - len(refusals)
    assert [row.once for row in rows(work)] == ["2"]


def test_two_workers_send_each_mail_once(work, mailbox, send):
    """Really at once: while one sends, the other takes the next, and none is sent twice."""
    count, workers = 24, 4
    for number in range(count):
        put(work, f"{number:02}", f"n{number}@plan.example")
    gate = Barrier(workers)
    meet = Barrier(2, timeout=30)

    def meanwhile(address):
        if address in {"n0@plan.example", "n1@plan.example"}:
            meet.wait()  # two are being sent in the same moment

    mailbox.meanwhile = meanwhile

    def worker(_number):
        gate.wait()
        return send()

    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(worker, range(workers)))
    assert sum(done) == count
    assert sorted(mail.to for mail in mailbox.sent) == sorted(
        f"n{number}@plan.example" for number in range(count)
    )
    assert {row.tries for row in rows(work)} == {1}


def test_two_who_post_the_same_post_it_once(work, mailbox, send):
    gate = Barrier(4)

    def one(_number):
        gate.wait()
        return put(work, "the same")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, False, False, True]
    assert send() == 1


def writes_of(work):
    """Return a list that grows with each unit of work that is to write, from now on."""
    found = []

    def begin(connection):
        if connection.get_execution_options().get(WRITING):
            found.append(connection)

    with work(writing=False) as w:
        sa.event.listen(w.session.get_bind(), "begin", begin)
    return found


def test_where_nothing_waits_nothing_is_asked_of_the_server(work, mailbox, send, run):
    assert send() == 0
    assert mailbox.opened == 0
    assert run(forget_mail) == 0


def test_a_mail_is_forgotten_after_a_week_whatever_became_of_it(work, mailbox, send, run, clock):
    put(work, "sent")
    send()
    put(work, "given up", LEE)
    mailbox.refuses[LEE] = FOR_GOOD
    send()
    mailbox.is_away = True
    put(work, "waiting")
    clock.move(KEPT - timedelta(seconds=1))
    assert run(forget_mail) == 0
    clock.move(seconds=1)
    put(work, "younger")
    assert run(forget_mail) == 3
    assert [row.once for row in rows(work)] == ["younger"]


def test_letters_that_are_due_are_posted_once(work, run, mailbox, send):
    found = [Letter("K" * 22, "Subject", f"Hello {n}", f"reminder:{n}") for n in range(1_100)]
    assert run(post_due, lambda _work: found[:1_000]) == 1_000
    writes = writes_of(work)
    assert run(post_due, lambda _work: found[:1_000]) == 0
    assert not writes
    assert run(post_due, lambda _work: found) == 100


def test_what_is_due_is_looked_for_again_where_it_is_posted(work, run):
    answers = [[Letter("K" * 22, "Subject", "Hello", "reminder")], []]
    assert run(post_due, lambda _work: answers.pop(0)) == 0
    assert rows(work) == []


def test_a_link_is_signed_when_it_is_sent_and_stands_in_no_row(work, mailbox, send, clock):
    with work() as w:
        link = Link("/join", (KIM,), w.now + timedelta(days=1))
        post_to(w, KIM, "Joining", f"Go on here:\n{HERE}\n", "join:1", link)
        settings = w.settings
    [row] = rows(work)
    token = link.address(settings).rpartition("/")[2]
    assert token not in f"{row.body}{row.link}{row.subject}{row.once}"
    send()
    assert mailbox.sent[0].links == [f"/join/{token}"]
    assert rows(work)[0].link == []


def message(settings, clock, to=KIM, leave="", **values):
    row = Outbox(id="I" * 22, subject="Subject", body="Text", link=[])
    for name, value in values.items():
        setattr(row, name, value)
    return as_message(settings, row, Recipient(to, leave), clock.now)


@pytest.mark.databases("sqlite")
def test_a_mail_says_what_mail_programs_ask(settings, clock):
    leave = "http://localhost/mail/" + "x" * 300
    made = message(settings, clock, leave=leave)
    assert made["From"] == "Venire <venire@localhost>"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made.get_content_type() == "text/plain"
    raw = bytes(made).decode()
    assert f"List-Unsubscribe: <{leave}>\r\n" in raw
    assert "Date: Mon, 23 Nov 2026 12:00:00 +0000" in raw
    assert made.get_content().endswith(f"\n{leave}\n")


BREAKS = st.sampled_from(["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\0"])


@pytest.mark.databases("sqlite")
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text('ab@.,<> é"', max_size=6), line=BREAKS, where=st.sampled_from("saob"))
def test_no_header_is_brought_in(settings, clock, before, line, where):
    evil = f"{before}{line}Bcc: eve@evil.example"
    values = {"s": {"subject": evil}, "a": {"to": evil}, "o": {"leave": evil}, "b": {"body": evil}}
    try:
        raw = bytes(message(settings, clock, **values[where]))
    except Exception:  # noqa: BLE001 refused is well; that a send stops no other is tested below
        return
    head = raw.partition(b"\r\n\r\n")[0]
    names = {part.partition(b":")[0] for part in head.split(b"\r\n") if part[:1] not in b" \t"}
    assert b"Bcc" not in names
    assert b"\nBcc" not in head
    assert b"\rBcc" not in head


@pytest.mark.parametrize(
    "to", ["kim@plan.example\nBcc: eve@evil.example", "kim", "", "@", "k\0m@x.example", "kim@"]
)
def test_an_address_that_is_none_is_given_up_and_keeps_no_other(work, mailbox, send, to):
    if "\0" in to:
        with work() as w:
            PEOPLE["Z" * 22] = to
            post(w, "Z" * 22, "Subject", "Hello", "1")
    else:
        put(work, "1", to)
    put(work, "2", KIM)
    mailbox.refuses[to] = FOR_GOOD  # what a server says of those that a header can hold
    assert send() == 1
    assert [row.state for row in rows(work)] == ["given_up", "sent"]


@pytest.mark.databases("sqlite")
def test_an_address_is_one_address(settings, clock):
    made = message(settings, clock, to="kim@plan.example, eve@evil.example")
    assert len(made["To"].addresses) == 1
