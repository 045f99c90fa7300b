"""What waits in the exam room: for members the exam, for editors the bank."""

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.actor import Actor, Role
from members.desk import Waiting
from quiz.drawing import CannotFill, shortage
from quiz.offered import Offered
from quiz.queries import bank_standing, enemies, standing, uncovered_on
from quiz.queries.cut import to_judge
from quiz.queries.delta import debt
from quiz.queries.drafts import returned_to, waiting_for
from quiz.queries.reports import help_requests, open_reports
from quiz.reading.regrade import waiting_actions
from quiz.reading.results import said_by
from quiz.specification import ENTRY
from quiz.staleness import Effect, Why
from rules.queries import history

NEWS = timedelta(days=7)  # so long an answer stands on the front page


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for `actor`: the exam; for editors, what the bank lacks."""
    if not actor.signed_in:
        return []
    found = _exam(session, actor, now) + _judging(session, actor) + _answered(session, actor, now)
    return found + _bank(session, actor, now) if Role.EDITOR in actor.roles else found


def _exam(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the open paper, or the exam where it may be sat now."""
    mine = standing(session, actor.account, now)
    if mine.open:
        where = url_for("quiz.sitting", sitting_id=mine.open.id)
        if now >= mine.open.expires_at:
            detail = _("The time for your exam paper is over. What you had saved counts.")
            return [Waiting(_("See how the exam went"), detail, where)]
        until = format_datetime(mine.open.expires_at, _("d MMMM y, HH:mm z"))
        detail = _("Your exam paper is open until %(when)s.", when=until)
        return [Waiting(_("Go on with the exam"), detail, where, until=mine.open.expires_at)]
    if mine.certified:
        return _delta(session, actor, now)
    if mine.next_at is None or mine.next_at > now:
        return []
    if Role.AUDITOR in actor.roles:  # who checks what juries did is drawn for none
        return []
    detail = _("Whoever passes can be drawn for a panel.")
    return [Waiting(_("Sit the exam"), detail, url_for("quiz.home"))]


def _judging(session: Session, actor: Actor) -> list[Waiting]:
    """Return the studies of the cut score that wait for this judge."""
    return [
        Waiting(
            _("Judge in a study of the cut score"),
            _(
                "“%(study)s”: say how many of 100 members who are only just good enough answer "
                "each question.",
                study=one.name,
            ),
            url_for("quiz.judge_cut", study_id=one.id),
        )
        for one in to_judge(session, actor.account)
    ]


def _answered(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return the answers of the last days to what this member said to a question."""
    return [
        Waiting(
            _("Your report was answered"),
            _("You had said that something is wrong with a question of your paper."),
            url_for("quiz.question", sitting_id=one.sitting_id, position=one.position),
        )
        for one in said_by(session, actor.account)
        if one.report.answered_at and one.report.answered_at + NEWS > now
    ]


def _delta(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what a juror owes since the rules changed, where it can be asked about by now."""
    what = debt(session, actor.account, now.date())
    if not what.to_ask:
        return []
    return [
        Waiting(
            _("Learn what changed in the rules"),
            _("Until then you are drawn for no case that cites the changed clauses."),
            url_for("quiz.delta"),
            len(what.to_ask),
        )
    ]


def _bank(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """Return what waits for an editor: the bank held against the rules, and what others wrote."""
    today = now.date()
    standing = bank_standing(session, today)
    pulled = [
        one
        for one in standing
        if not one.is_asked and any(each.why is not Why.NOT_YET for each in one.concerns)
    ]
    in_review = [one for one in standing if one.effect is Effect.REVIEW]
    waiting = (
        (
            len(pulled),
            _("Questions in no paper"),
            _("The words they rest on have changed. Write them anew, or say they are right."),
            "quiz.stale",
        ),
        (
            sum(one.flawed for one in standing),
            _("Flawed questions in no paper"),
            _("They were dropped, or credited to everybody. Write them anew, or retire them."),
            "quiz.items",
        ),
        (
            len(in_review),
            _("Questions to look at"),
            _("Something near their words has changed. Say whether they are still right."),
            "quiz.stale",
        ),
        (
            len(waiting_for(session, actor.ref)),
            _("Drafts to review"),
            _("Another editor wrote them. They are in no paper before you have approved them."),
            "quiz.items",
        ),
        (
            len(returned_to(session, actor.ref)),
            _("Drafts that came back to you"),
            _("Another editor says what to change."),
            "quiz.items",
        ),
        (
            len(waiting_actions(session, actor.ref)),
            _("Flawed questions to decide about"),
            _("Another editor proposed what to do. It takes two."),
            "quiz.reports",
        ),
        (
            len(open_reports(session, "item")) + len(open_reports(session, "clause")),
            _("Reports from the exam"),
            _("Members find a question wrong or a clause unclear."),
            "quiz.reports",
        ),
        (
            len(help_requests(session)),
            _("Members who ask for help"),
            _("They have failed the exam many times."),
            "quiz.reports",
        ),
        (
            len(uncovered_on(session, today)),
            _("Topics without a question"),
            _("The exam cannot ask about them now."),
            "quiz.items",
        ),
    )
    found = [
        Waiting(title, detail, url_for(where), count)
        for count, title, detail, where in waiting
        if count
    ]
    offered = [one.item for one in standing if one.is_asked]
    short = shortage(ENTRY, Offered(tuple(offered), enemies(session)))
    return ([_lacking(short)] if short else []) + found + _coming(session, now)


def _lacking(short: CannotFill) -> Waiting:
    """Return why nobody can be given a paper now."""
    if short.lacks_case:
        detail = _("The bank lacks a case of %(count)s questions.", count=ENTRY.case_questions)
    elif short.topics:
        topics = "; ".join(_(heading) for heading in short.headings)
        detail = _("The bank has too few questions on: %(topics)s.", topics=topics)
    else:
        detail = _("Too many questions of the bank never meet in a paper.")
    return Waiting(_("The exam cannot be sat"), detail, url_for("quiz.items"))


def _coming(session: Session, now: datetime) -> list[Waiting]:
    """Return what each coming change of the rules will do to the bank, the soonest first."""
    today = now.date()
    book = history(session)
    found = []
    for day in book.changed_on(today):
        hit = [
            one
            for one in bank_standing(session, day, book)
            if any(
                concern.since == day and concern.why is not Why.NOT_IN_FORCE
                for concern in one.concerns
            )
        ]
        if hit:
            detail = _(
                "From %(day)s on: in no paper %(pulled)s, to be looked at %(review)s.",
                day=format_date(day, _("d MMMM y")),
                pulled=sum(one.effect is Effect.PULLED for one in hit),
                review=sum(one.effect is Effect.REVIEW for one in hit),
            )
            where = url_for("quiz.stale")
            found.append(Waiting(_("Questions that a change will hit"), detail, where, len(hit)))
    return found
