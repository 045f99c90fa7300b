"""What falls due at the rules: consultations to count, revisions whose day has come.

Each finds by query what is due and does it in a unit of work of its own; running one twice
changes nothing. A revision that fails is logged and stops no other, and then the job fails.
"""

import logging
from collections.abc import Callable, Iterable

from kernel.errors import Refusal
from kernel.work import Work, unit_of_work
from rules.actions import close_consultation, come_into_force
from rules.queries.consultation import consultations_due
from rules.queries.revisions import revisions_due

log = logging.getLogger("venire.rules")


class Stuck(Exception):
    """A job failed in these revisions; the log says how in each."""


def close_consultations() -> int:
    """Count every consultation whose time is over."""
    with unit_of_work(writing=False) as work:
        refs = consultations_due(work.session, work.now)
    return _in_turn(refs, close_consultation)


def bring_into_force() -> int:
    """Say of every scheduled revision whose day has come that it is in force."""
    with unit_of_work(writing=False) as work:
        refs = revisions_due(work.session, work.now.date())
    return _in_turn(refs, come_into_force)


def _in_turn(refs: Iterable[str], action: Callable[[Work, str], bool]) -> int:
    """Do `action` on each revision; return on how many it did something.

    What is refused waits for the next round. Raises Stuck at the end when a revision failed.
    """
    done, stuck = 0, []
    for ref in refs:
        try:
            with unit_of_work() as work:
                done += action(work, ref)
        except Refusal as refusal:
            log.debug("%s waits: %s", ref, refusal)
        except Exception:
            log.exception("the revision %s is stuck", ref)
            stuck.append(ref)
    if stuck:
        raise Stuck(", ".join(stuck))
    return done


JOBS = {
    "rules.close-consultations": close_consultations,
    "rules.bring-into-force": bring_into_force,
}
