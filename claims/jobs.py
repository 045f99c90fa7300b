"""Due work of the claims' room: what times ended, files to erase, who is reminded."""

from collections.abc import Iterable

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from claims.actions import close_exchange, finish_erasing, lapse
from claims.queries import ANSWER, APPEAL, Ending, ending, exchanges_over, to_erase, unanswered
from claims.timetable import Round, Side
from kernel.clock import as_text
from kernel.jobs import each
from kernel.mail import Letter, post_due
from kernel.settings import Settings
from kernel.work import Work

# What the mail about a time that ends has for its subject, and what it says.
ENDS = {
    ANSWER: (
        _l("%(ref)s: answer the decision"),
        _l("What was decided on claim %(ref)s can be disputed until %(until)s; then it stands."),
    ),
    Round.STATEMENT: (
        _l("%(ref)s: write the statement"),
        _l("The statement on claim %(ref)s can be written until %(until)s."),
    ),
    Round.REPLY: (
        _l("%(ref)s: write the reply"),
        _l("The reply on claim %(ref)s can be written until %(until)s."),
    ),
    APPEAL: (
        _l("%(ref)s: the time to appeal ends"),
        _l("What was decided on claim %(ref)s can be appealed until %(until)s."),
    ),
}
PAGES = {
    (ANSWER, Side.CLAIMANT): "",
    (Round.STATEMENT, Side.CLAIMANT): "/statement",
    (Round.STATEMENT, Side.RESPONDENT): "/plan-statement",
    (Round.REPLY, Side.CLAIMANT): "/statement",
    (Round.REPLY, Side.RESPONDENT): "/plan-statement",
    (APPEAL, Side.CLAIMANT): "/appeal",
    (APPEAL, Side.RESPONDENT): "/after",
}


def let_decisions_stand() -> int:
    """Let the decisions stand that nobody disputed in time; return how many."""
    return each(lambda work: unanswered(work.session, work.now), lapse)


def close_exchanges() -> int:
    """Take over the statements of the disputes in which nothing can be written any more."""
    return each(lambda work: exchanges_over(work.session, work.now), close_exchange)


def erase_files() -> int:
    """Erase files and keys that were given up and are on the disk; return of how many claims."""
    return each(lambda work: to_erase(work.session, work.settings.home), finish_erasing)


def remind() -> int:
    """Post a mail before each time of a side that ends, once; return how many."""
    return post_due(_letters)


def _letters(work: Work) -> Iterable[Letter]:
    return [_letter(work.settings, one) for one in ending(work.session, work.now)]


def _letter(settings: Settings, one: Ending) -> Letter:
    subject, said = ENDS[one.what]
    until = format_datetime(one.until, _("d MMMM y, HH:mm z"))
    where = f"{settings.base_url}/claims/{one.ref}{PAGES[one.what, one.side]}"
    body = str(said) % {"ref": one.ref, "until": until} + f"\n\n{where}"
    once = f"{one.what}:{one.ref}:{one.account_id}:{as_text(one.until)}"
    return Letter(one.account_id, str(subject) % {"ref": one.ref}, body, once)


JOBS = {
    "claims.let-decisions-stand": let_decisions_stand,
    "claims.close-exchanges": close_exchanges,
    "claims.erase-files": erase_files,
    "claims.remind": remind,
}
