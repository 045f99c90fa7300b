"""Due work of the exam room."""

from kernel.work import unit_of_work
from quiz.actions import close_expired
from quiz.queries import expired


def grade_expired_sittings() -> int:
    """Grade the sittings whose time is over on what was saved; return how many."""
    with unit_of_work(writing=False) as work:
        due = expired(work.session, work.now)
    done = 0
    for sitting_id in due:
        with unit_of_work() as work:
            done += close_expired(work, sitting_id)
    return done


JOBS = {"quiz.grade-expired-sittings": grade_expired_sittings}
