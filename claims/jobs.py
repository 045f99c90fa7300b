"""Due work of the claims' room."""

from claims.actions import close_exchange, finish_erasing, lapse
from claims.queries import exchanges_over, to_erase, unanswered
from kernel.work import unit_of_work


def let_decisions_stand() -> int:
    """Let the decisions stand that nobody disputed in time; return how many."""
    with unit_of_work(writing=False) as work:
        due = unanswered(work.session, work.now)
    done = 0
    for ref in due:
        with unit_of_work() as work:
            done += lapse(work, ref)
    return done


def close_exchanges() -> int:
    """Take over the statements of the disputes in which nothing can be written any more."""
    with unit_of_work(writing=False) as work:
        due = exchanges_over(work.session, work.now)
    done = 0
    for ref in due:
        with unit_of_work() as work:
            done += close_exchange(work, ref)
    return done


def erase_files() -> int:
    """Erase the files that were removed and are on the disk still; return how many."""
    with unit_of_work(writing=False) as work:
        due = to_erase(work.session)
    done = 0
    for ref in due:
        with unit_of_work() as work:
            done += finish_erasing(work, ref)
    return done


JOBS = {
    "claims.let-decisions-stand": let_decisions_stand,
    "claims.close-exchanges": close_exchanges,
    "claims.erase-files": erase_files,
}
