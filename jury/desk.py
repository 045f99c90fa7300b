"""What waits at the jury for a person: jurors, trustees, officers on the bench, admins."""

from collections import Counter
from datetime import datetime

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from audit.counters import Counted
from jury import wording
from jury.models import MockContest, RollRemark
from jury.queries import (
    challenges_waiting,
    count_appointed,
    is_asked,
    joinable,
    to_agree,
    waiting_for,
)
from jury.reading.bench import bench_rows
from jury.reading.counters import cases_by_stage, cases_that_owe, draws_by_kind
from jury.reading.seats import Card, my_cards
from jury.reading.trustees import my_parts
from jury.step import FOR_OFFICERS, Step
from jury.wording.lots import LOTS
from kernel.access import Permission, may
from kernel.actor import Actor
from kernel.work import ground
from members.desk import Waiting


def counted(session: Session, now: datetime) -> Counted:
    """Return what the page of the log counts of cases and draws."""
    cases = cases_by_stage(session)
    lots = draws_by_kind(session, "drawn")
    return Counted(
        cases=[(name, cases[one]) for one, name in wording.STAGES.items() if one in cases],
        lots=[(name, lots[one]) for one, name in LOTS.items() if one in lots],
        void_draws=sum(draws_by_kind(session, "void").values()),
        draws_url=url_for("jury.draws"),
        late=cases_that_owe(session, now),
    )


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: summons and ballots, words of a key, and the bench's steps."""
    if not actor.signed_in:
        return []
    cards = my_cards(session, actor.account, now)
    found = [_to_do(card) for card in cards if card.to_do] + _polls(cards)
    found += _of_keys(session, actor, now)
    found += _assemblies(session, actor, now)
    if may(actor, Permission.ADMINISTER):
        found.append(_trustees(session))
        found.append(_times())
    if may(actor, Permission.EDIT_RULES):
        found += _contests(session, actor)
    if may(actor, Permission.PREPARE_CASES):
        found += _on_the_bench(session, actor, now)
    return found


def _to_do(card: Card) -> Waiting:
    """What a juror has to do in a case. No mail tells who has read the file and who has voted: one
    that goes to some would say it of the others."""
    answers = card.step is Step.ANSWER
    return Waiting(
        str(wording.NEXT[card.step]),
        f"{card.ref} · {card.title}",
        _case_url(card.ref),
        ref=card.ref,
        until=card.until,
        mailed=answers,
    )


def _polls(cards: list[Card]) -> list[Waiting]:
    """What a mail says to all who hold a seat while the poll is open, whatever they have done."""
    return [
        Waiting(
            str(wording.POLL_OPEN),
            "",
            _case_url(card.ref),
            ref=card.ref,
            until=card.until,
            shown=False,
        )
        for card in cards
        if card.in_poll
    ]


def _of_keys(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what a trustee has to do about the keys that they hold in parts; of who is asked to be
    one, to answer."""
    found = []
    if is_asked(session, actor.account):
        title = _("You are asked to be a trustee: accept or decline")
        found.append(Waiting(title, _("What it means stands there."), url_for("jury.trust")))
    return found + [
        Waiting(
            str(wording.DUTIES[part.duty]),
            _(
                "Case %(ref)s, until %(until)s",
                ref=part.ref,
                until=format_datetime(part.until, _("d MMMM y, HH:mm z")),
            ),
            url_for("jury.key", ref=part.ref),
            ref=part.ref,
            until=part.until,
        )
        for part in my_parts(session, actor.account, now)
        if part.to_do
    ]


def _assemblies(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the line on assemblies that one may join. No mail says so: it would go to everybody
    who has not come yet, and so tell who has."""
    found = joinable(session, actor.account, now)
    if not found:
        return []
    detail = ", ".join(f"{one.ref} · {one.title}" for one in found)
    where = url_for("jury.assemblies")
    until = found[0].closes_at
    title = _("An assembly is open to you")
    return [Waiting(title, detail, where, len(found), until=until, mailed=False)]


def _trustees(session: Session) -> Waiting:
    """Return the line of an admin: whether there are enough trustees to open cases."""
    there, (_threshold, needed) = count_appointed(session), ground().settings.trustees
    detail = _("The house holds the keys of its cases.")
    if needed:
        detail = _("%(there)s are appointed; a case takes %(needed)s.", there=there, needed=needed)
    return Waiting(_("Trustees"), detail, url_for("jury.trustees"), int(there < needed))


def _times() -> Waiting:
    """Return the line of an admin that leads to how long jurors take. Officers are led from the
    bench."""
    detail = _("How long jurors take, over many cases.")
    return Waiting(_("Time to vote"), detail, url_for("jury.times"), 0)


def _contests(session: Session, actor: Actor) -> list[Waiting]:
    """Return the line of an editor: what members say against known answers of practice cases."""
    if not (count := len(waiting_for(session, MockContest, actor.account))):
        return []
    title = _("Answer who says that a known answer is wrong")
    return [Waiting(title, _("Practice cases of the jury"), url_for("jury.contests"), count)]


def _on_the_bench(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    every = bench_rows(session, actor.account, now)
    rows = [row for row in every if row.next in FOR_OFFICERS]
    steps = Counter(row.next for row in rows)
    found = []
    for step, count in steps.items():
        first = next(row for row in rows if row.next is step)
        title = str(wording.OFFICER_NEXT[step])
        if count == 1:
            where = url_for("jury.bench_case", ref=first.ref)
            detail = f"{first.ref} · {first.title}"
            found.append(Waiting(title, detail, where, ref=first.ref))
        else:
            listed = ", ".join(row.ref for row in rows if row.next is step)
            found.append(Waiting(title, listed, url_for("jury.bench"), count))
    remarks = waiting_for(session, RollRemark, actor.account)
    if remarks:
        title = _("Answer what members say of the roll")
        where = url_for("jury.roll_remarks")
        epochs = sorted({remark.epoch for remark in remarks})
        detail = _("Epoch %(epochs)s", epochs=", ".join(map(str, epochs)))
        found.append(Waiting(title, detail, where, len(remarks)))
    challenges = challenges_waiting(session, actor.account)
    if challenges:
        title = _("Decide on what a side says against a member")
        refs = sorted({one.case_ref for one in challenges})
        where = url_for("jury.challenge", challenge_id=challenges[0].id)
        found.append(Waiting(title, ", ".join(refs), where, len(challenges), ref=refs[0]))
    out = to_agree(session, actor.account, [row.ref for row in every])
    if out:
        title = _("Agree that words are taken out of what is published, or do not")
        where = url_for("jury.taking_out", ref=out[0])
        found.append(Waiting(title, ", ".join(out), where, len(out), ref=out[0]))
    detail = _("Draws, polls and rolls.") if found else _("Nothing waits.")
    return [*found, Waiting(_("Cases and panels"), detail, url_for("jury.bench"), 0)]


def _case_url(ref: str) -> str:
    return url_for("jury.case", ref=ref)
