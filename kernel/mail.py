"""Mail, by way of an outbox: what is to be told is a row of the transaction that it tells of, and
a job sends it. Without `VENIRE_SMTP_URL` nothing is posted at all.

A mail is text, and holds nothing that a stranger may not read: a reference, what is to be done,
until when, and an address of ours. Never a title, a choice, a name, anything of an illness.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel import links
from kernel.db import held, insert_once, new_id
from kernel.links import Link
from kernel.models import GIVEN_UP, SENT, UNWANTED, WAITING, Outbox
from kernel.settings import Settings
from kernel.smtp import Refused, Send, Unreachable
from kernel.work import Work, unit_of_work

# How long after each try the next one is. The first is longer than any conversation with a server:
# within it no other worker takes the same mail.
WAITS = tuple(timedelta(minutes=each) for each in (10, 30, 60, 180, 360, 720, 1440))
PAUSE = timedelta(minutes=1)  # after the server could not be reached
AT_ONCE, A_WHILE = 50, timedelta(seconds=5)  # of a round of the worker, which has more to do
ASKED = 500  # keys in one query
KEPT = timedelta(days=7)
LATE = timedelta(hours=1)  # a mail that waits for so long waits for an operator
HERE = "\ufffc"  # where the link stands in a body
# Long enough that no header is folded: an address that is broken into lines is none.
FORM = SMTP.clone(max_line_length=998)
log = logging.getLogger("venire.mail")


@dataclass(frozen=True)
class Recipient:
    """Who takes a mail, and the address at which they say that they take none any more."""

    address: str
    leave: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail to a member. once: see `Outbox`."""

    account_id: str
    subject: str
    body: str
    once: str


@dataclass(frozen=True)
class Mailing:
    """What sending needs of the house; `app.py` plugs it in.

    recipient_of: a member by their account; None for one who takes no mail. connect: see
    `kernel.smtp.connect`.
    """

    recipient_of: Callable[[Work, str], Recipient | None]
    connect: Callable[[Settings], AbstractContextManager[Send]]


def post(work: Work, account_id: str, subject: str, body: str, once: str) -> bool:
    """Post a mail to a member, in the caller's transaction; whether it was posted.

    It was not where there is no mail at all, nor where there was one of this `once` before. A
    member who takes no mail by the time when it is sent is sent none.
    """
    return _put(work, Outbox(account_id=account_id, address=None, link=[]), subject, body, once)


def post_to(
    work: Work, address: str, subject: str, body: str, once: str, link: Link | None = None
) -> bool:
    """Post a mail to an address that somebody typed; else as `post`. link: it stands at HERE."""
    kept = link.as_json() if link else []
    return _put(work, Outbox(account_id=None, address=address, link=kept), subject, body, once)


def post_due(find: Callable[[Work], Iterable[Letter]]) -> int:
    """Post those letters that `find` finds and that were not posted before; return how many.

    They are looked for again in the transaction that posts them: what was settled meanwhile counts.
    """
    with unit_of_work(writing=False) as work:
        if work.settings.smtp_url is None or not _new(work, find):
            return 0
    with unit_of_work() as work:
        return sum(
            post(work, one.account_id, one.subject, one.body, one.once) for one in _new(work, find)
        )


def _new(work: Work, find: Callable[[Work], Iterable[Letter]]) -> list[Letter]:
    found = {one.once: one for one in find(work)}
    keys = list(found)
    for start in range(0, len(keys), ASKED):
        some = Outbox.once.in_(keys[start : start + ASKED])
        for once in work.session.scalars(sa.select(Outbox.once).where(some)):
            del found[once]
    return list(found.values())


def _put(work: Work, row: Outbox, subject: str, body: str, once: str) -> bool:
    if work.settings.smtp_url is None:
        return False
    row.id, row.once, row.subject, row.body = new_id(), once, subject, body
    row.made_at = row.next_try_at = work.now
    row.state, row.tries, row.sent_at, row.error = WAITING, 0, None, ""
    return insert_once(work.session, row)


def forget_letters(work: Work, account_id: str, address: str) -> None:
    """Give up all mail to a member, or to the address that was theirs, sent or not."""
    theirs = sa.or_(Outbox.account_id == account_id, Outbox.address == address)
    work.session.execute(sa.delete(Outbox).where(theirs))


def send_mail() -> int:
    """Send the mail that waits; return how much was sent.

    Each mail is claimed and that is committed, then it is sent, then it is marked: two workers
    never send the same at once. A worker that dies in between leaves a mail to be sent again, after
    a while and under the same Message-ID: every mail is sent at least once. An address that fails
    keeps no other.
    """
    with unit_of_work(writing=False) as work:
        settings, start = work.settings, work.now
        waiting = sa.select(Outbox.id).where(Outbox.next_try_at <= start)
        due = work.session.scalars(waiting.order_by(Outbox.next_try_at).limit(AT_ONCE)).all()
    if settings.smtp_url is None or not due:
        return 0
    mailing: Mailing = current_app.extensions["venire-mail"]
    sent = 0
    try:
        with mailing.connect(settings) as send:
            for mail_id in due:
                moment, done = _send_one(mailing, send, mail_id)
                sent += done
                if moment - start > A_WHILE:
                    break
    except Unreachable as error:
        log.warning("the mail server takes no mail: %s", error)
        _pause()
    return sent


def _send_one(mailing: Mailing, send: Send, mail_id: str) -> tuple[datetime, bool]:
    """Send one mail unless another worker does; return when, and whether it was sent."""
    with unit_of_work() as work:
        moment, claimed = work.now, _claim(work, mailing, mail_id)
    if claimed is None:
        return moment, False
    try:
        send(*claimed)
    except Refused as refused:
        log.warning(
            "mail %s was refused %s", mail_id, "for good" if refused.for_good else "for now"
        )
        with unit_of_work() as work:
            if row := _still_there(work, mail_id):
                _note_refusal(row, refused)
        return moment, False
    with unit_of_work() as work:
        if row := _still_there(work, mail_id):
            _settle(row, SENT, work.now)
    return moment, True


def _still_there(work: Work, mail_id: str) -> Outbox | None:
    """Return a mail that was being sent; None where its member was erased meanwhile, and it with
    them. Held, so that nobody is erased between looking and writing."""
    return work.session.scalar(held(sa.select(Outbox).where(Outbox.id == mail_id)))


def _claim(work: Work, mailing: Mailing, mail_id: str) -> tuple[EmailMessage, str] | None:
    """Take a mail for the length of a try; return it with its address, None where there is none."""
    is_due = sa.and_(Outbox.id == mail_id, Outbox.next_try_at <= work.now)
    row = work.session.scalar(held(sa.select(Outbox).where(is_due)))
    if row is None:
        return None
    if row.tries >= len(WAITS):  # whoever tried last did not come back to say how it went
        _settle(row, GIVEN_UP)
        return None
    to = mailing.recipient_of(work, row.account_id) if row.account_id else None
    if row.account_id and to is None:
        _settle(row, UNWANTED)
        return None
    to = to or Recipient(row.address or "")
    try:
        message = as_message(work.settings, row, to, work.now)
    except (ValueError, MessageError):
        _note_refusal(row, Refused("This address is none that mail can be sent to.", for_good=True))
        return None
    row.tries += 1
    row.next_try_at = work.now + WAITS[row.tries - 1]
    return message, to.address


def as_message(settings: Settings, row: Outbox, to: Recipient, now: datetime) -> EmailMessage:
    """Return a mail as it is sent. Raises ValueError, MessageError for what no header holds."""
    message = EmailMessage(FORM)
    message["From"] = Address("Venire", *settings.sender.split("@"))
    local, _at, domain = to.address.rpartition("@")
    message["To"] = Address("", local, domain)  # one address, whatever commas are in it
    message["Subject"] = row.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{row.id}@{settings.host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no program is to answer it
    body = row.body.replace(HERE, links.address(settings, row.link)) if row.link else row.body
    if to.leave:
        message["List-Unsubscribe"] = f"<{to.leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        body += "\n\n" + _("To get no mail from us any more:") + f"\n{to.leave}"
    message.set_content(body + "\n")
    return message


def _note_refusal(row: Outbox, refused: Refused) -> None:
    said = str(refused)[:200]
    row.error = "".join(letter if letter.isprintable() else " " for letter in said)
    if refused.for_good or row.tries >= len(WAITS):
        _settle(row, GIVEN_UP)


def _settle(row: Outbox, state: str, at: datetime | None = None) -> None:
    """Let a mail wait no more; nobody needs its words now."""
    row.state, row.sent_at, row.next_try_at = state, at, None
    row.subject, row.body, row.link = "", "", []


def _pause() -> None:
    """Let all that is due wait a moment: it does not count as a try, the mail is not to blame."""
    with unit_of_work() as work:
        due = sa.update(Outbox).where(Outbox.next_try_at <= work.now)
        work.session.execute(due.values(next_try_at=work.now + PAUSE))


def forget_mail() -> int:
    """Delete the mail of more than a week ago, whatever became of it; return how many."""
    with unit_of_work(writing=False) as work:
        old = Outbox.made_at <= work.now - KEPT
        if work.session.scalar(sa.select(Outbox.id).where(old).limit(1)) is None:
            return 0
    with unit_of_work() as work:
        done: Any = work.session.execute(sa.delete(Outbox).where(old))
    return int(done.rowcount)


@dataclass(frozen=True)
class Standing:
    """How mail stands: how many wait, since when the oldest does, and how many were given up in the
    last week."""

    waiting: int
    oldest: datetime | None
    given_up: int

    def needs_somebody(self, now: datetime) -> bool:
        """Whether an operator has to look: mail was given up, or does not get away."""
        return self.given_up > 0 or (self.oldest is not None and now - self.oldest > LATE)


def standing(session: Session) -> Standing:
    """Return how mail stands."""
    count = sa.select(sa.func.count(), sa.func.min(Outbox.made_at))
    waiting, oldest = session.execute(count.where(Outbox.next_try_at.is_not(None))).one()
    ended = session.scalar(count.where(Outbox.state == GIVEN_UP)) or 0
    return Standing(waiting, oldest, ended)


def given_up(session: Session, most: int) -> list[Outbox]:
    """Return the mail that was given up, the latest first."""
    query = sa.select(Outbox).where(Outbox.state == GIVEN_UP)
    return list(session.scalars(query.order_by(Outbox.made_at.desc(), Outbox.id).limit(most)))


JOBS = {"kernel.send-mail": send_mail, "kernel.forget-mail": forget_mail}
