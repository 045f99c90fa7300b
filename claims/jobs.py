"""Due work of the claims' room."""

from claims.actions import close_exchange, finish_erasing, lapse
from claims.queries import exchanges_over, to_erase, unanswered
from kernel.jobs import each


def let_decisions_stand() -> int:
    """Let the decisions stand that nobody disputed in time; return how many."""
    return each(lambda work: unanswered(work.session, work.now), lapse)


def close_exchanges() -> int:
    """Take over the statements of the disputes in which nothing can be written any more."""
    return each(lambda work: exchanges_over(work.session, work.now), close_exchange)


def erase_files() -> int:
    """Erase files and keys that were given up and are on the disk; return of how many claims."""
    return each(lambda work: to_erase(work.session, work.settings.home), finish_erasing)


JOBS = {
    "claims.let-decisions-stand": let_decisions_stand,
    "claims.close-exchanges": close_exchanges,
    "claims.erase-files": erase_files,
}
