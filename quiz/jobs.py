"""Due work of the exam room."""

from kernel.jobs import each
from kernel.work import unit_of_work
from quiz.actions import close_expired
from quiz.actions.figures import count_sittings, recount_if_due
from quiz.queries import expired


def grade_expired_sittings() -> int:
    """Grade the sittings whose time is over on what was saved; return how many."""
    return each(lambda work: expired(work.session, work.now), close_expired)


def count_figures() -> int:
    """Count the papers that were graded since, some hundred at a time; return how many.

    Where an item action was applied meanwhile, and once a day, all is counted anew.
    """
    done = 0
    while True:
        with unit_of_work() as work:
            counted = count_sittings(work)
        done += counted
        if not counted:
            break
    with unit_of_work() as work:
        done += recount_if_due(work)
    return done


JOBS = {
    "quiz.grade-expired-sittings": grade_expired_sittings,
    "quiz.count-figures": count_figures,
}
