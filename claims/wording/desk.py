"""How an officer's list of claims says what comes next, and until when."""

from datetime import date, datetime

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from claims.agenda import Next, Rule, Task, days_left
from claims.decision import TIME_TO_ANSWER
from claims.settlement import APPEAL_TIME, PUBLICITY
from claims.timetable import REPLY_TIME, STATEMENT_TIME
from jury.step import OfficerStep
from jury.trustee import TIME
from jury.wording import OFFICER_NEXT

# On an officer's desk: headings of what is theirs to do, what presses most first.
WAITING = {
    Next.LOOK_AGAIN: _l("A juror found private data in a file"),
    Next.OBJECTION: _l("Objections and appeals"),
    Next.OPEN_APPEAL: _l("Objections and appeals"),
    Next.REVIEW: _l("Claims to review"),
    Next.INVESTIGATE: _l("Claims to look into"),
    Next.STATEMENT: _l("Statements to write"),
    Next.REPLY: _l("Statements to write"),
    Next.FREEZE: _l("Cases to freeze"),
    Next.PREPARE: _l("Claims being prepared"),
    Next.REFUSED: _l("Claims being prepared"),
}
# In the list of claims: what comes next, for whoever does it, and for those who wait.
TO_DO = {
    Next.LOOK_AGAIN: _l("Look at the file: a juror found private data"),
    Next.OBJECTION: _l("Answer an objection"),
    Next.OPEN_APPEAL: _l("Open the case of the appeal"),
    Next.REVIEW: _l("Review"),
    Next.INVESTIGATE: _l("Look into it"),
    Next.STATEMENT: _l("Write the plan's statement"),
    Next.REPLY: _l("Write the plan's reply"),
    Next.FREEZE: _l("Freeze"),
    Next.PREPARE: _l("Go on preparing"),
    Next.REFUSED: _l("The claimant did not agree: change the text, or answer"),
}
WAITS = {
    Next.OBJECTION: _l("An objection waits for an officer who had no part in it"),
    Next.REVIEW: _l("Waits for a second officer"),
    Next.ANSWER: _l("The claimant accepts or disputes the decision"),
    Next.THEIR_TEXT: _l("The claimant writes"),
    Next.AGREEMENT: _l("The claimant reads the text"),
}
SETTLES = {
    Rule.OBJECTION: _l("After the decision: members may object"),
    Rule.APPEAL: _l("After the decision: a side may appeal"),
}
# What sets a deadline: in words, and the clause that says so; where none does, it is ours.
RULES = {
    Rule.ANSWER: (
        _l("%(days)s days to answer a decision", days=TIME_TO_ANSWER.days),
        "",
    ),
    Rule.STATEMENT: (
        _l("%(days)s days for a statement, and what was added", days=STATEMENT_TIME.days),
        "dispute",
    ),
    Rule.REPLY: (
        _l("%(days)s days for a reply, and what was added", days=REPLY_TIME.days),
        "dispute",
    ),
    Rule.SEATS: (_l("the time to take a seat"), "losing-the-seat"),
    Rule.POLL: (_l("the hours of the poll"), "voting-window"),
    Rule.TRUSTEES: (
        _l(
            "%(days)s days for trustees to write their words down, or to bring them", days=TIME.days
        ),
        "",
    ),
    Rule.OBJECTION: (_l("%(days)s days to object", days=PUBLICITY.days), "objection"),
    Rule.APPEAL: (_l("%(days)s days to appeal", days=APPEAL_TIME.days), ""),
}


def called(task: Task, bench: OfficerStep | None) -> str:
    """Return in words what comes next. bench: what the jury's bench says of its case."""
    if task.next is Next.CASE and bench is not None:
        return str(OFFICER_NEXT[bench])
    if task.next is Next.SETTLING and task.deadline is not None:
        return str(SETTLES[task.deadline.rule])
    return str((TO_DO if task.yours else WAITS)[task.next])


def left(deadline: datetime, now: datetime) -> str:
    """Return in words how much time is left."""
    days = days_left(deadline, now)
    if deadline <= now:
        return str(_("the time is over"))
    if days:
        return str(ngettext("one day left", "%(num)s days left", days))
    hours = int((deadline - now).total_seconds() // 3600)
    if hours:
        return str(ngettext("one hour left", "%(num)s hours left", hours))
    return str(_("less than an hour left"))


def ago(day: date, now: datetime) -> str:
    """Return in words how long ago a day was."""
    days = (now.date() - day).days
    if days < 1:
        return str(_("today"))
    return str(ngettext("one day ago", "%(count)s days ago", days, count=format_decimal(days)))
