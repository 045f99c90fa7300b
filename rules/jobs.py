"""What falls due at the rules: consultations to count, revisions whose day has come."""

from kernel.jobs import each
from rules.actions import close_consultation, come_into_force
from rules.queries.consultation import consultations_due
from rules.queries.revisions import revisions_due


def close_consultations() -> int:
    """Count every consultation whose time is over."""
    return each(lambda work: consultations_due(work.session, work.now), close_consultation)


def bring_into_force() -> int:
    """Say of every scheduled revision whose day has come that it is in force."""
    return each(lambda work: revisions_due(work.session, work.now.date()), come_into_force)


JOBS = {
    "rules.close-consultations": close_consultations,
    "rules.bring-into-force": bring_into_force,
}
